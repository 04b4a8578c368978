"""Inviting a colleague to the desk by a mailed link: offer, resend, withdraw, accept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from typing import Any

from django.contrib.admin.models import ADDITION, LogEntry
from django.contrib.auth import login
from django.contrib.auth.models import Group, User
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import slugify
from django.utils.timezone import now
from django.utils.translation import gettext as _

from backpain import outbox
from backpain.addresses import absolute
from backpain.models import Invitation
from backpain.people import rights, tokens
from backpain.people.models import HOLDS

BACKEND = "django.contrib.auth.backends.ModelBackend"
KEEP = timedelta(days=30)  # after it was closed or expired: until then its link says what happened
BATCH = 500
USERNAME_LENGTH = 30


@dataclass(frozen=True)
class Offer:
    """Who is invited, and to what."""

    email: str
    name: str
    groups: Iterable[Group] = ()
    is_superuser: bool = False


def standing() -> QuerySet[Invitation]:
    """Return the invitations that wait for an answer or expired without one, newest first."""
    rows = Invitation.objects.filter(closed_at=None).select_related("invited_by")
    return rows.prefetch_related("groups").order_by("-created_at", "-pk")


def invite(offer: Offer, by: User) -> Invitation:
    """Send somebody an invitation; an earlier one to the same address ends."""
    try:
        return _invite(offer, by)
    except IntegrityError:  # a colleague invited the same address at the same moment
        return _invite(offer, by)


def resend(invitation: Invitation, by: User) -> Invitation:
    """Send an invitation again, with a new link and new time, in the name of who resends it."""
    return invite(
        Offer(
            email=invitation.email,
            name=invitation.name,
            groups=list(invitation.groups.all()),
            is_superuser=invitation.is_superuser,
        ),
        by,
    )


def withdraw(invitation: Invitation) -> bool:
    """End an invitation; False if it had ended before."""
    return _close(Invitation.objects.filter(pk=invitation.pk), Invitation.Outcome.WITHDRAWN)


def with_token(token: str) -> Invitation | None:
    rows = Invitation.objects.select_related("invited_by")
    return rows.filter(token_hash=tokens.hashed(token)).first()


def is_valid(invitation: Invitation) -> bool:
    """Say whether it can be accepted: it is open, and who invited may still give what it offers."""
    return invitation.is_open and rights.may_give(invitation.invited_by, invitation)


def user_name_for(invitation: Invitation) -> str:
    """Offer a user name that is free, made of the person's name."""
    base = slugify(invitation.name)[:USERNAME_LENGTH] or "colleague"
    names = (base if number == 1 else f"{base}-{number}" for number in count(1))
    return next(name for name in names if not _is_taken(name))


def account_for(invitation: Invitation) -> User:
    """Return the account that accepting makes, without user name and password, and not saved."""
    first, _space, last = invitation.name.partition(" ")
    return User(
        email=invitation.email,
        first_name=first,
        last_name=last,
        is_staff=True,
        is_superuser=invitation.is_superuser,
    )


@transaction.atomic
def accept(invitation: Invitation, account: User) -> bool:
    """Save the account with its groups and use the invitation up; False if that had ended.

    Raises IntegrityError where the user name was taken meanwhile.
    """
    rows = Invitation.objects.filter(pk=invitation.pk, expires_at__gt=now())
    if not _close(rows, Invitation.Outcome.ACCEPTED):
        return False
    account.save()
    account.groups.set(invitation.groups.all())
    if invitation.invited_by:
        _log(invitation.invited_by, account)
    return True


def join(request: HttpRequest, account: User) -> None:
    """Sign the new colleague in. A second step at sign-in would be asked for here too."""
    login(request, account, backend=BACKEND)


def forget() -> int:
    """Delete a batch of invitations that ended long ago; return how many."""
    before = now() - KEEP
    old = Invitation.objects.filter(Q(closed_at__lt=before) | Q(expires_at__lt=before))
    batch = list(old.values_list("pk", flat=True)[:BATCH])
    Invitation.objects.filter(pk__in=batch).delete()
    return len(batch)


@transaction.atomic
def _invite(offer: Offer, by: User) -> Invitation:
    _close(Invitation.objects.filter(email__iexact=offer.email), Invitation.Outcome.REPLACED)
    token, moment = tokens.new(), now()
    invitation = Invitation.objects.create(
        email=offer.email,
        name=offer.name,
        is_superuser=offer.is_superuser,
        invited_by=by,
        token_hash=tokens.hashed(token),
        created_at=moment,
        expires_at=moment + HOLDS,
    )
    invitation.groups.set(offer.groups)
    outbox.send("people/mail/invitation", to=offer.email, context=_words(invitation, by, token))
    return invitation


def _words(invitation: Invitation, by: User, token: str) -> dict[str, Any]:
    return {
        "invitation": invitation,
        "inviter": by.get_full_name() or by.get_username(),
        "link": absolute(reverse("people:invitation", args=[token])),
    }


def _log(inviter: User, account: User) -> None:
    """Write into the desk's log, in the inviter's name, that `account` came by an invitation."""
    words = _("Accepted an invitation")
    LogEntry.objects.log_actions(
        inviter.pk, [account], ADDITION, change_message=words, single_object=True
    )


def _close(rows: QuerySet[Invitation], outcome: str) -> bool:
    return bool(rows.filter(closed_at=None).update(closed_at=now(), outcome=outcome))


def _is_taken(name: str) -> bool:
    return User.objects.filter(username__iexact=name).exists()
