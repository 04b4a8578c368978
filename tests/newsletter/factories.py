"""Subscribers for tests, each in a state that its own verbs could have brought it to."""

from datetime import timedelta
from itertools import count

from django.utils.timezone import now

from newsletter import tokens
from newsletter.models import Subscriber

_numbers = count(1)


def make_subscriber(email: str = "", *, token: str = "", **fields) -> Subscriber:
    """Make a pending subscriber whose confirmation letter holds `token`."""
    email = email or f"reader{next(_numbers)}@example.org"
    if token:
        fields["confirm_hash"] = tokens.hashed(token)
        fields.setdefault("confirm_expires_at", now() + timedelta(days=7))
    return Subscriber.objects.create(email=email, email_key=email.casefold(), **fields)


def make_active(email: str = "", **fields) -> Subscriber:
    fields = {"confirmed_at": now() - timedelta(days=3), **fields}
    return make_subscriber(email, status=Subscriber.Status.ACTIVE, **fields)


def make_unsubscribed(email: str = "", **fields) -> Subscriber:
    fields = {"unsubscribed_at": now() - timedelta(days=1), **fields}
    return make_subscriber(email, status=Subscriber.Status.UNSUBSCRIBED, **fields)
