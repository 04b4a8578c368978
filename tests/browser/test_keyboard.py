"""A reader without a mouse: every control is reached in order, is seen, and lets go again."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

ARTICLE = "/best-back-pain-exercises/"
# Where the focus is: after the last step, whether it is seen, shown and on top, and how low.
HERE = """() => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const before = window.before;
  window.before = element;
  const style = getComputedStyle(element);
  const box = element.getClientRects()[0];
  const middle = (low, high, edge) => (Math.max(low, 0) + Math.min(high, edge)) / 2;
  const top = document.elementFromPoint(
    middle(box.left, box.right, innerWidth), middle(box.top, box.bottom, innerHeight)
  );
  const follows = Node.DOCUMENT_POSITION_FOLLOWING;
  return {
    what: element.outerHTML.slice(0, 100),
    isNext: !before || Boolean(before.compareDocumentPosition(element) & follows),
    isShown: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    isOnTop: Boolean(top) && (element.contains(top) || top.contains(element)),
  };
}"""
REACHABLE = """[...document.querySelectorAll("a[href], button, input, select, textarea, summary")]
  .filter((element) => element.tabIndex >= 0 && !element.disabled && element.type !== "hidden")
  .filter((element) => element.checkVisibility({visibilityProperty: true})).length"""


@pytest.mark.parametrize(
    ("path", "width"),
    [
        ("/", 1280),
        (ARTICLE, 1280),
        (ARTICLE, 390),
        ("/search/?q=back&sort=newest", 1280),
        (f"{ARTICLE}comment/", 390),
    ],
)
def test_the_focus_walks_through_a_page_in_order_and_out_again(page, path, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(path)
    reachable = page.evaluate(REACHABLE)

    page.keyboard.press("Tab")
    steps: list[dict] = []
    while (step := page.evaluate(HERE)) and len(steps) <= reachable:
        steps.append(step)
        page.keyboard.press("Tab")

    assert len(steps) == reachable
    for fault in ("isNext", "isShown", "isOnTop"):
        assert [step["what"] for step in steps if not step[fault]] == []


def test_the_keyboard_reaches_the_text_first(page):
    page.goto(ARTICLE)

    page.keyboard.press("Tab")

    skip = page.get_by_role("link", name="Skip to the text")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    skip.press("Enter")
    expect(page).to_have_url(re.compile(f"{ARTICLE}#main$"))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


@pytest.mark.parametrize(
    ("fold", "inside"),
    [
        ("Menu", ".nav__list"),
        ("In this article", ".contents__list"),
        ("Share or cite this article", ".share__inside"),
        ("Is something wrong or missing?", ".report textarea"),
    ],
)
def test_a_fold_opens_and_closes_by_the_enter_key(page, fold, inside):
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(ARTICLE)
    summary = page.locator("summary", has_text=fold)
    expect(page.locator(inside)).to_be_hidden()

    summary.press("Enter")
    expect(page.locator(inside)).to_be_visible()

    summary.press("Enter")
    expect(page.locator(inside)).to_be_hidden()
