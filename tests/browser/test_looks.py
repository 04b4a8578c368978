"""Every public page reads well: for axe, on a phone and a desk, by day and by night."""

from time import sleep

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

PATHS = [
    "/",
    "/best-back-pain-exercises/",
    "/best-back-pain-exercises/comment/",
    "/category/back-pain/",
    "/tag/stretching/",
    "/author/jesse-cannone/",
    "/newsletter/",
    "/newsletter/your-address/",
    "/nowhere/",
]
WIDTHS = [390, 1280]
WATCH_POLICY = """
    window.violations = [];
    addEventListener("securitypolicyviolation", (event) => {
      violations.push(`${event.violatedDirective} ${event.blockedURI}`);
    });
"""


@pytest.fixture
def page(page):
    """A page that collects what its content-security policy refuses."""
    page.add_init_script(WATCH_POLICY)
    return page


def assert_reads_well(page):
    """Fail with axe's report, or with what the page's policy refused."""
    found = Axe().run(page)
    assert not found.violations_count, found.generate_report()
    assert page.evaluate("window.violations") == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PATHS)
def test_axe_finds_nothing_on_a_public_page(page, path, scheme):
    page.emulate_media(color_scheme=scheme)
    page.goto(path)

    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert_reads_well(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_a_refused_comment(page, scheme):
    page.emulate_media(color_scheme=scheme)
    page.goto("/best-back-pain-exercises/comment/")

    page.get_by_role("button", name="Post comment").click()

    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert_reads_well(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_a_plain_error_page(page, scheme):
    page.emulate_media(color_scheme=scheme)
    page.goto("/admin/login/")
    page.get_by_label("Username").fill("somebody")
    page.get_by_label("Password").fill("a password")
    page.context.clear_cookies()

    page.get_by_role("button", name="Log in").click()

    expect(page.get_by_role("heading", name="This form has expired")).to_be_visible()
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert_reads_well(page)


@pytest.mark.parametrize("path", PATHS)
def test_nothing_scrolls_sideways_at_320_pixels(page, path):
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(path)

    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_the_menu_opens_without_javascript_on_a_phone(new_context):
    context = new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto("/")
    menu = page.get_by_role("navigation", name="Main")
    expect(menu).to_be_hidden()

    page.get_by_text("Menu", exact=True).click()
    menu.get_by_role("link", name="Exercises").click()

    expect(page).to_have_url("/category/exercises/")


def test_the_keyboard_reaches_the_text_first(page):
    page.goto("/best-back-pain-exercises/")

    page.keyboard.press("Tab")

    skip = page.get_by_role("link", name="Skip to the text")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    skip.press("Enter")
    expect(page).to_have_url("/best-back-pain-exercises/#main")


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_moves_when_the_fonts_come_late(page, width):
    def send_late(route):
        sleep(0.5)
        route.continue_()

    page.route("**/*.woff2", send_late)
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("/best-back-pain-exercises/")
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


def test_a_printed_article_is_the_article_alone(page):
    page.goto("/best-back-pain-exercises/")

    page.emulate_media(media="print")

    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator(".prose")).to_be_visible()
    for part in (".nav", ".signup", ".form", ".comment__actions", ".footer__columns"):
        for element in page.locator(part).all():
            expect(element).to_be_hidden()
