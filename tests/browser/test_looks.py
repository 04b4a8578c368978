"""Every public page reads well: by day and by night, on a telephone and a desk, without scripts,
magnified four times, spaced out, and in the colours that a reader's system forces on it."""

import gzip
import json
import re
from time import sleep
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import expect

from tests.browser.reading import barriers, losses, losses_when_spaced_out, small_targets

pytestmark = pytest.mark.browser

ARTICLE = "/best-back-pain-exercises/"
EXERCISES = "/cat-and-cow-for-a-stiff-morning/"
PAGES = [
    "/",
    "/page/2/",
    ARTICLE,
    EXERCISES,
    "/when-back-pain-is-an-emergency/",
    "/what-a-scan-can-say/",
    "/awkward-long/",
    "/awkward-bare/",
    "/awkward-retracted/",
    "/about/",
    "/category/exercises/",
    "/category/strength/",
    "/category/nested/",
    "/category/empty/",
    "/tag/stretching/",
    "/tag/long/",
    "/author/nora-whitcombe/",
    "/author/samuel-okoro/",
    "/author/long-0/",
    "/series/a-bad-back-from-day-one/",
    "/2026/",
    "/exercise/pelvic-tilt/",
    f"{EXERCISES}exercises/",
    "/search/",
    "/search/?q=back&sort=newest",
    "/search/?q=xylophone",
    "/feed/",
    "/nowhere/",
    "/magnets-in-a-belt/",
    f"{ARTICLE}report/",
    f"{ARTICLE}report/sent/",
    f"{ARTICLE}comment/",
    "/newsletter/",
    "/newsletter/your-address/",
    "/newsletter/check-your-inbox/",
    "/newsletter/confirm/cut-short/",
]
PRIVATE = [
    *("comment waiting", "comment approved", "comment bin", "comment withdrawn", "comment removed"),
    *("confirm", "unsubscribe", "left", "no letters"),
]
SCRIPTED = [ARTICLE, EXERCISES, f"{EXERCISES}exercises/", f"{ARTICLE}comment/", f"{ARTICLE}report/"]
POST = """([address, body]) => {
  const form = Object.assign(document.createElement("form"), {method: "post", action: address});
  form.append(Object.assign(document.createElement("textarea"), {name: "body", value: body}));
  document.body.append(form);
  form.submit();
}"""


@pytest.fixture(scope="module")
def addresses(program):
    """The private pages of the awkward things, which are on the site while these tests run."""
    call = "from tests.browser import awkward; awkward."
    made = program.run("shell", "-v0", "-c", f"{call}make()")
    yield json.loads(made.stdout)
    program.run("shell", "-v0", "-c", f"{call}unmake()")


def open_reader(browser, program, **options):
    """Return a page whose colours change at once, and what the browser says about it."""
    options = {"reduced_motion": "reduce", **options}
    context = browser.new_context(base_url=program.url, **options)
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    return page, said


@pytest.fixture(scope="module")
def reader(browser, program, addresses):
    """One page for all visits."""
    page, said = open_reader(browser, program)
    yield page
    page.context.close()
    assert not [words for words in said if "Content Security Policy" in words]


@pytest.fixture(scope="module")
def reader_without_scripts(browser, program, addresses):
    page, _ = open_reader(browser, program, java_script_enabled=False)
    yield page
    page.context.close()


def faults(page) -> list[str]:
    """Look at `page` by day on a desk, by night on a telephone, and magnified."""
    found = in_mode(page, 1280, "light") + losses(page)
    found += in_mode(page, 390, "dark") + losses(page)
    found += [f"lower than 44 px: {target}" for target in small_targets(page)]
    return found + magnified(page)


def in_mode(page, width: int, scheme: str) -> list[str]:
    """Return what bars readers of `page` at this width and in this scheme of colours."""
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    return [f"{width} {scheme}: {fault}" for fault in barriers(page)]


def magnified(page) -> list[str]:
    """Look at `page` as a window of 1280 pixels shows it four times as large: WCAG 2.2, 1.4.10."""
    page.set_viewport_size({"width": 320, "height": 256})
    return [f"320: {loss}" for loss in losses(page) + losses_when_spaced_out(page)]


@pytest.mark.parametrize("path", PAGES)
def test_a_public_page_reads_well(reader, path):
    reader.goto(path)

    assert faults(reader) == []


@pytest.mark.parametrize("path", ["/", *SCRIPTED, "/search/?q=back&sort=newest", "/nowhere/"])
def test_a_page_of_many_parts_reads_well_in_the_other_modes_too(reader, path):
    reader.goto(path)

    assert in_mode(reader, 1280, "dark") + in_mode(reader, 390, "light") == []


@pytest.mark.parametrize("name", PRIVATE)
def test_a_page_behind_a_private_link_reads_well(reader, addresses, name):
    reader.goto(addresses[name])

    assert faults(reader) == []


@pytest.mark.parametrize(
    ("path", "button"),
    [
        (f"{ARTICLE}comment/", "Post comment"),
        (f"{ARTICLE}report/", "Send report"),
        ("/newsletter/", "Sign me up"),
    ],
)
def test_a_refused_form_reads_well(reader, path, button):
    reader.goto(path)

    reader.get_by_role("button", name=button).click()

    expect(reader).to_have_title(re.compile("^Error: "))
    assert faults(reader) == []


@pytest.mark.parametrize(
    ("address", "status"), [("/about/", 405), ("/magnets-in-a-belt/report/", 410)]
)
def test_a_page_that_turns_a_post_away_reads_well(reader, address, status):
    reader.goto("/about/")

    with reader.expect_navigation() as answer:
        reader.evaluate(POST, [address, "Words of a reader. " * 20])

    assert answer.value.status == status
    assert faults(reader) == []


@pytest.mark.parametrize("path", SCRIPTED)
def test_a_page_reads_well_without_javascript(reader_without_scripts, path):
    page = reader_without_scripts
    page.goto(path)

    assert magnified(page) == []


@pytest.mark.parametrize("path", SCRIPTED)
def test_a_page_whose_modules_never_come_reads_well(reader, path):
    reader.route("**/static/js/*", lambda route: route.abort())  # axe itself needs scripts
    reader.set_viewport_size({"width": 390, "height": 900})
    reader.goto(path)

    assert barriers(reader) == []
    reader.unroute("**/static/js/*")


CONTROLS = ".button:visible, .field__input:visible, .fold:visible, .nav__link:visible"
OUTLINE = """(element) => {
  element.focus({focusVisible: true});
  const {outlineStyle, outlineWidth} = getComputedStyle(element);
  return outlineStyle === "none" ? 0 : parseFloat(outlineWidth);
}"""


def test_forced_colours_leave_controls_focus_and_place_visible(browser, program):
    page, _ = open_reader(browser, program, forced_colors="active", color_scheme="dark")
    page.goto(ARTICLE)

    controls = page.locator(CONTROLS).all()
    assert len(controls) > 8
    assert [control.evaluate(OUTLINE) >= 2 for control in controls] == [True] * len(controls)
    for control in page.locator(".button:visible, .field__input:visible").all():
        expect(control).to_have_css("border-top-style", "solid")
        expect(control).not_to_have_css("border-top-width", "0px")
    here = page.locator(".nav__link[aria-current]").first
    expect(here).to_have_css("text-decoration-line", "underline")
    expect(page.locator(".face").first).to_have_css("border-top-style", "solid")
    page.context.close()


@pytest.mark.parametrize(("wanted", "is_still"), [("reduce", True), ("no-preference", False)])
def test_nothing_moves_for_a_reader_who_wants_no_motion(browser, program, wanted, is_still):
    page, _ = open_reader(browser, program, reduced_motion=wanted)
    page.goto(ARTICLE)
    moving = """[...document.querySelectorAll("*")].filter((element) => {
      const style = getComputedStyle(element);
      return style.transitionDuration !== "0s" || style.animationName !== "none";
    }).length"""

    assert (page.evaluate(moving) == 0) is is_still
    page.context.close()


def test_the_menu_opens_without_javascript_on_a_phone(reader_without_scripts):
    page = reader_without_scripts
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/")
    menu = page.get_by_role("navigation", name="Main")
    expect(menu).to_be_hidden()

    page.get_by_text("Menu", exact=True).click()
    menu.get_by_role("link", name="Exercises").click()

    expect(page).to_have_url(re.compile("/category/exercises/$"))


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_moves_when_the_fonts_come_late(page, width):
    def send_late(route):
        sleep(0.5)
        route.continue_()

    page.route("**/*.woff2", send_late)
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(ARTICLE)
    page.evaluate("document.fonts.ready")

    shift = page.evaluate(
        """() => new Promise((answer) => {
          let sum = 0;
          new PerformanceObserver((list) => {
            for (const entry of list.getEntries()) sum += entry.value;
          }).observe({ type: "layout-shift", buffered: true });
          setTimeout(() => answer(sum), 200);
        })"""
    )

    assert shift < 0.01


def fetched(program, address) -> tuple[int, str]:
    """Return the bytes that travel for `address`, compressed, and what they say."""
    request = Request(program.url + address, headers={"Accept-Encoding": "gzip"})
    with urlopen(request, timeout=10) as answer:
        sent = answer.read()
        packed = answer.headers["Content-Encoding"] == "gzip"
    return len(sent), (gzip.decompress(sent) if packed else sent).decode()


def test_an_article_with_its_stylesheet_and_scripts_is_light(program):
    page, html = fetched(program, ARTICLE)
    sheets = [fetched(program, path)[0] for path in re.findall(r'href="(/static/[^"]+css)"', html)]
    scripts = [fetched(program, path)[0] for path in re.findall(r'src="(/static/[^"]+js)"', html)]

    assert len(sheets) == 1
    assert page + sum(sheets) <= 60 * 1024
    assert scripts
    assert sum(scripts) <= 6 * 1024
