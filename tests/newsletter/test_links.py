"""The pages behind the links in letters: a GET only shows, a POST acts, twice is once."""

from datetime import timedelta

import pytest
import time_machine
from django.core import serializers
from django.db import OperationalError, connection
from django.urls import reverse
from django.utils.timezone import now

from backpain.models import Letter
from newsletter.models import ConsentEvent, Subscriber
from tests.newsletter.factories import make_active, make_subscriber, make_unsubscribed

TOKEN = "t" * 43
UNKNOWN = "u" * 32
pytestmark = pytest.mark.django_db


def confirm_url(token=TOKEN):
    return reverse("newsletter:confirm", args=[token])


def unsubscribe_url(subscriber):
    return reverse("newsletter:unsubscribe", args=[subscriber.unsubscribe_token])


def everything():
    rows = [*Subscriber.objects.order_by("pk"), *ConsentEvent.objects.order_by("pk")]
    return serializers.serialize("json", [*rows, *Letter.objects.order_by("pk")])


def kinds(subscriber):
    return list(subscriber.events.values_list("kind", flat=True))


def test_looking_at_a_link_changes_nothing(client):
    make_subscriber(token=TOKEN)
    urls = [confirm_url(), confirm_url("x"), reverse("newsletter:unsubscribe", args=[UNKNOWN])]
    for subscriber in (make_active(), make_unsubscribed(unsubscribed_at=now())):
        urls.append(unsubscribe_url(subscriber))
    before = everything()

    for url in urls * 3:
        for method in (client.get, client.head, client.options):
            method(url)

    assert everything() == before


def test_the_confirmation_page_shows_one_button_and_a_masked_address(client):
    make_subscriber("jo.reader@example.org", token=TOKEN)

    page = client.get(confirm_url())

    assert page.status_code == 200
    assert page.text.count("<button") == 1
    assert "j…@example.org" in page.text
    assert "jo.reader" not in page.text


def test_the_button_makes_a_subscriber(client):
    subscriber = make_subscriber(token=TOKEN)

    page = client.post(confirm_url())

    subscriber.refresh_from_db()
    assert page.status_code == 200
    assert "You are in" in page.text
    assert subscriber.status == "active"
    assert subscriber.confirmed_at is not None
    assert now() - subscriber.confirmed_at < timedelta(minutes=1)


def test_the_button_pressed_twice_says_the_same_and_leaves_one_proof(client):
    subscriber = make_subscriber(token=TOKEN)
    first = client.post(confirm_url())

    second = client.post(confirm_url())

    assert second.content == first.content
    assert kinds(subscriber) == ["confirmed"]


def test_the_proof_of_a_confirmation_holds_what_was_shown_and_no_token(client):
    subscriber = make_subscriber(token=TOKEN)
    shown = client.get(confirm_url()).text

    client.post(confirm_url(), REMOTE_ADDR="192.0.2.7")

    event = subscriber.events.get()
    for words in (event.heading, event.text, event.button, event.promise):
        assert words
        assert words in shown
    assert event.page == "/newsletter/confirm/"
    assert event.client_address == "192.0.2.7"


def test_who_left_and_asked_again_is_in_after_confirming(client):
    subscriber = make_unsubscribed(token=TOKEN)

    client.post(confirm_url())

    subscriber.refresh_from_db()
    assert subscriber.status == "active"
    assert subscriber.unsubscribed_at is None


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_link_older_than_seven_days_offers_the_form(client, method):
    subscriber = make_subscriber(token=TOKEN)

    with time_machine.travel(now() + timedelta(days=7, minutes=1)):
        page = getattr(client, method)(confirm_url())

    subscriber.refresh_from_db()
    assert page.status_code == 404
    assert 'name="email"' in page.text
    assert subscriber.status == "pending"


@pytest.mark.parametrize("token", ["x" * 43, TOKEN[:20], "-", "x" * 64])
@pytest.mark.parametrize("method", ["get", "post"])
def test_an_unknown_or_cut_link_offers_the_form(client, method, token):
    make_subscriber(token=TOKEN)

    page = getattr(client, method)(confirm_url(token))

    assert page.status_code == 404
    assert 'name="email"' in page.text


def test_a_new_link_replaces_the_old_one(sign_up, client):
    make_subscriber("reader@example.org", token=TOKEN)

    sign_up("reader@example.org")

    assert client.post(confirm_url()).status_code == 404


def test_an_old_confirmation_link_brings_nobody_back_who_left(client):
    subscriber = make_subscriber(token=TOKEN)
    client.post(confirm_url())
    client.post(unsubscribe_url(subscriber))

    page = client.post(confirm_url())

    subscriber.refresh_from_db()
    assert page.status_code == 404
    assert subscriber.status == "unsubscribed"


def test_the_leaving_page_asks_first(client):
    subscriber = make_active("jo.reader@example.org")

    page = client.get(unsubscribe_url(subscriber))

    assert page.status_code == 200
    assert "Leave the newsletter?" in page.text
    assert "j…@example.org" in page.text
    assert "jo.reader" not in page.text


def test_the_button_ends_a_subscription_and_can_be_taken_back(client):
    subscriber = make_active()

    page = client.post(unsubscribe_url(subscriber), {"act": "leave"})

    subscriber.refresh_from_db()
    assert page.status_code == 200
    assert "You get no more letters from us" in page.text
    assert 'value="return"' in page.text
    assert subscriber.status == "unsubscribed"


def test_leaving_twice_is_leaving_once(client):
    subscriber = make_active()
    client.post(unsubscribe_url(subscriber))
    client.post(unsubscribe_url(subscriber))

    assert kinds(subscriber) == ["left"]


@pytest.mark.parametrize("encoding", ["application/x-www-form-urlencoded", "multipart/form-data"])
def test_a_mail_program_ends_a_subscription_with_one_click(client, encoding):
    subscriber = make_active()
    body = {"List-Unsubscribe": "One-Click"}
    if encoding == "application/x-www-form-urlencoded":
        posted = {"data": "List-Unsubscribe=One-Click", "content_type": encoding}
    else:
        posted = {"data": body}

    response = client.post(
        unsubscribe_url(subscriber),
        **posted,
        headers={"sec-fetch-site": "cross-site", "origin": "https://mail.example"},
    )

    subscriber.refresh_from_db()
    assert response.status_code == 200
    assert response.headers["Content-Type"].startswith("text/plain")
    assert not response.cookies
    assert subscriber.status == "unsubscribed"


def test_one_click_on_a_dead_link_is_no_error(client):
    url = reverse("newsletter:unsubscribe", args=[UNKNOWN])

    assert client.post(url, {"List-Unsubscribe": "One-Click"}).status_code == 200


def test_leaving_is_taken_back_within_ten_minutes(client):
    subscriber = make_active()
    confirmed_at = subscriber.confirmed_at
    client.post(unsubscribe_url(subscriber))

    page = client.post(unsubscribe_url(subscriber), {"act": "return"})

    subscriber.refresh_from_db()
    assert "You are in" in page.text
    assert subscriber.status == "active"
    assert subscriber.confirmed_at == confirmed_at
    assert kinds(subscriber) == ["left", "returned"]


def test_after_ten_minutes_nothing_brings_back_who_left(client):
    subscriber = make_active()
    client.post(unsubscribe_url(subscriber))

    with time_machine.travel(now() + timedelta(minutes=11)):
        page = client.post(unsubscribe_url(subscriber), {"act": "return"})
        looked_at = client.get(unsubscribe_url(subscriber))

    subscriber.refresh_from_db()
    assert subscriber.status == "unsubscribed"
    for shown in (page, looked_at):
        assert "This address gets no letter from us" in shown.text
        assert 'method="post"' not in shown.text


@pytest.mark.parametrize("act", ["return", "confirm", "active", "\x00"])
@pytest.mark.parametrize("make", [make_subscriber, make_unsubscribed])
def test_a_forwarded_letter_makes_nobody_a_subscriber(client, make, act):
    subscriber = make(token=TOKEN)
    status = subscriber.status

    client.post(unsubscribe_url(subscriber), {"act": act, "status": "active"})
    client.post(confirm_url(subscriber.unsubscribe_token))

    subscriber.refresh_from_db()
    assert subscriber.status == status
    assert not subscriber.events.exists()


@pytest.mark.parametrize("method", ["get", "post"])
def test_an_unknown_link_says_that_no_letter_comes(client, method):
    page = getattr(client, method)(reverse("newsletter:unsubscribe", args=[UNKNOWN]))

    assert page.status_code == 200
    assert "This address gets no letter from us" in page.text


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_link_that_was_cut_short_does_not_say_that_no_letter_comes(client, method):
    subscriber = make_active()
    cut = subscriber.unsubscribe_token[:20]

    page = getattr(client, method)(reverse("newsletter:unsubscribe", args=[cut]))

    subscriber.refresh_from_db()
    assert page.status_code == 404
    assert "gets no letter" not in page.text
    assert subscriber.status == "active"


@pytest.mark.parametrize("method", ["get", "post", "put"])
def test_no_page_behind_a_link_is_kept_found_or_told_of(client, method):
    make_subscriber(token=TOKEN)
    subscribers = [make_active(), make_unsubscribed(), make_unsubscribed(unsubscribed_at=now())]
    urls = [confirm_url(), confirm_url("stale"), confirm_url()]
    urls += [reverse("newsletter:unsubscribe", args=["cut"]), *map(unsubscribe_url, subscribers)]

    for url in urls:
        response = getattr(client, method)(url)

        assert response.headers["Cache-Control"] == "no-store"
        assert response.headers["Referrer-Policy"] == "no-referrer"
        assert "noindex" in response.headers["X-Robots-Tag"]
        assert not response.cookies
        assert url not in response.text  # neither as canonical address nor as a link


@pytest.mark.parametrize(
    "content_type",
    ["application/x-www-form-urlencoded; charset=utf-7", "multipart/form-data; boundary="],
)
def test_a_press_that_cannot_be_read_changes_nothing(client, content_type):
    subscriber = make_active()

    response = client.generic(
        "POST",
        unsubscribe_url(subscriber),
        b"act=leave",
        content_type=content_type,
    )

    subscriber.refresh_from_db()
    assert response.status_code == 400
    assert subscriber.status == "active"


def test_a_database_that_is_busy_gets_a_plain_page_and_changes_nothing(client, caplog):
    subscriber = make_active()

    def refuse(execute, sql, params, many, context):
        raise OperationalError("database is locked")

    with connection.execute_wrapper(refuse):
        response = client.post(unsubscribe_url(subscriber))

    subscriber.refresh_from_db()
    assert response.status_code == 503
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert subscriber.status == "active"
