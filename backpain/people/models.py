"""Invitations to the desk, where people are signed in, and who waits for a new password letter."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from backpain.people import devices

HOLDS = timedelta(days=7)


class Invitation(models.Model):
    """What a colleague was offered; the link in their letter has a secret, of which a hash is kept.

    The groups may not exceed the rights of who invited, neither now nor when it is accepted.
    """

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted", _("accepted")
        WITHDRAWN = "withdrawn", _("withdrawn")
        REPLACED = "replaced", _("replaced by a newer one")

    email = models.EmailField(_("e-mail address"))
    name = models.CharField(_("name"), max_length=150)
    groups = models.ManyToManyField("auth.Group", blank=True, related_name="+")
    is_superuser = models.BooleanField(default=False)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=now)
    expires_at = models.DateTimeField(db_index=True)
    closed_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        default_permissions = ()  # who may add users may invite
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                condition=models.Q(closed_at=None),
                name="invitation_open_once_for_an_address",
            ),
            models.CheckConstraint(
                condition=models.Q(closed_at=None, outcome="")
                | (models.Q(closed_at__isnull=False) & ~models.Q(outcome="")),
                name="invitation_closed_with_outcome",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_expired(self) -> bool:
        return self.closed_at is None and self.expires_at <= now()

    @property
    def is_open(self) -> bool:
        return self.closed_at is None and not self.is_expired


class SignIn(models.Model):
    """A session at the desk, as its owner sees it; it goes with the session."""

    session = models.OneToOneField("sessions.Session", models.CASCADE, related_name="sign_in")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="sign_ins")
    agent = models.CharField(max_length=300, blank=True)
    address = models.GenericIPAddressField(null=True)
    signed_in_at = models.DateTimeField(default=now)
    seen_at = models.DateTimeField(default=now, db_index=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.device

    @property
    def device(self) -> str:
        return devices.words(self.agent)


class PasswordRequest(models.Model):
    """An address typed by somebody who forgot a password, until the worker has looked whose it is.

    The request that wrote it did the same for every address, and so took as long.
    """

    email = models.EmailField()
    created_at = models.DateTimeField(default=now)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.pk)
