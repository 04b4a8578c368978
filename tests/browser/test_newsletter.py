"""From the box under an article to the last letter, with and without JavaScript."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import reading

pytestmark = pytest.mark.browser

TIME_PASSES = """
from datetime import timedelta
from django.db.models import F
from backpain.models import RateWindow
from newsletter.models import ConsentEvent
ConsentEvent.objects.update(at=F("at") - timedelta(hours=1))
RateWindow.objects.all().delete()
"""


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def reader(request, browser, program):
    """A page of a visitor; at the end nothing was blocked by the content-security policy."""
    context = browser.new_context(base_url=program.url, java_script_enabled=request.param)
    page = context.new_page()
    page.has_script = request.param
    said = []
    page.on("console", lambda message: said.append(message.text))
    yield page
    context.close()
    assert not [text for text in said if "Content Security Policy" in text]


def check(page, heading):
    """See that this is the page, that it has no barriers, and that it fits a phone."""
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    reading.check(page, page.has_script)


def sign_up(page, address):
    page.get_by_label("Your e-mail address").fill(address)
    page.get_by_role("button", name="Sign me up").click()


def link_in(letter):
    [link] = re.findall(r"http://\S+/newsletter/\S+", letter.get_body("plain").get_content())
    return link


def test_a_reader_signs_up_confirms_and_leaves(reader, program):
    address = f"reader-{'with' if reader.has_script else 'without'}-script@example.org"
    reader.goto("/best-back-pain-exercises/")
    sign_up(reader, address)
    check(reader, "Check your inbox")

    reader.goto(link_in(program.wait_for_letter(address, "Confirm your address")))
    check(reader, "Do you want our letter?")
    reader.get_by_role("button", name="Yes, send me the letter").click()
    check(reader, "You are in")

    program.run("shell", "-v0", "-c", TIME_PASSES)
    reader.goto("/newsletter/")
    check(reader, "Less pain, more life: our free e-newsletter")
    sign_up(reader, address)
    check(reader, "Check your inbox")

    way_out = link_in(program.wait_for_letter(address, "You already get our letter"))
    reader.goto(way_out)
    check(reader, "Leave the newsletter?")
    reader.get_by_role("button", name="Send me no more letters").click()
    check(reader, "You get no more letters from us")
    reader.get_by_role("button", name="Keep sending me letters").click()
    check(reader, "You are in")

    reader.goto(way_out)
    reader.get_by_role("button", name="Send me no more letters").click()
    check(reader, "You get no more letters from us")


def test_a_slip_in_the_address_is_put_right_in_place(reader, program):
    reader.goto("/best-back-pain-exercises/")

    sign_up(reader, "reader@example")

    expect(reader).to_have_title(re.compile("^Error: "))
    check(reader, "Less pain, more life: our free e-newsletter")
    expect(reader.get_by_role("alert")).to_contain_text("like name@example.org")
    expect(reader.get_by_label("Your e-mail address")).to_have_value("reader@example")
    reader.get_by_role("alert").get_by_role("link").click()
    expect(reader.get_by_label("Your e-mail address")).to_be_focused()


def test_a_dead_link_leads_to_the_form_and_the_promise(reader):
    answer = reader.goto("/newsletter/confirm/dead/")

    assert answer.status == 404
    check(reader, "This link does not work")
    reader.get_by_role("main").get_by_role("link", name="How we treat your address").click()
    check(reader, "How we treat your address")
