"""The program in other languages than English: German, and one that is read from the right."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

PHONE = {"width": 320, "height": 700}
PATHS = ["/", "/best-back-pain-exercises/", "/search/?q=back", "/newsletter/", "/nowhere/"]
BEYOND = """
    [...document.querySelectorAll("body *")]
      .filter((each) => each.getClientRects().length && !each.closest(".visually-hidden, .skip"))
      .filter((each) => !each.closest(".table, [aria-hidden]"))
      .filter((each) => {
        const box = each.getBoundingClientRect();
        return box.left < -1 || box.right > innerWidth + 1;
      })
      .map((each) => each.outerHTML.slice(0, 80))
"""


def test_a_reader_signs_up_in_german_and_gets_a_german_letter(start_program, page):
    program = start_program(LANGUAGE_CODE="de", RECAPTCHA_KIND="none")
    page.goto(f"{program.url}/newsletter/")

    page.get_by_label("Ihre E-Mail-Adresse").fill("leserin@example.org")
    page.get_by_role("button", name="Anmelden").click()

    expect(page.get_by_role("heading", name="Sehen Sie in Ihr Postfach")).to_be_visible()
    letter = program.wait_for_letter("leserin@example.org")
    assert letter["Subject"] == "Bestätigen Sie Ihre Adresse: The Back Journal"
    assert "Der Link gilt sieben Tage." in letter.get_body(("plain",)).get_content()


def test_a_language_read_from_the_right_turns_the_page_and_nothing_hangs_over(start_program, page):
    program = start_program(LANGUAGE_CODE="ar", RECAPTCHA_KIND="none")
    page.set_viewport_size(PHONE)

    for path in PATHS:
        page.goto(program.url + path)
        document = page.locator("html")

        assert document.get_attribute("dir") == "rtl"
        assert document.get_attribute("lang") == "ar"
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], path
        assert page.evaluate(BEYOND) == [], path
