"""An editor looks at what they typed, and lets somebody without an account look too."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.signing_in import sign_in
from tests.browser.test_desk import STOCK

pytestmark = pytest.mark.browser
ADD = "/admin/articles/article/add/"
FIRST = "/admin/articles/article/1/change/"
COUNT = "print(Revision.objects.count(), Article.objects.count())"


def rows(program) -> str:
    return str(program.run("shell", "-v0", "-c", COUNT).stdout)


def write(page: Page, words: str) -> None:
    """Type `words` into the text, as its last ones."""
    page.locator(".tiptap p").last.click()
    page.keyboard.press("Control+End")
    page.keyboard.type(words)


def previewed(page: Page) -> Page:
    """Press the button and return the window that opens."""
    with page.context.expect_page() as opened:
        page.get_by_role("button", name="Preview", exact=True).click()
    return opened.value


def make_link(page: Page, title: str) -> str:
    """Make a link to the draft of a new article called `title`; return its address."""
    page.goto(ADD)
    page.get_by_label("Title:", exact=True).press_sequentially(title)
    write(page, "For friendly eyes.")
    page.get_by_role("button", name="Save draft").click()
    page.get_by_role("link", name="History").click()
    page.get_by_role("link", name="Links for people without an account").click()
    page.get_by_label("For whom").fill("Dr Lee")
    page.get_by_role("button", name="Make a link").click()
    return page.get_by_label("The link for Dr Lee").input_value()


def test_what_is_typed_is_shown_in_a_new_window_and_not_saved(desk, program):
    said = []
    desk.context.on("console", lambda message: said.append(message.text))
    desk.goto(FIRST)
    before = rows(program)
    write(desk, "Words of this minute.")

    window = previewed(desk)

    expect(window.get_by_text("Preview, not published")).to_be_visible()
    expect(window.locator("main")).to_contain_text("Words of this minute.")
    expect(window).to_have_title(re.compile("^Preview:"))
    assert rows(program) == before
    window.close()
    desk.bring_to_front()
    write(desk, "And more.")
    expect(desk.locator(".tiptap")).to_contain_text("And more.")
    expect(desk.locator("[data-kept]")).to_contain_text("Kept at", timeout=20_000)
    expect(previewed(desk).locator("main")).to_contain_text("And more.")
    assert not [text for text in said if "Content Security Policy" in text]


def test_without_javascript_a_form_is_shown_too(browser, program):
    context = browser.new_context(base_url=program.url, java_script_enabled=False)
    page = context.new_page()
    sign_in(page, program)
    page.goto(ADD)
    page.get_by_label("Title:", exact=True).fill("Typed without a script")

    window = previewed(page)

    expect(window.get_by_role("heading", name="Typed without a script")).to_be_visible()
    expect(page.get_by_label("Title:", exact=True)).to_have_value("Typed without a script")
    context.close()


def test_a_link_is_copied_read_and_revoked(desk, browser, program):
    desk.context.grant_permissions(["clipboard-read", "clipboard-write"])
    address = make_link(desk, "A quiet walk")
    desk.get_by_role("button", name="Copy").click()
    expect(desk.get_by_text("The address is copied.")).to_be_visible()
    assert desk.evaluate("navigator.clipboard.readText()") == address
    stranger = browser.new_context().new_page()

    stranger.goto(address)

    expect(stranger.get_by_role("heading", name="A quiet walk")).to_be_visible()
    expect(stranger.locator("main")).to_contain_text("For friendly eyes.")
    assert stranger.context.cookies() == []
    desk.get_by_role("button", name="Revoke Dr Lee").click()
    expect(desk.get_by_text("Revoked: the link leads nowhere")).to_be_visible()
    stranger.reload()
    expect(stranger.get_by_role("heading", name="This link leads nowhere")).to_be_visible()
    stranger.context.close()


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
def test_its_pages_have_no_barrier(browser, program, scheme, width):
    context = browser.new_context(
        base_url=program.url, color_scheme=scheme, viewport={"width": width, "height": 900}
    )
    page = context.new_page()
    sign_in(page, program)
    address = make_link(page, f"Walking when it is {scheme}")
    barriers = {"a link": faults(page, STOCK)}
    page.goto(page.url)
    page.get_by_role("button", name="Make a link").click()
    expect(page.locator(".errornote")).to_be_visible()
    barriers["no link"] = faults(page, STOCK)
    page.goto(address)
    barriers["preview"] = faults(page)
    page.goto(ADD)
    barriers["what is missing"] = faults(previewed(page))
    page.goto("/admin/articles/article/1/preview/")
    barriers["at the desk"] = faults(page)
    page.goto("/preview/nothing/")
    barriers["nothing"] = faults(page)
    context.close()

    assert {name: found for name, found in barriers.items() if found} == {}


def faults(page: Page, context: object = None) -> list[object]:
    """Return what axe finds on the page, and whether it is wider than the screen."""
    found = Axe().run(page, context=context).response["violations"]
    is_wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    rules = [(rule["id"], [node["html"][:120] for node in rule["nodes"][:3]]) for rule in found]
    return [*rules, *(["wide"] if is_wide else [])]
