"""What stands in the letters, read from the outbox."""

import re

import pytest
from django.utils.html import escape

from backpain.models import Letter, Publication
from newsletter.models import Subscriber
from tests.newsletter.factories import make_active

ADDRESS = "reader@example.org"


@pytest.fixture(autouse=True)
def address_of_the_site(settings):
    settings.SITE_URL = "https://back.example"


def links(text):
    return re.findall(r"https?://[^\s\"<>]+/newsletter/[^\s\"<>]*", text)


def test_the_confirmation_goes_to_the_address_with_one_link_in_both_parts(sign_up):
    sign_up(ADDRESS)

    letter = Letter.objects.get()
    assert letter.to == ADDRESS
    assert letter.subject == "Confirm your address: The Back Journal"
    assert letter.is_urgent
    [link] = set(links(letter.text) + links(letter.html))
    assert re.fullmatch(r"https://back\.example/newsletter/confirm/[\w-]{43}/", link)


def test_the_link_in_the_confirmation_works_and_the_database_cannot_tell_it(sign_up, client):
    sign_up(ADDRESS)
    letter = Letter.objects.get()
    path = links(letter.text)[0].removeprefix("https://back.example")

    client.post(path)

    subscriber = Subscriber.objects.get()
    assert subscriber.status == "active"
    assert subscriber.confirm_hash not in path


def test_the_confirmation_holds_nothing_that_the_visitor_typed(sign_up):
    sign_up("buy-cheap-pills@example.org", name="pills", article="pills", topic="")

    letter = Letter.objects.get()
    for part in (letter.subject, letter.text, letter.html):
        assert "pills" not in part
    assert letter.headers == {}


def test_a_subscriber_gets_the_way_out_by_link_and_by_header(sign_up):
    subscriber = make_active(ADDRESS)
    link = f"https://back.example/newsletter/unsubscribe/{subscriber.unsubscribe_token}/"

    sign_up(ADDRESS)

    letter = Letter.objects.get()
    assert letter.to == ADDRESS
    assert letter.subject == "You already get our letter: The Back Journal"
    assert set(links(letter.text)) == set(links(letter.html)) == {link}
    assert letter.headers == {
        "List-Unsubscribe": f"<{link}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def test_a_letter_goes_to_the_address_as_its_owner_typed_it(sign_up):
    make_active("Reader@example.org")

    sign_up("READER@EXAMPLE.ORG")

    assert Letter.objects.get().to == "Reader@example.org"


@pytest.mark.parametrize("make", [make_active, lambda address: None])
def test_the_name_of_the_publication_is_written_as_each_part_asks(sign_up, make):
    name = "Back & <Neck>"
    Publication.objects.create(pk=1, name=name)
    make(ADDRESS)

    sign_up(ADDRESS)

    letter = Letter.objects.get()
    assert name in letter.subject
    assert name in letter.text
    assert escape(name) in letter.html
    assert "&amp;" not in letter.subject + letter.text


def test_the_text_has_no_leftovers_of_its_template(sign_up):
    sign_up(ADDRESS)

    text = Letter.objects.get().text
    assert "\n\n\n" not in text
    assert not re.search(r"[{}]|%\(", text)
