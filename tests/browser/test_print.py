"""What is printed is what was written, with all that it rests on."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

EXERCISES = "/cat-and-cow-for-a-stiff-morning/"
# Ways on, forms and voices of others: of no use on paper.
LEFT_OUT = (
    *(".skip", ".menu", ".nav", ".search-field", ".contents", ".share", ".tags", ".onward"),
    *(".related", ".signup", ".report", "section.comments", ".form", ".button", ".footer__columns"),
)
AFTER = "(element) => getComputedStyle(element, '::after').content"


@pytest.fixture
def paper(page):
    """A page as wide as what is printed on A4, at 96 dots an inch."""
    page.set_viewport_size({"width": 672, "height": 980})
    page.emulate_media(media="print", color_scheme="dark")
    return page


@pytest.mark.parametrize(
    "path", ["/when-back-pain-is-an-emergency/", EXERCISES, f"{EXERCISES}exercises/", "/about/"]
)
def test_paper_shows_no_ways_on_and_no_forms(paper, path):
    paper.goto(path)

    for part in LEFT_OUT:
        for element in paper.locator(part).all():
            expect(element).to_be_hidden()
    expect(paper.get_by_role("heading", level=1)).to_be_visible()
    expect(paper.locator("body")).to_have_css("color", "rgb(0, 0, 0)")
    assert paper.evaluate("document.documentElement.scrollWidth") <= 672


def test_an_article_on_paper_keeps_what_it_rests_on(paper):
    paper.goto("/when-back-pain-is-an-emergency/")

    for part in (".byline", ".safety", ".prose", ".sources", ".review", ".history", ".author"):
        expect(paper.locator(part).first).to_be_visible()
    source = paper.locator(".sources__item > a").nth(1)
    assert source.get_attribute("href") in source.evaluate(AFTER)
    inside = paper.locator(".prose a[href^='/']").first
    assert inside.evaluate(AFTER) == "none"
    pages = paper.pdf(format="A4").count(b"/Type /Page\n")
    assert 2 <= pages <= 4


def test_no_exercise_is_cut_by_the_end_of_a_sheet(paper):
    paper.goto(f"{EXERCISES}exercises/")

    exercises = paper.locator(".exercise").all()
    assert len(exercises) == 5
    for exercise in exercises:
        expect(exercise).to_have_css("break-inside", "avoid")
        box = exercise.bounding_box()
        assert box
        assert box["height"] < 980
