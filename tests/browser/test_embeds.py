"""A video elsewhere: nothing is asked of its company until a reader presses."""

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

BODY = (
    '<p>See this.</p><p><a href="https://youtu.be/abc-_123456">A tilt, filmed</a></p>'
    "<p>https://vimeo.com/123456789</p>"
)
WRITE = f"""
from articles.models import Article
Article.objects.update_or_create(
    slug="filmed", defaults=dict(title="Filmed", status="published", body={BODY!r})
)
"""


@pytest.fixture
def asked(page: Page, program) -> list[str]:
    """Open the article; the addresses elsewhere that were asked for, none of which answers."""
    program.run("shell", "-v0", "-c", WRITE)
    asked: list[str] = []

    def note(route):
        asked.append(route.request.url)
        route.abort()

    page.context.route(lambda address: not address.startswith(program.url), note)
    page.goto("/filmed/")
    page.wait_for_load_state("networkidle")
    return asked


def test_nothing_is_asked_of_anyone_before_the_reader_presses(page, asked):
    expect(page.get_by_role("link", name="Watch “A tilt, filmed” on YouTube")).to_be_visible()
    expect(page.get_by_role("link", name="Watch the video on Vimeo")).to_be_visible()

    assert page.locator("iframe").count() == 0
    assert asked == []


def test_a_press_loads_the_player_where_the_link_was(page, asked):
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))

    page.get_by_role("link", name="Watch “A tilt, filmed” on YouTube").click()

    frame = page.locator("iframe")
    expect(frame).to_have_attribute("title", "A tilt, filmed")
    expect(frame).to_have_attribute("referrerpolicy", "strict-origin-when-cross-origin")
    expect(frame).to_be_focused()
    page.wait_for_timeout(200)
    assert asked == ["https://www.youtube-nocookie.com/embed/abc-_123456?autoplay=1"]
    assert not [text for text in said if "Content Security Policy" in text]
    expect(page).to_have_url(re.compile("/filmed/$"))


def test_a_press_from_the_keyboard_does_the_same(page, asked):
    page.get_by_role("link", name="Watch the video on Vimeo").focus()
    page.keyboard.press("Enter")

    expect(page.locator("iframe")).to_be_visible()
    page.wait_for_timeout(200)
    assert asked == ["https://player.vimeo.com/video/123456789?dnt=1&autoplay=1"]


def test_without_javascript_the_link_leads_to_the_video(browser, program):
    program.run("shell", "-v0", "-c", WRITE)
    context = browser.new_context(base_url=program.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/filmed/")

    link = page.get_by_role("link", name="Watch “A tilt, filmed” on YouTube")

    expect(link).to_have_attribute("href", "https://www.youtube.com/watch?v=abc-_123456")
    context.close()
