"""What a page must not do to a reader, as questions to ask of it in a browser."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# WCAG 2.2, 1.4.12: what a reader may set without losing a word.
SPACING = """
    * { line-height: 1.5 !important; letter-spacing: 0.12em !important; }
    * { word-spacing: 0.16em !important; }
    p { margin-block-end: 2em !important; }
"""
SPACE_OUT = """(rules) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(rules);
  document.adoptedStyleSheets = [sheet];
}"""
CALM_DOWN = "document.adoptedStyleSheets = []"

# Lines of text, each as wide as its words; what is clipped away for eyes does not count.
LINES = """
  const hidden = (element) => element.closest(".visually-hidden, .form__trap, .skip");
  const shown = (element) => element.checkVisibility({visibilityProperty: true});
  const lines = () => {
    const found = [];
    const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.parentElement;
      if (!node.data.trim() || hidden(element) || !shown(element)) continue;
      range.selectNodeContents(node);
      for (const box of range.getClientRects()) found.push({box, node, element});
    }
    return found;
  };
  const words = (node) => node.data.trim().slice(0, 40);
"""
OVERLAPS = f"""() => {{
  {LINES}
  const found = lines().sort((one, other) => one.box.top - other.box.top);
  const clashes = [];
  found.forEach((one, place) => {{
    for (const other of found.slice(place + 1)) {{
      if (other.box.top > one.box.bottom) break;
      const across = Math.min(one.box.right, other.box.right)
        - Math.max(one.box.left, other.box.left);
      const down = Math.min(one.box.bottom, other.box.bottom) - other.box.top;
      const height = Math.min(one.box.height, other.box.height);
      if (one.node !== other.node && across > 2 && down > height / 2)
        clashes.push(`${{words(one.node)}} / ${{words(other.node)}}`);
    }}
  }});
  return clashes;
}}"""
CUT_OFF = f"""() => {{
  {LINES}
  const cut = [];
  for (const {{box, node, element}} of lines()) {{
    if (element.closest(".table, pre, .contents__inner")) continue;  // they scroll
    if (box.left < -1 || box.right > innerWidth + 1) cut.push(words(node));
    for (let frame = element; frame; frame = frame.parentElement) {{
      if (getComputedStyle(frame).overflowX === "visible") continue;
      const edge = frame.getBoundingClientRect();
      if (box.bottom > edge.bottom + 2 || box.right > edge.right + 2) cut.push(words(node));
    }}
  }}
  return cut;
}}"""
SMALL = """(least) => {
  const controls = `button, input:not([type=hidden], [tabindex="-1"]), select, textarea, summary,
    .button, .brand, .nav__link, .footer__link, .pages__link, .tags__link, .breadcrumb__link`;
  return [...document.querySelectorAll(controls)]
    .filter((element) => element.checkVisibility() && !element.closest(".form__trap"))
    .map((element) => [element, element.getBoundingClientRect()])
    .filter(([element, box]) => box.height < least)
    .map(([element, box]) => `${element.outerHTML.slice(0, 90)}: ${box.height}`);
}"""
WIDER = "document.documentElement.scrollWidth > innerWidth"
RUN_AXE = """(options) => axe.run(options).then((found) => found.violations.flatMap(
  (rule) => rule.nodes.slice(0, 4).map((node) => `${rule.id}: ${node.html.slice(0, 120)}`)
))"""


def barriers(page: Page) -> list[str]:
    """Return what axe finds on `page`, the least size of targets (WCAG 2.2, 2.5.8) included."""
    options = {"rules": {"target-size": {"enabled": True}}, "resultTypes": ["violations"]}
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    return list(page.evaluate(RUN_AXE, options))


def losses(page: Page) -> list[str]:
    """Return which text of `page` cannot be read, is cut off, or lies on other text."""
    wide = ["it scrolls sideways"] if page.evaluate(WIDER) else []
    cut = [f"cut off: {words}" for words in page.evaluate(CUT_OFF)]
    return wide + cut + [f"overlap: {words}" for words in page.evaluate(OVERLAPS)]


def losses_when_spaced_out(page: Page) -> list[str]:
    """Return the losses with the spacing of WCAG 1.4.12."""
    page.evaluate(SPACE_OUT, SPACING)
    found = [f"spaced out, {loss}" for loss in losses(page)]
    page.evaluate(CALM_DOWN)
    return found


def small_targets(page: Page, least: int = 43) -> list[str]:
    """Return the controls of `page` lower than 44 px, less what rounding takes."""
    return list(page.evaluate(SMALL, least))


def check(page: Page, has_script: bool) -> None:
    """See that the page has no barriers and fits a phone."""
    if has_script:
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        page.set_viewport_size({"width": 320, "height": 700})
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        page.set_viewport_size({"width": 1280, "height": 720})
