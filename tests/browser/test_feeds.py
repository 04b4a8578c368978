"""A feed opened in a browser is a page to read."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
SHOWN_RAW = """
  [...document.querySelectorAll("*")]
    .filter((e) => !e.childElementCount && e.textContent.trim() && e.checkVisibility())
    .filter((e) => e.namespaceURI !== "http://www.w3.org/1999/xhtml")
    .map((e) => e.nodeName)
"""


@pytest.mark.parametrize("path", ["/feed/", "/feed/atom/", "/comments/feed/"])
def test_a_reader_who_opens_a_feed_finds_what_it_is_and_the_way_to_its_articles(page, path):
    refused = []
    page.on("console", lambda message: refused.append(message.text))
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(path)

    expect(page.get_by_text("This page is a feed.")).to_be_visible()
    assert page.evaluate(SHOWN_RAW) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    assert refused == []

    newest = page.locator("article h2 a").first
    name = newest.inner_text()
    newest.click()

    expect(page.get_by_role("main")).to_be_visible()
    assert page.get_by_role("heading", level=1).inner_text() in name
