"""The captcha: it buys a comment speed and never costs a reader one.

No request talks to its provider. The browser's token is kept with the waiting comment, and the
worker asks about it at once: a token lives for two minutes. What comes of it, an outage too, is
a verdict in words; only a passed one lets the publication's own rules approve the comment.
"""

from __future__ import annotations

import re
from datetime import timedelta
from functools import cache
from http.client import HTTPException
from logging import getLogger

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils.timezone import now
from django_recaptcha import client

from backpain import headers
from comments import moderation
from comments.models import Comment

Verdict = Comment.Verdict

GOOGLE = {"www.google.com", "www.recaptcha.net", "recaptcha.net"}
TEST_HOST = "testkey.google.com"  # what the provider answers for its published test keys
TOKEN = re.compile(r"[!-~]{1,4096}")
WRONG_KEYS = {"missing-input-secret", "invalid-input-secret", "bad-request"}
STALE = "timeout-or-duplicate"
# Whatever can go wrong between here and a readable answer. An address that does not answer is an
# OSError, a page instead of JSON a ValueError, JSON of another shape one of the others.
NO_ANSWER = (
    *(OSError, HTTPException, ValueError, KeyError, TypeError, AttributeError, RecursionError),
)
LEASE = timedelta(minutes=1)  # a worker that takes longer is dead
MOST_ATTEMPTS = 2

log = getLogger("backpain.captcha")


def is_on() -> bool:
    return bool(settings.RECAPTCHA_KIND != "none")


def admit(request: HttpRequest) -> None:
    """Let the page being made for `request` load the captcha, from its own folders only."""
    if not is_on():
        return
    domain = settings.RECAPTCHA_DOMAIN
    scripts, frames = [f"https://{domain}/recaptcha/"], [f"https://{domain}/recaptcha/"]
    if domain in GOOGLE:
        scripts.append("https://www.gstatic.com/recaptcha/")
        frames.append("https://recaptcha.google.com/recaptcha/")
    headers.allow(request, "script-src", *scripts)
    headers.allow(request, "frame-src", *frames)


def token_in(typed: str) -> str:
    """Return the token that a form brought, "" for what cannot be one."""
    return typed if TOKEN.fullmatch(typed) else ""


def verdict_without_asking(token: str) -> Verdict:
    """Say what is known of a comment before the provider is asked."""
    if not is_on():
        return Verdict.OFF
    return Verdict.PENDING if token else Verdict.MISSING


def ask(token: str, address: str) -> Verdict:
    """Ask the provider about `token`, solved by a client at `address`."""
    try:
        answer = client.submit(
            recaptcha_response=token,
            private_key=settings.RECAPTCHA_PRIVATE_KEY,
            remoteip=address,
        )
        return _verdict(answer)
    except NO_ANSWER as error:
        log.warning("The captcha's provider gave no usable answer: %s.", type(error).__name__)
        return Verdict.UNAVAILABLE


def judge() -> int:
    """Ask about one comment whose token nobody has asked about; return how many that were."""
    comment = _claim()
    if comment is None:
        return 0
    if not is_on():
        verdict = Verdict.OFF
    elif comment.captcha_attempts > MOST_ATTEMPTS:  # two workers died over it
        verdict = Verdict.UNAVAILABLE
    else:
        verdict = ask(comment.captcha_token, comment.address or "")
    _decide(comment, verdict)
    return 1


def _verdict(answer: client.RecaptchaResponse) -> Verdict:
    codes = set(answer.error_codes)
    if answer.is_valid is True:  # the client passes on what it got, "false" in quotes too
        is_ours = answer.extra_data.get("hostname") in _our_hosts()
        return Verdict.PASSED if is_ours else Verdict.FAILED
    if codes & WRONG_KEYS:
        _complain(", ".join(sorted(codes & WRONG_KEYS)))
        return Verdict.MISCONFIGURED
    return Verdict.EXPIRED if STALE in codes else Verdict.FAILED


def _our_hosts() -> set[str]:
    """Return where a captcha that counts here may have been solved."""
    hosts = {settings.SITE_HOST, *settings.ALLOWED_HOSTS}
    if settings.RECAPTCHA_PRIVATE_KEY == settings.RECAPTCHA_TEST_PRIVATE_KEY:
        hosts.add(TEST_HOST)
    return hosts


@cache
def _complain(codes: str) -> None:
    """Log wrong keys once per process; the desk says it as long as it is so."""
    log.error("The captcha's keys do not work (%s): every comment waits.", codes)


def _claim() -> Comment | None:
    """Take the comment that is due longest, so that no other worker asks about it too."""
    # Not by status: a planner may then read all that waits. Whoever decides clears `judge_at`.
    due = Comment.objects.filter(judge_at__lte=now()).order_by("judge_at", "pk").first()
    if due is None:
        return None
    lease = now() + LEASE
    claim = Comment.objects.waiting().filter(pk=due.pk, judge_at=due.judge_at)
    if not claim.update(judge_at=lease, captcha_attempts=F("captcha_attempts") + 1):
        return None
    due.judge_at = lease
    due.captcha_attempts += 1
    return due


@transaction.atomic
def _decide(comment: Comment, verdict: Verdict) -> None:
    """Keep the verdict unless someone decided meanwhile; approve what nothing speaks against."""
    comment.captcha_verdict = verdict
    comment.reasons = moderation.objections(comment)
    kept = Comment.objects.waiting().filter(pk=comment.pk, judge_at=comment.judge_at)
    if not kept.update(
        captcha_verdict=verdict, captcha_token="", judge_at=None, reasons=comment.reasons
    ):
        return
    if not comment.reasons:
        comment.approve(by=None)
