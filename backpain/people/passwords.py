"""A new password: by a mailed link for who forgot theirs, and what follows every change.

What somebody types who forgot it is written down as it is; the worker looks whose address it is.
So the answer is the same for every address, and takes the same time.
"""

from __future__ import annotations

from datetime import timedelta

from django.contrib.auth.forms import PasswordResetForm
from django.contrib.auth.models import User
from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode
from django.utils.timezone import now

from backpain import outbox
from backpain.addresses import absolute
from backpain.models import PasswordRequest
from backpain.people import sessions
from backpain.visitors import allow

HOUR = 60 * 60
FROM_ONE_CLIENT = 10  # an hour
FOR_ONE_ADDRESS = 3  # an hour
BATCH = 50
STALE = timedelta(days=1)  # who asked before the worker stood still has given up


def ask(email: str, client: str) -> bool:
    """Note that the owner of `email` wants a new password; False if `client` asked too often.

    Letters to one address are limited too, in silence: their owner has some already.
    """
    is_heard = allow("forgotten password", client, limit=FROM_ONE_CLIENT, seconds=HOUR)
    is_new = allow("forgotten password of", email.lower(), limit=FOR_ONE_ADDRESS, seconds=HOUR)
    if is_heard and is_new:
        PasswordRequest.objects.create(email=email)
    return is_heard


def answer() -> int:
    """Write to the owners of a batch of addresses, if they have any; return how many those are."""
    waiting = list(PasswordRequest.objects.order_by("pk")[:BATCH])
    for asked in waiting:
        with transaction.atomic():
            is_mine = PasswordRequest.objects.filter(pk=asked.pk).delete()[0]  # no other worker's
            if is_mine and now() - asked.created_at < STALE:
                _write(asked.email)
    return len(waiting)


def owner_of(uid: str, token: str) -> User | None:
    """Return whose link this is, if it still holds: it is used up by the change, or by signing in,
    and ends with PASSWORD_RESET_TIMEOUT.
    """
    try:
        key = int(urlsafe_base64_decode(uid))
    except ValueError:
        return None
    person = User.objects.filter(pk=key, is_active=True).first() if 0 < key < 2**63 else None
    return person if person and default_token_generator.check_token(person, token) else None


def changed(person: User, *, but: str | None = None) -> None:
    """Sign somebody out everywhere, but for the session `but`, and tell them of the change."""
    sessions.end(person, but=but)
    if not person.email:
        return
    context = {
        "person": person,
        "moment": now(),
        "link": absolute(reverse("people:forgotten")),
    }
    outbox.send("people/mail/password_changed", to=person.email, context=context)


def _write(email: str) -> None:
    for person in PasswordResetForm().get_users(email):
        uid = urlsafe_base64_encode(force_bytes(person.pk))
        token = default_token_generator.make_token(person)
        context = {
            "person": person,
            "link": absolute(reverse("people:reset", args=[uid, token])),
        }
        outbox.send("people/mail/password", to=person.email, context=context)
