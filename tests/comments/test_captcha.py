"""The captcha buys a comment speed and never costs a reader one.

The client is the real one; only the provider stands on this machine.
"""

import threading
import time
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from backpain.models import Publication
from comments import captcha
from comments.models import Comment
from tests.comments.factories import make_comment, make_visible_comment
from tests.factories import make_article
from tests.threads import at_once

pytestmark = pytest.mark.django_db

Verdict = Comment.Verdict
WORDS = {"name": "Ann", "email": "ann@example.org", "body": "It helped me."}


def post(headers={"Sec-Fetch-Site": "same-origin"}, **fields):  # noqa: B006
    answer = {"g-recaptcha-response": fields.pop("token", "tok-1")}
    client = Client(REMOTE_ADDR=fields.pop("address", "203.0.113.7"))
    article = fields.pop("article", None) or make_article()
    address = reverse("comments:write", args=[article.slug])
    response = client.post(address, {**WORDS, **answer, **fields}, headers=headers)
    assert response.status_code == 303
    return Comment.objects.order_by("pk").last()


def judged(comment):
    captcha.judge()
    comment.refresh_from_db()
    return comment


def judge_apart():
    """Judge in a thread of its own."""
    captcha.judge()
    connection.close()


def moderate(mode):
    Publication(pk=1, moderation=mode).save()


def test_no_request_talks_to_the_provider(provider):
    comment = post()

    assert provider.asked == []
    assert comment.captcha_token == "tok-1"
    assert comment.captcha_verdict == Verdict.PENDING


def test_the_worker_asks_with_what_it_knows_and_keeps_no_token(provider, settings):
    comment = judged(post())

    assert provider.asked == [
        {
            "secret": settings.RECAPTCHA_PRIVATE_KEY,
            "response": "tok-1",
            "remoteip": "203.0.113.7",
        }
    ]
    assert comment.captcha_verdict == Verdict.PASSED
    assert comment.captcha_token == ""
    assert captcha.judge() == 0


@pytest.mark.parametrize(
    ("setup", "verdict"),
    [
        ({"says": {"success": True, "hostname": "testkey.google.com"}}, Verdict.PASSED),
        ({"says": {"success": True, "hostname": "localhost"}}, Verdict.PASSED),
        ({"says": {"success": True, "hostname": "thief.example"}}, Verdict.FAILED),
        ({"says": {"success": True}}, Verdict.FAILED),
        ({"says": {"success": "false"}}, Verdict.FAILED),
        ({"says": {"success": "true", "hostname": "localhost"}}, Verdict.FAILED),
        ({"says": {"success": False}}, Verdict.FAILED),
        ({"says": {"success": False, "error-codes": ["invalid-input-response"]}}, Verdict.FAILED),
        ({"says": {"success": False, "error-codes": ["timeout-or-duplicate"]}}, Verdict.EXPIRED),
        (
            {"says": {"success": False, "error-codes": ["invalid-input-secret"]}},
            Verdict.MISCONFIGURED,
        ),
        ({"says": {"success": False, "error-codes": ["bad-request"]}}, Verdict.MISCONFIGURED),
        ({"says": {"success": False, "error-codes": [{}]}}, Verdict.UNAVAILABLE),
        ({"says": {"success": True, "hostname": ["localhost"]}}, Verdict.UNAVAILABLE),
        ({"says": {"other": 1}}, Verdict.UNAVAILABLE),
        ({"says": []}, Verdict.UNAVAILABLE),
        ({"says": b"<html>"}, Verdict.UNAVAILABLE),
        ({"says": b""}, Verdict.UNAVAILABLE),
        ({"says": b"\xff\xfe"}, Verdict.UNAVAILABLE),
        ({"says": b"[" * 100_000}, Verdict.UNAVAILABLE),
        ({"status": 429}, Verdict.UNAVAILABLE),
        ({"status": 503}, Verdict.UNAVAILABLE),
        ({"hangs_up": True}, Verdict.UNAVAILABLE),
        ({"delay": 1.0}, Verdict.UNAVAILABLE),
    ],
)
def test_every_answer_is_a_verdict_and_only_a_passed_one_publishes(provider, setup, verdict):
    moderate("off")
    provider.says(setup.pop("says", {"success": True, "hostname": "localhost"}))
    vars(provider).update(setup)

    comment = judged(post())

    assert comment.captcha_verdict == verdict
    assert comment.is_visible == (verdict == Verdict.PASSED)
    assert comment.reasons == ([] if comment.is_visible else [str(verdict.label)])


@pytest.mark.parametrize("domain", ["localhost:1", "no-such-host.invalid"])
def test_a_provider_that_cannot_be_reached_delays_nobody(provider, settings, domain):
    settings.RECAPTCHA_DOMAIN = domain

    assert judged(post()).captcha_verdict == Verdict.UNAVAILABLE


def test_a_provider_that_cannot_prove_who_it_is_is_not_believed(provider, monkeypatch):
    monkeypatch.delenv("SSL_CERT_FILE")

    assert judged(post()).captcha_verdict == Verdict.UNAVAILABLE
    assert provider.asked == []


def test_a_test_hosts_pass_counts_for_test_keys_only(provider, settings):
    settings.RECAPTCHA_PRIVATE_KEY = "of-our-own"
    provider.says({"success": True, "hostname": "testkey.google.com"})

    assert judged(post()).captcha_verdict == Verdict.FAILED


@pytest.mark.parametrize("token", ["", "with space", "nul\0", "x" * 5000, "ключ"])
def test_without_a_token_the_comment_waits_and_nobody_is_asked(provider, token):
    moderate("off")

    comment = judged(post(token=token))

    assert comment.captcha_verdict == Verdict.MISSING
    assert comment.status == Comment.Status.WAITING
    assert provider.asked == []
    assert "browser may block it" in comment.reasons[0]


def test_where_all_comments_wait_a_passed_captcha_changes_nothing(provider):
    comment = judged(post())

    assert comment.status == Comment.Status.WAITING
    assert comment.reasons == ["Every comment waits for a moderator."]


@pytest.mark.parametrize(
    ("known", "is_visible"),
    [
        ({"email": WORDS["email"], "address": "203.0.113.7"}, True),
        ({"email": WORDS["email"], "address": "203.0.113.8"}, False),
        ({"email": "ben@example.org", "address": "203.0.113.7"}, False),
        ({"email": WORDS["email"], "address": "203.0.113.7", "status": "waiting"}, False),
        ({"email": WORDS["email"], "address": None}, False),
    ],
)
def test_a_known_reader_is_one_whose_comment_was_approved_from_the_same_client(
    provider, known, is_visible
):
    moderate("first-time")
    make_comment(**{"status": Comment.Status.APPROVED, **known})

    assert judged(post()).is_visible == is_visible


def test_the_rules_approval_is_an_event_without_an_actor(provider):
    moderate("off")

    comment = judged(post())

    event = comment.events.get()
    assert (event.actor, event.via, event.to_status) == (None, "rules", "approved")


def test_a_comment_of_unknown_origin_is_never_approved_by_itself(provider):
    moderate("off")

    comment = judged(post(headers={}))

    assert comment.captcha_verdict == Verdict.PASSED
    assert comment.status == Comment.Status.WAITING
    assert "did not say which page" in comment.reasons[0]


def test_a_trapped_comment_is_never_asked_about(provider):
    moderate("off")

    comment = judged(post(subject="Cheap"))

    assert comment.status == Comment.Status.SPAM
    assert provider.asked == []


def test_without_a_captcha_every_comment_waits_and_says_so(settings):
    settings.RECAPTCHA_KIND = "none"
    moderate("off")

    comment = judged(post())

    assert comment.captcha_verdict == Verdict.OFF
    assert comment.reasons == ["No captcha is set up, so every comment waits."]


def test_a_captcha_that_was_switched_off_meanwhile_is_not_asked(provider, settings):
    comment = post()
    settings.RECAPTCHA_KIND = "none"

    assert judged(comment).captcha_verdict == Verdict.OFF
    assert provider.asked == []


def test_a_decision_made_meanwhile_stands(provider, django_user_model):
    moderate("off")
    comment = post()
    claimed = captcha._claim()
    comment.bin(django_user_model.objects.create_user("mo"))

    assert claimed
    captcha._decide(claimed, Verdict.PASSED)

    comment.refresh_from_db()
    assert comment.status == Comment.Status.BIN
    assert comment.events.count() == 1


def test_what_a_dead_worker_claimed_is_asked_once_more_after_a_minute(provider):
    comment = post()
    captcha._claim()

    assert captcha.judge() == 0
    with time_machine.travel(now() + timedelta(seconds=61)):
        assert judged(comment).captcha_verdict == Verdict.PASSED
    assert len(provider.asked) == 1


def test_what_killed_two_workers_is_left_to_a_person(provider):
    comment = post()
    start = now()
    for minutes in (0, 2):
        with time_machine.travel(start + timedelta(minutes=minutes)):
            captcha._claim()

    with time_machine.travel(start + timedelta(minutes=4)):
        judged(comment)

    assert comment.captcha_verdict == Verdict.UNAVAILABLE
    assert provider.asked == []


def test_wrong_keys_are_logged_once_and_never_the_token(provider, caplog):
    provider.says({"success": False, "error-codes": ["invalid-input-secret"]})

    judged(post(token="tok-1"))
    judged(post(token="tok-2"))

    errors = [record for record in caplog.records if record.levelname == "ERROR"]
    assert len(errors) == 1
    assert "invalid-input-secret" in errors[0].getMessage()
    assert "tok-" not in caplog.text


@pytest.mark.django_db(transaction=True)
def test_two_workers_ask_about_a_comment_once(provider):
    provider.delay = 0.2
    comment = post()

    counts = at_once(captcha.judge, captcha.judge)

    comment.refresh_from_db()
    assert sorted(counts) == [0, 1]
    assert len(provider.asked) == 1
    assert comment.captcha_verdict == Verdict.PASSED


@pytest.mark.django_db(transaction=True)
def test_nothing_is_locked_while_the_provider_thinks(provider):
    provider.delay = 0.4
    post()
    worker = threading.Thread(target=judge_apart)
    worker.start()
    while not provider.asked:
        time.sleep(0.01)

    make_visible_comment()

    assert worker.is_alive()
    worker.join()
