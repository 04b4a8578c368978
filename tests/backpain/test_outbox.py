import logging
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
import time_machine
from django.db import transaction
from django.utils.timezone import now

from backpain import letters, outbox
from backpain.models import Letter, Publication
from tests.program import free_port

pytestmark = pytest.mark.django_db


def send(to="jo@example.org", name="Jo", **more):
    outbox.send("hello", to=to, context={"name": name}, **more)
    return Letter.objects.latest("pk")


def make_due():
    outbox.waiting().update(due_at=now())


def read(content):
    return message_from_bytes(content, policy=policy.default)


def test_a_letter_waits_with_its_words_until_the_worker_comes(hello):
    letter = send(name="Zoë & Ann")

    assert letter.subject == "Hello Zoë & Ann"
    assert letter.text.startswith("Dear Zoë & Ann\n")
    assert "Dear Zoë &amp; Ann</h1>" in letter.html
    assert letter.sent_at is None


def test_a_letter_is_rolled_back_with_what_caused_it(hello):
    with transaction.atomic():
        send()
        transaction.set_rollback(True)

    assert not Letter.objects.exists()


def test_a_subject_is_one_line_without_control_characters(hello):
    letter = send(name="Jo\r\nBcc: all@example.org\x00\u202e")

    assert letter.subject == "Hello Jo Bcc: all@example.org"


def test_a_long_subject_is_cut_to_what_the_row_holds(hello):
    assert len(send(name="x" * 400).subject) == 250


def test_html_has_its_rules_inline_and_keeps_those_for_dark_mode(hello):
    html = send().html

    assert '<a class="button" href="http://127.0.0.1:8000/x/" style="' in html
    assert "prefers-color-scheme: dark" in html


def test_every_letter_ends_with_who_sent_it(hello):
    Publication.objects.create(pk=1, name="The Review", postal_address="1 High Street\nLeeds")

    letter = send()

    assert letter.text.endswith("The Review\n1 High Street\nLeeds\nhttp://127.0.0.1:8000/\n")
    assert "1 High Street<br>Leeds" in letter.html


def test_the_letter_that_arrives_has_both_parts_and_honest_headers(hello, post_office):
    post = post_office()
    letter = send(name="Zoë", headers={"List-Unsubscribe": "<http://127.0.0.1:8000/u/>"})

    assert outbox.deliver() == 1

    [(recipients, content)] = post.arrived
    message = read(content)
    assert recipients == ["jo@example.org"]
    assert message["Subject"] == "Hello Zoë"
    assert message["From"] == "The Back Journal <letters@127.0.0.1>"
    assert message["To"] == "jo@example.org"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["List-Unsubscribe"] == "<http://127.0.0.1:8000/u/>"
    assert message["Message-ID"].endswith(f".{letter.pk}@127.0.0.1>")
    assert message["Date"].datetime == letter.created_at.replace(microsecond=0)
    assert "Dear Zoë" in message.get_body(["plain"]).get_content()
    assert "Dear Zoë</h1>" in message.get_body(["html"]).get_content()
    assert max(map(len, content.splitlines())) <= 998


@pytest.mark.parametrize("name", ["Back\\", 'The "Back" Journal', "Backs, a review", "Rücken"])
def test_any_name_of_the_publication_makes_a_sender(name, hello, post_office):
    post = post_office()
    Publication.objects.create(pk=1, name=name, sender_address="us@example.org")
    send()

    outbox.deliver()

    [sender] = read(post.arrived[0][1])["From"].addresses
    assert (sender.display_name, sender.addr_spec) == (name, "us@example.org")


def test_a_sent_letter_keeps_neither_its_words_nor_its_address(hello, post_office):
    post_office()
    send(headers={"X-Any": "1"})

    outbox.deliver()

    letter = Letter.objects.get()
    assert letter.sent_at is not None
    assert (letter.to, letter.text, letter.html, letter.headers) == ("", "", "", {})
    assert outbox.deliver() == 0


def test_letters_that_a_person_waits_for_go_first(hello, post_office):
    post = post_office()
    send("later@example.org", urgent=False)
    send("now@example.org")

    outbox.deliver()

    assert [to for [to], _ in post.arrived] == ["now@example.org", "later@example.org"]


def test_a_batch_goes_over_one_connection(hello, post_office):
    post = post_office()
    for number in range(5):
        send(f"reader{number}@example.org")

    outbox.deliver()

    assert len(post.arrived) == 5
    assert len(post.sessions) == 1


@pytest.mark.parametrize("answer", ["421 closing", "450 greylisted", "451 local trouble"])
def test_a_letter_put_off_by_the_server_is_tried_again(answer, hello, post_office):
    post = post_office(RCPT=[answer])
    send()

    outbox.deliver()

    letter = Letter.objects.get()
    assert timedelta(seconds=50) < letter.due_at - now() <= timedelta(minutes=1)
    assert letter.error.startswith(f"The mail server put the letter off: {answer}")
    assert outbox.deliver() == 0

    make_due()
    outbox.deliver()

    assert len(post.arrived) == 1


@pytest.mark.parametrize("moment", ["RCPT", "DATA"])
def test_a_letter_refused_for_good_is_not_tried_again(moment, hello, post_office):
    post_office(**{moment: ["550 5.1.1 no such mailbox"]})
    send()

    outbox.deliver()

    letter = Letter.objects.get()
    assert letter.failed_at is not None
    assert letter.error == "The mail server refused the letter: 550 5.1.1 no such mailbox"
    make_due()
    assert outbox.deliver() == 0


def test_one_refusal_does_not_stop_the_letters_behind_it(hello, post_office):
    post = post_office(RCPT=["550 no", "421 go away"])
    for name in ("a", "b", "c"):
        send(f"{name}@example.org")

    outbox.deliver()

    assert [to for [to], _ in post.arrived] == ["c@example.org"]


def test_a_server_that_is_down_is_asked_once_and_every_letter_waits(hello, settings, caplog):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    send("a@example.org")
    send("b@example.org")

    with caplog.at_level(logging.INFO):
        assert outbox.deliver() == 2

    for letter in outbox.waiting():
        assert letter.error.startswith("The mail server cannot be reached: ")
        assert letter.due_at > now()
    assert "example.org" not in caplog.text


def test_the_pauses_grow_and_end(hello, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    send()
    pauses = []

    with time_machine.travel(now(), tick=False) as clock:
        while outbox.deliver():
            letter = Letter.objects.get()
            if not letter.failed_at:
                pauses.append(letter.due_at - now())
                clock.move_to(letter.due_at)

    hour = timedelta(hours=1)
    assert pauses == [hour / 60, hour / 12, hour / 2, 2 * hour, 8 * hour, 24 * hour]
    assert letter.failed_at is not None


def test_a_letter_that_another_worker_holds_is_left_to_it(hello, post_office):
    post = post_office()
    seen_by_both = [send()]

    assert outbox._Round().deliver(seen_by_both) == 1
    assert outbox._Round().deliver(seen_by_both) == 0

    assert len(post.arrived) == 1


def test_a_row_that_makes_no_letter_fails_with_the_reason(hello, post_office):
    post_office()
    letter = send()
    Letter.objects.filter(pk=letter.pk).update(headers={"X-Any": "a\nBcc: all@example.org"})

    outbox.deliver()

    letter.refresh_from_db()
    assert letter.failed_at is not None
    assert letter.error.startswith("The letter cannot be written: ")


def test_sent_letters_are_forgotten_after_a_week_and_failed_ones_after_a_month(hello):
    for name, days in (("sent_at", 6), ("sent_at", 8), ("failed_at", 29), ("failed_at", 31)):
        letter = send(name=f"{name} {days}")
        Letter.objects.filter(pk=letter.pk).update(**{name: now() - timedelta(days=days)})
    send(name="waiting")

    assert outbox.forget() == 2

    assert {letter.subject for letter in Letter.objects.all()} == {
        "Hello sent_at 6",
        "Hello failed_at 29",
        "Hello waiting",
    }


def test_a_reason_never_named_before_is_still_given():
    assert letters.reason(RuntimeError("odd")) == "The letter could not be handed over: odd"
