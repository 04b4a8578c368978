"""The answer to a sign-up tells a stranger nothing; the letter tells the owner the truth."""

from datetime import timedelta

import pytest
import time_machine
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now

from articles.models import Article
from backpain.models import Letter, Publication
from newsletter.models import ConsentEvent, Subscriber
from tests.factories import make_article
from tests.newsletter.factories import make_active, make_subscriber, make_unsubscribed

ADDRESS = "reader@example.org"
CONFIRM = "Confirm your address: The Back Journal"
ALREADY = "You already get our letter: The Back Journal"


def letters(address=ADDRESS):
    return list(Letter.objects.filter(to=address).order_by("pk").values_list("subject", flat=True))


def write_letters(sign_up, times):
    """Let the address have that many letters, the last a quarter of an hour ago."""
    for number in range(times):
        with time_machine.travel(now() - timedelta(minutes=15 * (times - number))):
            sign_up(ADDRESS, client_ip=f"198.51.100.{number}")


def pending(sign_up):
    make_subscriber(ADDRESS, token="old")


def active(sign_up):
    make_active(ADDRESS)


def active_and_told(sign_up):
    make_active(ADDRESS)
    write_letters(sign_up, 1)


def unsubscribed(sign_up):
    make_unsubscribed(ADDRESS)


def written_to_just_now(sign_up):
    sign_up(ADDRESS, client_ip="198.51.100.1")


def written_to_three_times(sign_up):
    write_letters(sign_up, 3)


def from_a_busy_client(sign_up):
    for number in range(5):
        sign_up(f"other{number}@example.org")


def in_the_trap(sign_up):
    return {"topic": "cheap pills"}


STATES = [pending, active, active_and_told, unsubscribed, written_to_just_now]
STATES += [written_to_three_times, from_a_busy_client, in_the_trap]


def answer_and_work(sign_up, address, **fields):
    with CaptureQueriesContext(connection) as queries:
        response = sign_up(address, **fields)
    headers = sorted(response.items())
    return response.status_code, headers, response.content, len(queries)


@pytest.mark.parametrize("state", STATES)
def test_the_answer_and_the_work_are_the_same_in_every_state(sign_up, state):
    of_nobody = answer_and_work(sign_up, "nobody@example.org", client_ip="203.0.113.9")
    fields = state(sign_up) or {}

    assert answer_and_work(sign_up, ADDRESS, **fields) == of_nobody
    assert of_nobody[0] == 303


def test_a_sign_up_leads_to_a_page_that_says_to_look_for_the_letter(sign_up, client):
    response = sign_up()

    assert response.status_code == 303
    assert response.headers["Location"] == "/newsletter/check-your-inbox/"
    assert response.headers["Cache-Control"] == "no-store"
    assert "Check your inbox" in client.get(response.headers["Location"]).text


def test_a_new_address_waits_for_its_owner(sign_up):
    sign_up("Reader@Example.org")

    subscriber = Subscriber.objects.get()
    assert subscriber.status == "pending"
    assert (subscriber.email, subscriber.email_key) == ("Reader@Example.org", ADDRESS)
    assert letters("Reader@Example.org") == [CONFIRM]


@pytest.mark.parametrize("make", [make_subscriber, make_unsubscribed])
def test_an_address_that_gets_no_letters_is_asked_anew(sign_up, make):
    subscriber = make(ADDRESS)
    status = subscriber.status

    sign_up(ADDRESS)

    subscriber.refresh_from_db()
    assert letters() == [CONFIRM]
    assert subscriber.status == status  # a stranger's post changes nothing about it
    assert subscriber.may_confirm


def test_a_subscriber_is_told_so_and_no_link_to_confirm_is_made(sign_up):
    subscriber = make_active(ADDRESS)

    sign_up("READER@example.org")

    subscriber.refresh_from_db()
    assert letters() == [ALREADY]
    assert subscriber.confirm_hash is None
    assert subscriber.status == "active"


def test_a_subscriber_is_told_once_a_day(sign_up):
    make_active(ADDRESS)
    write_letters(sign_up, 2)
    assert letters() == [ALREADY]

    with time_machine.travel(now() + timedelta(days=1)):
        sign_up(ADDRESS)

    assert letters() == [ALREADY, ALREADY]


def test_who_confirmed_a_moment_ago_and_asks_again_is_told(sign_up):
    with time_machine.travel(now() - timedelta(minutes=15)):
        sign_up(ADDRESS)
    Subscriber.objects.update(status="active", confirmed_at=now() - timedelta(minutes=12))

    sign_up(ADDRESS)

    assert letters() == [CONFIRM, ALREADY]


def test_an_address_gets_one_letter_in_ten_minutes(sign_up):
    sign_up(ADDRESS, client_ip="198.51.100.1")
    sign_up(ADDRESS, client_ip="198.51.100.2")
    assert letters() == [CONFIRM]

    with time_machine.travel(now() + timedelta(minutes=11)):
        sign_up(ADDRESS, client_ip="198.51.100.3")

    assert letters() == [CONFIRM, CONFIRM]


def test_an_address_gets_three_letters_a_day(sign_up):
    write_letters(sign_up, 4)
    assert letters() == [CONFIRM] * 3

    with time_machine.travel(now() + timedelta(days=1)):
        sign_up(ADDRESS)

    assert letters() == [CONFIRM] * 4


def test_a_post_without_a_letter_leaves_the_link_of_the_last_one_alone(sign_up):
    sign_up(ADDRESS)
    before = Subscriber.objects.get().confirm_hash

    sign_up(ADDRESS)

    assert Subscriber.objects.get().confirm_hash == before


def test_a_client_signs_up_five_addresses_in_ten_minutes(sign_up):
    for number in range(7):
        sign_up(f"reader{number}@example.org")
    assert Letter.objects.count() == Subscriber.objects.count() == 5

    sign_up(ADDRESS, client_ip="198.51.100.1")

    assert letters() == [CONFIRM]


def test_what_fell_into_the_trap_leaves_nothing(sign_up):
    sign_up(ADDRESS, topic="cheap pills")

    assert not Subscriber.objects.exists()
    assert not ConsentEvent.objects.exists()
    assert not Letter.objects.exists()


def test_the_proof_of_a_sign_up_is_complete(sign_up):
    Publication.objects.create(
        pk=1,
        newsletter_heading="Our letter",
        newsletter_text="Once a week.",
        newsletter_button="Yes",
        newsletter_promise="No spam",
    )
    article = make_article("Why sitting hurts")

    sign_up(
        ADDRESS,
        article=article.slug,
        headers={
            "sec-fetch-site": "same-origin",
            "referer": f"http://testserver{article.get_absolute_url()}?utm_source=x#signup",
        },
    )

    event = Subscriber.objects.get().events.get()
    assert event.kind == "asked"
    assert (event.heading, event.text) == ("Our letter", "Once a week.")
    assert (event.button, event.promise) == ("Yes", "No spam")
    assert event.page == "/why-sitting-hurts/"
    assert event.article == article
    assert event.client_address == "192.0.2.1"
    assert now() - event.at < timedelta(minutes=1)


@pytest.mark.parametrize(
    "referer",
    ["https://elsewhere.example/page/", "http://[broken", "", "http://testserver\x00/\x00"],
)
def test_the_proof_takes_no_foreign_or_broken_page(sign_up, referer):
    sign_up(headers={"sec-fetch-site": "same-origin", "referer": referer})

    assert ConsentEvent.objects.get().page in {"", "/"}


def test_the_subscriber_remembers_the_article(sign_up):
    article = make_article()

    sign_up(ADDRESS, article=article.slug)

    assert Subscriber.objects.get().source_article == article


@pytest.mark.parametrize("forged", ["no-such-article", "a" * 10_000, "\x00", "1 OR 1=1", "draft"])
def test_a_forged_article_is_ignored(sign_up, forged):
    make_article(slug="draft", status=Article.Status.DRAFT)

    response = sign_up(ADDRESS, article=forged)

    assert response.status_code == 303
    assert Subscriber.objects.get().source_article is None


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "Enter your e-mail address."),
        ("   ", "Enter your e-mail address."),
        ("reader", "Enter an e-mail address in the correct format"),
        ("reader@localhost", "Enter an e-mail address in the correct format"),
        ('"a b"@example.org', "Enter an e-mail address in the correct format"),
        ("a@example.org\r\nBcc: b@example.org", "Enter an e-mail address in the correct format"),
        ("ünï@example.org", "a character like ü before the @"),
        ("a" * 308 + "@example.org", "at most 254 characters"),
        ("a" * 1_000_000, "at most 254 characters"),
    ],
)
def test_a_bad_address_gets_the_form_back_with_the_reason(sign_up, typed, words):
    response = sign_up(typed)

    assert response.status_code == 422
    assert "<title>Error: " in response.text
    assert response.text.count(words) == 2  # in the summary and beside the field
    assert 'href="#signup-email"' in response.text
    assert 'aria-describedby="signup-email-error"' in response.text
    assert response.headers["Cache-Control"] == "no-store"
    assert not Subscriber.objects.exists()
    assert len(response.content) < 50_000


def test_a_bad_address_stands_in_the_field_again_and_the_article_is_kept(sign_up):
    response = sign_up('reader@"><script>', article="why-sitting-hurts")

    assert 'value="reader@&quot;&gt;&lt;script&gt;"' in response.text
    assert 'name="article" value="why-sitting-hurts"' in response.text


def test_characters_that_nobody_sees_are_dropped_from_an_address(sign_up):
    sign_up("\u200breader\x00@example.org\ufeff ")

    assert Subscriber.objects.get().email == ADDRESS


def test_an_address_with_umlauts_in_its_host_is_taken(sign_up):
    sign_up("anna@exämple.org")

    assert letters("anna@exämple.org") == [CONFIRM]


def test_a_post_from_another_site_changes_nothing_and_keeps_the_address(sign_up):
    response = sign_up(ADDRESS, headers={"sec-fetch-site": "cross-site"}, article="some-article")

    assert response.status_code == 403
    assert f'value="{ADDRESS}"' in response.text
    assert 'name="article" value="some-article"' in response.text
    assert "Nothing has happened yet" in response.text
    assert not Subscriber.objects.exists()


def test_a_post_that_does_not_say_where_it_comes_from_is_taken(sign_up):
    response = sign_up(ADDRESS, headers={})

    assert response.status_code == 303
    assert letters() == [CONFIRM]


def test_more_than_a_mebibyte_is_refused_plainly(sign_up):
    response = sign_up("a" * (1024 * 1024 + 1))

    assert response.status_code == 413
    assert not Subscriber.objects.exists()


@pytest.mark.parametrize("charset", ["utf-7", "no-such-charset"])
def test_a_body_that_cannot_be_read_is_refused_plainly(client, db, charset):
    response = client.generic(
        "POST",
        reverse("newsletter:subscribe"),
        b"email=reader@example.org",
        content_type=f"application/x-www-form-urlencoded; charset={charset}",
        headers={"sec-fetch-site": "same-origin"},
    )

    assert response.status_code == 400
    assert not Subscriber.objects.exists()


def test_a_busy_database_gets_a_page_that_keeps_the_address(sign_up):
    def refuse(execute, sql, params, many, context):
        raise OperationalError("database is locked")

    with connection.execute_wrapper(refuse):
        response = sign_up("reader@example.org", article="why-sitting-hurts")

    assert response.status_code == 503
    assert response.headers["Retry-After"] == "10"
    assert "<title>Error: " in response.text
    assert 'value="reader@example.org"' in response.text
    assert 'value="why-sitting-hurts"' in response.text


def test_no_log_holds_the_address_of_a_sign_up_that_failed(sign_up, caplog):
    def refuse(execute, sql, params, many, context):
        raise OperationalError(f"value {ADDRESS} is bad")

    with connection.execute_wrapper(refuse):
        sign_up(ADDRESS)

    assert "OperationalError" in caplog.text
    assert ADDRESS not in caplog.text


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_other_methods_are_refused(client, db, method):
    assert getattr(client, method)(reverse("newsletter:subscribe")).status_code == 405


@pytest.mark.parametrize("name", ["subscribe", "sent", "promise"])
def test_the_public_pages_set_no_cookie_and_write_nothing(client, db, name):
    with CaptureQueriesContext(connection) as queries:
        response = client.get(reverse(f"newsletter:{name}"))

    assert response.status_code == 200
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")
    assert all(query["sql"].lstrip("(").startswith("SELECT") for query in queries)
