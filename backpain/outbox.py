"""Letters waiting: a request writes a row, in the transaction that caused it; the worker sends."""

import logging
import time
from collections.abc import Mapping
from datetime import timedelta
from email.utils import format_datetime
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import F, QuerySet
from django.utils.timezone import now

from backpain import letters
from backpain.models import Letter, Publication

log = logging.getLogger(__name__)

BATCH = 20
BATCH_SECONDS = 20  # after that the worker turns to its other jobs
LEASE = timedelta(minutes=5)  # a letter claimed by a worker that died is due again after this
PAUSES = [
    *(timedelta(minutes=minutes) for minutes in (1, 5, 30)),
    *(timedelta(hours=hours) for hours in (2, 8, 24)),
]
KEEP_SENT = timedelta(days=7)
KEEP_FAILED = timedelta(days=30)


def send(
    letter: str,
    *,
    to: str,
    context: Mapping[str, Any],
    headers: Mapping[str, str] | None = None,
    urgent: bool = True,
) -> None:
    """Put a letter into the outbox.

    letter: the name of its templates, e.g. "newsletter/mail/confirm" for
        templates/newsletter/mail/confirm.subject.txt, confirm.txt and confirm.html.
    to: one address. context: what the templates see, besides `publication` and `site_url`.
    headers: further header fields. urgent: a person waits for it, so it goes first.
    """
    words = letters.render(letter, context)
    Letter.objects.create(
        to=to,
        subject=words.subject,
        text=words.text,
        html=words.html,
        headers=dict(headers or {}),
        is_urgent=urgent,
    )


def waiting() -> QuerySet[Letter]:
    """The letters that are neither sent nor given up, in the order in which they go."""
    return Letter.objects.filter(sent_at=None, failed_at=None).order_by(
        "-is_urgent", "due_at", "pk"
    )


def deliver() -> int:
    """Send a batch of the letters that are due, each at least once; return how many were tried."""
    due = list(waiting().filter(due_at__lte=now())[:BATCH])
    return _Round().deliver(due) if due else 0


def forget() -> int:
    """Delete letters sent a week ago or given up a month ago; return how many."""
    sent = Letter.objects.filter(sent_at__lt=now() - KEEP_SENT)
    failed = Letter.objects.filter(failed_at__lt=now() - KEEP_FAILED)
    return sent.delete()[0] + failed.delete()[0]


class _Round:
    """One batch over one connection to the mail server."""

    def __init__(self) -> None:
        self.connection: BaseEmailBackend = get_connection()
        self.outage: Exception | None = None  # why the server could not be reached in this round

    def deliver(self, due: list[Letter]) -> int:
        ends = time.monotonic() + BATCH_SECONDS
        tried = 0
        try:
            for letter in due:
                if time.monotonic() > ends:
                    break
                if _claim(letter):
                    tried += 1
                    self._try(letter)
        finally:
            self._hang_up()
        return tried

    def _try(self, letter: Letter) -> None:
        try:
            self._reach()
            _message(letter, self.connection).send()
        except Exception as error:
            self._hang_up()  # the conversation may be in any state
            _failed(letter, error)
        else:
            _sent(letter)

    def _reach(self) -> None:
        """Open the connection if it is not; a server that is down is asked once in a round."""
        if self.outage:
            raise self.outage
        try:
            self.connection.open()
        except Exception as error:
            self.outage = error
            raise

    def _hang_up(self) -> None:
        try:
            self.connection.close()
        except Exception as error:
            log.info("The mail server did not take the goodbye: %s", type(error).__name__)


def _claim(letter: Letter) -> bool:
    """Take the letter for this worker; False if another one was quicker."""
    taken = waiting().filter(pk=letter.pk, due_at=letter.due_at)
    letter.attempts += 1
    return bool(taken.update(due_at=now() + LEASE, attempts=F("attempts") + 1))


def _message(letter: Letter, connection: BaseEmailBackend) -> EmailMultiAlternatives:
    message = EmailMultiAlternatives(
        letter.subject,
        letter.text,
        Publication.current().sender,
        [letter.to],
        connection=connection,
        headers={
            # The same for every attempt: a second copy is recognised, and no machine is named.
            "Message-ID": f"<{letter.created_at:%Y%m%d%H%M%S%f}.{letter.pk}@{settings.SITE_HOST}>",
            "Date": format_datetime(letter.created_at),
            "Auto-Submitted": "auto-generated",
            **letter.headers,
        },
    )
    if letter.html:
        message.attach_alternative(letter.html, "text/html")
    return message


def _sent(letter: Letter) -> None:
    Letter.objects.filter(pk=letter.pk).update(
        sent_at=now(), to="", text="", html="", headers={}, error=""
    )


def _failed(letter: Letter, error: Exception) -> None:
    """Note the reason; try again later, or give up after the last pause or a refusal for good."""
    changes: dict[str, Any] = {"error": letters.reason(error)[:300]}
    if letters.is_final(error) or letter.attempts > len(PAUSES):
        changes["failed_at"] = now()
    else:
        changes["due_at"] = now() + PAUSES[letter.attempts - 1]
    Letter.objects.filter(pk=letter.pk).update(**changes)
    log.warning("Letter %s was not sent (%s)", letter.pk, type(error).__name__)
