"""Finding one's way in a text: the contents list, the sources, the hand-out."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [390, 1280])
def test_the_contents_list_leads_into_the_text_at_every_width(page, width):
    page.set_viewport_size({"width": width, "height": 800})
    page.goto("/best-back-pain-exercises/")
    if width < 1024:
        page.locator("summary", has_text="In this article").click()

    contents = page.get_by_role("navigation", name="In this article")
    contents.get_by_role("link", name="The good news: this can change").click()

    heading = page.get_by_role("heading", name="The good news: this can change")
    expect(heading).to_be_in_viewport()
    if width > 1024:  # it stays in view beside the text
        expect(contents.get_by_role("link", name="Sources")).to_be_in_viewport()


def test_a_marker_leads_to_its_source_and_back(page):
    page.goto("/best-back-pain-exercises/")

    marker = page.get_by_role("link", name="source 3").first
    marker.click()
    expect(page.locator("#source-3")).to_be_in_viewport()
    page.locator("#source-3").get_by_role("link", name="Back to the text").first.click()

    expect(marker).to_be_in_viewport()


def test_the_hand_out_opens_the_print_dialogue(page):
    page.add_init_script("window.print = () => { window.printed = true; };")
    page.goto("/cat-and-cow-for-a-stiff-morning/exercises/")

    page.get_by_role("button", name="Print this page").click()

    assert page.evaluate("window.printed") is True
