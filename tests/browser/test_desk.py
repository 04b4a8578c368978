"""The desk in a real browser: no barriers, nothing blocked, on a phone and in the dark."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.signing_in import sign_in

pytestmark = pytest.mark.browser

PAGES = [
    "/admin/",
    "/admin/articles/article/",
    "/admin/articles/article/add/",
    "/admin/articles/picture/",
    "/admin/articles/article/1/change/",
    "/admin/articles/author/add/",
    "/admin/articles/exercise/1/change/",
    "/admin/articles/menu/header/change/",
    "/admin/articles/redirect/",
    "/admin/articles/redirect/import/",
    "/admin/articles/report/",
    "/admin/articles/report/1/change/",
    "/admin/articles/searchmiss/",
    "/admin/articles/series/1/change/",
    "/admin/backpain/publication/",
    "/admin/comments/comment/",
    "/admin/comments/comment/?status=approved",
    "/admin/newsletter/subscriber/",
]
# The stock admin's own: its search-and-choose fields (select2), its search box, the two halves of
# its date fields and the empty headings of its inline tables. All else is ours to answer for.
STOCK = {
    "exclude": [[".select2-container"], ["#searchbar"], ["th.original"], [".datetime"]],
}


@pytest.fixture(params=[("light", 1280), ("dark", 390)], ids=["desktop light", "phone dark"])
def desk(request, browser, program):
    """A page of the administrator."""
    scheme, width = request.param
    context = browser.new_context(
        base_url=program.url, color_scheme=scheme, viewport={"width": width, "height": 900}
    )
    page = context.new_page()
    sign_in(page, program)
    yield page
    context.close()


def test_no_page_of_the_desk_has_a_barrier(desk):
    barriers = {}
    for path in PAGES:
        desk.goto(path)
        found = Axe().run(desk, context=STOCK)
        if found.violations_count:
            barriers[path] = [
                (rule["id"], [node["html"][:120] for node in rule["nodes"][:3]])
                for rule in found.response["violations"]
            ]

    assert barriers == {}


def test_the_policy_blocks_nothing_that_the_desk_needs(desk):
    said = []
    desk.on("console", lambda message: said.append(message.text))

    for path in PAGES:
        desk.goto(path)
    desk.goto("/admin/articles/article/add/")
    desk.locator(".tiptap").press_sequentially("Words")

    assert desk.locator("#id_body").input_value() == "<p>Words</p>"
    assert not [text for text in said if "Content Security Policy" in text]


def test_no_page_of_the_desk_is_wider_than_the_screen(desk):
    wide = []
    for path in PAGES:
        desk.goto(path)
        if desk.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wide.append(path)

    assert wide == []
