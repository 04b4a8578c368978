"""The letters about a subscription; an issue of the newsletter is another matter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse

from backpain import outbox

if TYPE_CHECKING:
    from newsletter.models import Subscriber


def confirmation(subscriber: Subscriber, token: str) -> None:
    """Ask whether the address is theirs. Holds no word that a visitor typed: no relay for spam."""
    outbox.send(
        "newsletter/mail/confirm",
        to=subscriber.email,
        context={"link": _absolute("newsletter:confirm", token)},
    )


def already(subscriber: Subscriber) -> None:
    """Tell a subscriber, who alone may know, that the address already gets our letter."""
    link = _absolute("newsletter:unsubscribe", subscriber.unsubscribe_token)
    outbox.send(
        "newsletter/mail/already",
        to=subscriber.email,
        context={"unsubscribe_link": link},
        headers={
            "List-Unsubscribe": f"<{link}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )


def _absolute(name: str, token: str) -> str:
    return f"{settings.SITE_URL}{reverse(name, args=[token])}"
