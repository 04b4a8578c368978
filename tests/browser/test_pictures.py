"""An editor puts pictures into an article from the library, and readers' browsers choose a file."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.articles.picture_data import picture_file
from tests.program import wait_for

pytestmark = pytest.mark.browser


@pytest.fixture
def said(context) -> list[str]:
    """What the browser complains of in any window."""
    words: list[str] = []
    context.on("console", lambda message: words.append(message.text))
    return words


def open_library(desk: Page) -> Page:
    """Open the library from the editor of a new article."""
    desk.goto("/admin/articles/article/add/")
    desk.locator(".field-body .tiptap").click()
    desk.get_by_title("figure").first.click()
    with desk.expect_popup() as popup:
        desk.get_by_role("button", name="Browse").click()
    expect(popup.value.get_by_role("heading", name="Choose a picture")).to_be_visible()
    return popup.value


def test_a_picture_from_the_library_is_put_into_the_text_with_its_words(desk, said):
    library = open_library(desk)
    library.get_by_label("Search the pictures").fill("dog")
    library.get_by_role("button", name="Search").click()
    with library.expect_event("close"):
        library.locator("[data-picture]").first.click()

    expect(desk.locator("dialog").get_by_label("Alternative Text")).to_have_value(re.compile("dog"))
    desk.get_by_role("button", name="Insert", exact=True).click()

    shown = desk.locator(".field-body .tiptap figure img")
    expect(shown).to_have_attribute("src", re.compile(r"^/media/[0-9a-f]{32}\.webp$"))
    expect(shown).to_have_attribute("alt", re.compile("dog"))
    assert "/media/" in desk.locator("#id_body").input_value()
    assert not [words for words in said if "Content Security Policy" in words]


def test_a_picture_uploaded_on_the_way_is_put_into_the_text_at_once(desk, said):
    library = open_library(desk)
    library.get_by_text("Upload a new picture").click()
    photograph = picture_file((900, 600), colour="#335577").read()
    library.get_by_label("File:").set_input_files(
        {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": photograph}
    )
    library.get_by_label("Alternative text:").fill("The sea at noon")
    library.get_by_label("Caption:").fill("No wind.")
    with library.expect_event("close"):
        library.get_by_role("button", name="Upload and insert").click()

    expect(desk.locator("dialog").get_by_label("Alternative Text")).to_have_value("The sea at noon")
    expect(desk.locator("dialog").get_by_label("Caption")).to_have_value("No wind.")
    desk.get_by_role("button", name="Insert", exact=True).click()
    expect(desk.locator(".tiptap figure img[alt='The sea at noon']")).to_be_visible()
    assert not [words for words in said if "Content Security Policy" in words]


def test_a_press_on_the_picture_says_what_must_stay_in_sight(desk, said):
    desk.goto("/admin/articles/picture/")
    desk.locator("#result_list tbody a").first.click()
    whole = desk.locator("[data-focal-whole]")
    box = whole.bounding_box()
    assert box

    whole.click(position={"x": box["width"] * 0.2, "y": box["height"] * 0.9})

    expect(desk.get_by_label("from the left")).to_have_value("20")
    expect(desk.get_by_label("from the top")).to_have_value("90")
    crop = desk.locator("[data-focal-crop]").first
    expect(crop).to_have_css("object-position", "25% 100%")
    desk.get_by_label("from the left").fill("100")
    expect(crop).to_have_css("object-position", "100% 100%")
    assert not [words for words in said if "Content Security Policy" in words]


def test_the_pages_of_the_library_have_no_barrier_and_fit_a_telephone(desk):
    desk.goto("/admin/articles/picture/")
    change = desk.locator("#result_list tbody a").first.get_attribute("href")
    assert change
    desk.set_viewport_size({"width": 390, "height": 844})
    library = "/admin/articles/picture"
    found = {}
    for path in (f"{library}/choose/?CKEditorFuncNum=1", f"{library}/add-several/", change):
        desk.goto(path)
        if desk.locator(".picker__new summary").count():
            desk.locator(".picker__new summary").click()
        axe = Axe().run(desk)
        wide = desk.evaluate("document.documentElement.scrollWidth > innerWidth")
        if axe.violations_count or wide:
            rules = [
                (rule["id"], [node["html"][:120] for node in rule["nodes"][:3]])
                for rule in axe.response["violations"]
            ]
            found[path] = [wide, *rules]

    assert found == {}


KEEPS_ITS_PLACE = "image => image.getAttribute('width') && image.height > 20"


def test_a_browser_is_offered_small_files_and_nothing_moves_when_they_come(page):
    whole = "document.querySelectorAll('.page img').length"
    better = "document.querySelectorAll('.page source[type=\"image/avif\"]').length"

    def is_rendered(path):
        page.goto(path)
        return page.evaluate(f"{whole} > 0 && {whole} === {better}")

    page.set_viewport_size({"width": 390, "height": 844})
    wait_for(lambda: is_rendered("/muscle-imbalances/"), 150)  # nothing else to do: 10 s
    lead = page.locator(".picture picture img").first
    expect(lead).to_have_js_property("complete", True)
    assert lead.evaluate("image => image.currentSrc").endswith(".avif")
    assert lead.evaluate(KEEPS_ITS_PLACE)

    wait_for(lambda: is_rendered("/category/posture/"), 150)
    small = page.locator(".summary picture img").first
    small.scroll_into_view_if_needed()
    expect(small).to_have_js_property("complete", True)
    offered = small.evaluate("image => image.parentElement.querySelector('source').srcset")
    assert small.evaluate("image => new URL(image.currentSrc).pathname") + " 400w" in offered
    assert small.evaluate(KEEPS_ITS_PLACE)
