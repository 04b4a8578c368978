"""A reader says what is wrong or missing, with and without JavaScript; an editor deals with it."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

ARTICLE = "/sleeping-with-a-sore-back/"
QUESTION = "Is something wrong or missing?"


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def has_script(request) -> bool:
    return bool(request.param)


@pytest.fixture
def reader(browser, program, has_script):
    """A page of a visitor; at the end no cookie was set and the policy blocked nothing."""
    program.run("shell", "-v0", "-c", "RateWindow.objects.all().delete()")
    context = browser.new_context(base_url=program.url, java_script_enabled=has_script)
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    yield page
    assert context.cookies() == []
    context.close()
    assert not [text for text in said if "Content Security Policy" in text]


@pytest.fixture
def editor(browser, program):
    """The desk's list of reports, signed in."""
    context = browser.new_context(base_url=program.url)
    page = context.new_page()
    page.goto("/admin/articles/report/")
    page.get_by_label("Username").fill(program.admin_user)
    page.get_by_label("Password").fill(program.admin_password)
    page.get_by_role("button", name="Log in").click()
    yield page
    context.close()


def open_form(page: Page) -> None:
    page.goto(ARTICLE)
    page.get_by_text(QUESTION, exact=True).click()


def words_of(page: Page):
    return page.get_by_label("What is wrong or missing? *")


def send(page: Page) -> None:
    page.get_by_role("button", name="Send report").click()


def check(page: Page, has_script: bool) -> None:
    """See that the page has no barriers and fits a phone."""
    if has_script:
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        page.set_viewport_size({"width": 320, "height": 700})
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        page.set_viewport_size({"width": 1280, "height": 720})


def test_a_report_is_sent_handled_and_its_address_is_nowhere(reader, editor, has_script):
    words = f"The third source leads nowhere, {has_script}."
    open_form(reader)
    check(reader, has_script)
    words_of(reader).fill(words)
    reader.locator("#report-email").fill("ann@canary.example")
    send(reader)

    expect(reader.get_by_role("heading", level=1)).to_have_text("Thank you")
    check(reader, has_script)
    reader.get_by_role("link", name="Back to the article").click()
    assert "canary" not in reader.content()
    assert words not in reader.content()

    editor.goto("/admin/articles/report/")
    row = editor.locator("tr", has_text=words)
    expect(row).to_contain_text("the current one")
    row.get_by_role("button", name="Mark as handled").click()
    expect(editor.locator(".messagelist")).to_contain_text("The report is handled.")
    expect(editor.locator("tr", has_text=words)).to_contain_text("handled by ada")


def test_what_is_wrong_is_said_on_top_and_no_word_is_lost(reader, has_script):
    words = "Nobody says how thick the pillow should be."
    open_form(reader)
    words_of(reader).fill(words)
    reader.locator("#report-email").fill("not an address")
    send(reader)

    expect(reader).to_have_title(re.compile("^Error: "))
    check(reader, has_script)
    expect(words_of(reader)).to_have_value(words)
    reader.get_by_role("alert").get_by_role("link").click()
    expect(reader.locator("#report-email")).to_be_focused()

    reader.locator("#report-email").fill("")
    send(reader)
    expect(reader.get_by_role("heading", level=1)).to_have_text("Thank you")


def test_an_article_that_left_meanwhile_gives_the_words_back(reader, program, has_script):
    def publish(status):
        change = f"Article.objects.filter(slug='walking-for-back-pain').update(status='{status}')"
        program.run("shell", "-v0", "-c", change)

    reader.goto("/walking-for-back-pain/")
    reader.get_by_text(QUESTION, exact=True).click()
    words_of(reader).fill("Walking is not for everybody.")
    publish("draft")
    try:
        send(reader)
        expect(reader).to_have_title(re.compile("^Error: "))
        expect(reader.locator("#words")).to_have_value("Walking is not for everybody.")
        check(reader, has_script)
    finally:
        publish("published")


def test_a_double_click_sends_once(reader, program, has_script):
    words = f"Twice clicked, {has_script}."
    open_form(reader)
    words_of(reader).fill(words)

    reader.get_by_role("button", name="Send report").dblclick()

    expect(reader.get_by_role("heading", level=1)).to_have_text("Thank you")
    count = f"print(Report.objects.filter(body={words!r}).count())"
    assert program.run("shell", "-v0", "-c", count).stdout.strip() == "1"


@pytest.mark.parametrize("has_script", [True])
def test_a_draft_survives_a_page_that_was_left_and_goes_when_it_is_sent(reader):
    open_form(reader)
    words_of(reader).fill("Almost done with this sentence when")

    reader.goto("/")
    open_form(reader)
    expect(words_of(reader)).to_have_value("Almost done with this sentence when")
    send(reader)
    expect(reader.get_by_role("heading", level=1)).to_have_text("Thank you")

    open_form(reader)
    expect(words_of(reader)).to_have_value("")
