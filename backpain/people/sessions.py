"""Where people are signed in: a row beside each session, which goes with it.

It begins at sign-in. The desk's requests keep it true: a few minutes after the last note they write
down when and from where somebody was seen, and make the row anew where a change of password gave
the session another key.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, cast

from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.db import DatabaseError, transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.dateparse import parse_datetime
from django.utils.timezone import now

from backpain.models import SignIn
from backpain.visitors import client_address

log = logging.getLogger(__name__)

SEEN_EVERY = timedelta(minutes=5)
KEEP_ADDRESS = timedelta(days=30)
BATCH = 500
SINCE = "signed_in_at"  # in the session, which keeps it when its key changes
REMEMBERED = 1000

_noted: dict[str, datetime] = {}  # session key -> when this process last looked at its row


class SeenMiddleware:
    """Notes who is at the desk; public pages know of no session."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path.startswith(f"/{settings.ADMIN_PATH}") and request.user.is_authenticated:
            see(request)
        return response


def begin(sender: object, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Write down that `user` has just signed in; Django tells it of every way in."""
    if request.session.session_key is None:
        request.session.save()
    moment = now()
    request.session[SINCE] = moment.isoformat()
    _note(request, user, moment, signed_in_at=moment)


def see(request: HttpRequest) -> None:
    """Write down that somebody is at the desk, if that was not done lately."""
    key, moment = request.session.session_key, now()
    if (
        key is None
        or moment - _noted.get(key, datetime.min.replace(tzinfo=moment.tzinfo)) < SEEN_EVERY
    ):
        return
    try:
        with transaction.atomic():
            row = SignIn.objects.filter(session=key).first()
            if row is None or moment - row.seen_at >= SEEN_EVERY:
                _refresh(request, row, moment)
            _remember(key, row.seen_at if row else moment)
    except DatabaseError as error:  # the page that was asked for is ready, and matters more
        log.warning("A sign-in could not be noted (%s)", type(error).__name__)


def of(user: User) -> QuerySet[SignIn]:
    """Return where somebody is signed in, the last seen first."""
    return SignIn.objects.filter(user=user, session__expire_date__gt=now()).order_by(
        "-seen_at", "-pk"
    )


def end(user: User, *, only: int | None = None, but: str | None = None) -> int:
    """Sign somebody out; return of how many places.

    only: the key of the one row that is meant; None: all. but: the key of the session that stays.
    """
    rows = SignIn.objects.filter(user=user).exclude(session=but)
    if only is not None:
        rows = rows.filter(pk=only)
    keys = list(rows.values_list("session", flat=True))
    return Session.objects.filter(pk__in=keys).delete()[1].get("sessions.Session", 0)


def forget() -> int:
    """Delete a batch of the sessions that are over, and of old addresses; return how many."""
    moment = now()
    over = Session.objects.filter(expire_date__lt=moment)
    keys = list(over.values_list("pk", flat=True)[:BATCH])
    ended = Session.objects.filter(pk__in=keys).delete()[0]
    old = SignIn.objects.filter(seen_at__lt=moment - KEEP_ADDRESS).exclude(address=None)
    return ended + old.filter(pk__in=list(old.values_list("pk", flat=True)[:BATCH])).update(
        address=None
    )


def _refresh(request: HttpRequest, row: SignIn | None, moment: datetime) -> None:
    if row is None:
        if Session.objects.filter(pk=request.session.session_key).exists():  # not ended meanwhile
            since = parse_datetime(request.session.get(SINCE, "")) or moment
            _note(request, cast("User", request.user), moment, signed_in_at=since)
        return
    row.seen_at, row.address = moment, client_address(request) or None
    SignIn.objects.filter(pk=row.pk).update(seen_at=moment, address=row.address)


def _note(request: HttpRequest, user: User, moment: datetime, *, signed_in_at: datetime) -> None:
    key = cast("str", request.session.session_key)
    SignIn.objects.update_or_create(
        session_id=key,
        defaults={
            "user": user,
            "agent": request.headers.get("User-Agent", "")[:300],
            "address": client_address(request) or None,
            "signed_in_at": signed_in_at,
            "seen_at": moment,
        },
    )
    _remember(key, moment)


def _remember(key: str, moment: datetime) -> None:
    if len(_noted) >= REMEMBERED:
        _noted.clear()
    _noted[key] = moment
