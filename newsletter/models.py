from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from articles.models import Article
from newsletter import mail, tokens
from newsletter.addresses import Address, masked
from newsletter.consent import Occasion

if TYPE_CHECKING:
    from django.contrib.auth.models import User

TEN_MINUTES = timedelta(minutes=10)
A_DAY = timedelta(days=1)
LETTERS_A_DAY = 3
LINK_LIVES = timedelta(days=7)


class SubscriberQuerySet(models.QuerySet["Subscriber"]):
    def active(self) -> SubscriberQuerySet:
        """Keep those who get our letters."""
        return self.filter(status=Subscriber.Status.ACTIVE)

    def waiting(self) -> SubscriberQuerySet:
        """Keep those who have not confirmed yet."""
        return self.filter(status=Subscriber.Status.PENDING)

    def with_confirm_token(self, token: str) -> Subscriber | None:
        """Return whom the link of a confirmation letter was sent to."""
        return self.filter(confirm_hash=tokens.hashed(token)).first()

    def with_unsubscribe_token(self, token: str) -> Subscriber | None:
        """Return whom a letter with this link was sent to."""
        return self.filter(unsubscribe_token=token).first()

    @transaction.atomic
    def ask(self, address: Address, occasion: Occasion, *, is_welcome: bool = True) -> None:
        """Write to `address`: whether it wants our letter, or that it already gets it.

        Nothing is written where `is_welcome` is False or the address has had its letters. That
        costs the same statements: all is done in full and then taken back, so that neither the
        answer nor its time tells a stranger who reads us.
        """
        before = transaction.savepoint()
        subscriber = self._find_or_add(address)
        is_due = subscriber.may_get_a_letter()
        subscriber._write(occasion)
        if is_welcome and is_due:
            transaction.savepoint_commit(before)
        else:
            transaction.savepoint_rollback(before)

    def _find_or_add(self, address: Address) -> Subscriber:
        """Return the row of `address`, locked until the transaction ends."""
        [row] = self.bulk_create(
            [self.model(email=address.typed, email_key=address.key)],
            update_conflicts=True,
            unique_fields=["email_key"],
            update_fields=["email_key"],
        )
        return self.get(pk=row.pk)


class Subscriber(models.Model):
    """An address that gets our letters, might, or did.

    Only the link in a letter makes it active: whoever signs up an address of somebody else
    changes nothing about it. An unsubscribed one stays so until it confirms anew.
    """

    class Status(models.TextChoices):
        PENDING = "pending", _("waiting")
        ACTIVE = "active", _("active")
        UNSUBSCRIBED = "unsubscribed", _("left")

    email = models.EmailField(_("address"), help_text=_("As it was typed."))
    email_key = models.CharField(max_length=254, unique=True, editable=False)
    status = models.CharField(
        _("status"), max_length=12, choices=Status.choices, default=Status.PENDING
    )
    confirm_hash = models.CharField(
        max_length=64, unique=True, null=True, blank=True, editable=False
    )
    confirm_expires_at = models.DateTimeField(null=True, editable=False)
    # Stored plainly: who steals it can only unsubscribe.
    unsubscribe_token = models.CharField(
        max_length=tokens.UNSUBSCRIBE_LENGTH,
        unique=True,
        default=tokens.new_unsubscribe_token,
        editable=False,
    )
    source_article = models.ForeignKey(
        Article,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("signed up at"),
    )
    created_at = models.DateTimeField(_("joined"), default=now, db_index=True)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    unsubscribed_at = models.DateTimeField(_("left"), null=True, blank=True)

    objects = SubscriberQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("subscriber")
        verbose_name_plural = _("subscribers")
        indexes = [models.Index(fields=["status", "created_at"], name="subscriber_by_status")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="active") | Q(confirmed_at__isnull=False),
                name="subscriber_confirmed_before_active",
            ),
            models.CheckConstraint(
                condition=Q(status="unsubscribed", unsubscribed_at__isnull=False)
                | (~Q(status="unsubscribed") & Q(unsubscribed_at__isnull=True)),
                name="subscriber_left_at_a_moment",
            ),
        ]

    def __str__(self) -> str:
        # Not the address: the desk's log keeps this sentence after a person is erased.
        return _("subscriber %(number)s") % {"number": self.pk}

    @property
    def masked_email(self) -> str:
        """The address as a page may show it."""
        return masked(self.email)

    @property
    def is_active(self) -> bool:
        return self.status == self.Status.ACTIVE

    @property
    def may_confirm(self) -> bool:
        """Whether the link of the last confirmation letter still works."""
        return self.confirm_expires_at is not None and now() < self.confirm_expires_at

    @property
    def may_return(self) -> bool:
        """Whether the person left so lately that one press takes it back."""
        return self.unsubscribed_at is not None and now() - self.unsubscribed_at < TEN_MINUTES

    def may_get_a_letter(self) -> bool:
        """Say whether one more letter about the subscription would be no nuisance."""
        moment = now()
        asked = self.events.filter(kind=ConsentEvent.Kind.ASKED, at__gt=moment - A_DAY)
        times = list(asked.values_list("at", flat=True))
        if any(moment - at < TEN_MINUTES for at in times):
            return False
        if self.is_active and self.confirmed_at:
            return not any(at > self.confirmed_at for at in times)
        return len(times) < LETTERS_A_DAY

    @transaction.atomic
    def confirm(self, occasion: Occasion) -> bool:
        """Make the owner of the address a subscriber; False where that is no longer possible."""
        moment = now()
        is_changed = (
            Subscriber.objects.filter(pk=self.pk, confirm_hash=self.confirm_hash)
            .filter(confirm_expires_at__gt=moment)
            .exclude(status=self.Status.ACTIVE)
            .update(status=self.Status.ACTIVE, confirmed_at=moment, unsubscribed_at=None)
        )
        if is_changed:
            self._record(ConsentEvent.Kind.CONFIRMED, occasion, moment)
        return bool(is_changed)

    @transaction.atomic
    def leave(self, occasion: Occasion, *, by: User | None = None) -> bool:
        """Send no more letters; `by` is the editor who does it for the person.

        The links of older confirmation letters end with it. False where nothing was to be done.
        """
        moment = now()
        is_changed = (
            Subscriber.objects.filter(pk=self.pk)
            .active()
            .update(
                status=self.Status.UNSUBSCRIBED,
                unsubscribed_at=moment,
                confirm_hash=None,
                confirm_expires_at=None,
            )
        )
        if is_changed:
            kind = ConsentEvent.Kind.REMOVED if by else ConsentEvent.Kind.LEFT
            self._record(kind, occasion, moment, by=by)
        return bool(is_changed)

    @transaction.atomic
    def take_back_leaving(self, occasion: Occasion) -> bool:
        """Go on as before leaving, within ten minutes of it; False once they are over."""
        moment = now()
        is_changed = Subscriber.objects.filter(
            pk=self.pk,
            status=self.Status.UNSUBSCRIBED,
            unsubscribed_at__gt=moment - TEN_MINUTES,
        ).update(status=self.Status.ACTIVE, unsubscribed_at=None)
        if is_changed:
            self._record(ConsentEvent.Kind.RETURNED, occasion, moment)
        return bool(is_changed)

    def _write(self, occasion: Occasion) -> None:
        """Send the letter that fits the state of the address, whose row is locked."""
        token = tokens.new_confirm_token()
        moment = now()
        must_confirm = (
            Subscriber.objects.filter(pk=self.pk)
            .exclude(status=self.Status.ACTIVE)
            .update(
                confirm_hash=tokens.hashed(token),
                confirm_expires_at=moment + LINK_LIVES,
                source_article=occasion.article.pk if occasion.article else self.source_article_id,
            )
        )
        self._record(ConsentEvent.Kind.ASKED, occasion, moment)
        if must_confirm:
            mail.confirmation(self, token)
        else:
            mail.already(self)

    def _record(
        self, kind: ConsentEvent.Kind, occasion: Occasion, at: datetime, by: User | None = None
    ) -> None:
        ConsentEvent.objects.create(
            subscriber=self,
            kind=kind,
            at=at,
            **asdict(occasion.wording),
            page=occasion.page,
            article=occasion.article,
            client_address=occasion.client,
            by=by,
        )


class ConsentEvent(models.Model):
    """One line of the proof of consent: rows are added, and go only with their subscriber."""

    class Kind(models.TextChoices):
        ASKED = "asked", _("signed up")
        CONFIRMED = "confirmed", _("confirmed")
        LEFT = "left", _("left")
        REMOVED = "removed", _("unsubscribed by an editor")
        RETURNED = "returned", _("took leaving back")

    subscriber = models.ForeignKey(Subscriber, models.CASCADE, related_name="events")
    kind = models.CharField(_("what"), max_length=10, choices=Kind.choices)
    at = models.DateTimeField(_("when"), default=now)
    heading = models.TextField(_("heading"), blank=True)
    text = models.TextField(_("text"), blank=True)
    button = models.TextField(_("button"), blank=True)
    promise = models.TextField(_("promise"), blank=True)
    page = models.CharField(_("page"), max_length=300, blank=True)
    article = models.ForeignKey(
        Article, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("article")
    )
    client_address = models.GenericIPAddressField(
        _("client"), null=True, blank=True, help_text=_("Kept for 30 days.")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("consent")
        verbose_name_plural = _("proof of consent")
        indexes = [
            models.Index(
                fields=["at"],
                name="consent_with_client",
                condition=Q(client_address__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
