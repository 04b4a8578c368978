"""A reader says what is wrong or missing, with and without JavaScript; an editor deals with it."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.reading import check

pytestmark = pytest.mark.browser

ARTICLE = "/sleeping-with-a-sore-back/"
QUESTION = "Is something wrong or missing?"


def open_form(page: Page) -> None:
    page.goto(ARTICLE)
    page.get_by_text(QUESTION, exact=True).click()


def words_of(page: Page):
    return page.get_by_label("What is wrong or missing? *")


def send(page: Page) -> None:
    page.get_by_role("button", name="Send report").click()


def test_a_report_is_sent_handled_and_its_address_is_nowhere(reader, administrator, has_script):
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

    administrator.goto("/admin/articles/report/")
    row = administrator.locator("tr", has_text=words)
    expect(row).to_contain_text("the current one")
    row.get_by_role("button", name="Mark as handled").click()
    expect(administrator.locator(".messagelist")).to_contain_text("The report is handled.")
    expect(administrator.locator("tr", has_text=words)).to_contain_text("handled by ada")


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
