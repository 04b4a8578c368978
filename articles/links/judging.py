"""What an answer means for a link, and when it is asked again.

A page that answers is left alone for a month. One that fails is asked again after an hour, a day
and three days; it is called broken after three failures over two days, after two where its server
itself says that there is nothing.
"""

from __future__ import annotations

import random
from datetime import timedelta

from django.utils.timezone import now
from django.utils.translation import gettext as _

from articles.links.asking import Answer
from articles.models import Link

Verdict = Link.Verdict

USUALLY = timedelta(days=30)
AGAIN = [timedelta(hours=1), timedelta(days=1), timedelta(days=3), timedelta(days=7)]
HELD = timedelta(hours=1)  # where our own network seems to be down
LONGEST = 300  # characters of a problem
FAILURES, OVER = 3, timedelta(days=2)
GONE, GONE_FAILURES = {404, 410}, 2
# What servers say to programs that a reader's browser may well get past
REFUSALS = {401, 403, 407, 418, 429, 451, 999}


def keep(link: Link, answer: Answer) -> None:
    """Write down what came of asking for `link`."""
    moment = now()
    link.verdict, problem = _verdict(answer)
    link.problem = problem[:LONGEST]
    link.status, link.moved_to = answer.status, answer.moved_to
    link.last_checked_at, link.held_at = moment, None
    if answer.status is not None:
        link.answered_at = moment
    if link.verdict in {Verdict.FINE, Verdict.REFUSED}:
        link.failures, link.first_failed_at, link.broken_at = 0, None, None
        # not all of them again on one day
        link.next_check_at = moment + USUALLY * random.uniform(0.9, 1.1)  # noqa: S311
    else:
        link.failures = min(link.failures + 1, 1000)
        link.first_failed_at = link.first_failed_at or moment
        link.next_check_at = moment + AGAIN[min(link.failures, len(AGAIN)) - 1]
        if link.broken_at is None and _is_broken(link):
            link.broken_at = moment
    link.save(update_fields=FIELDS)


def hold(link: Link) -> None:
    """Leave `link` as it is, for nobody at all answers us, and try again later."""
    link.held_at = now()
    link.next_check_at = link.held_at + HELD
    link.save(update_fields=["held_at", "next_check_at"])


FIELDS = [
    *("verdict", "problem", "status", "moved_to", "last_checked_at", "answered_at", "held_at"),
    *("failures", "first_failed_at", "broken_at", "next_check_at"),
]


def _is_broken(link: Link) -> bool:
    if link.verdict == Verdict.GONE:
        return link.failures >= GONE_FAILURES
    lasted = now() - (link.first_failed_at or now())
    return link.failures >= FAILURES and lasted >= OVER


def _verdict(answer: Answer) -> tuple[Verdict, str]:
    status = answer.status
    if answer.is_refused_by_us or status is None or answer.problem:
        return Verdict.FAILED, answer.problem
    if status in GONE:
        return Verdict.GONE, _("Its server says that there is nothing (%d).") % status
    if status in REFUSALS:
        return Verdict.REFUSED, _("It refuses programs (%d): open it yourself.") % status
    if status < 300 or status == 304:
        return Verdict.FINE, ""
    return Verdict.FAILED, _("Its server answers with an error (%d).") % status
