"""Letters waiting: a request writes a row, in the transaction that caused it; the worker sends."""

from collections.abc import Mapping
from typing import Any


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
