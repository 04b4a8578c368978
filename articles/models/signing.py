from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from articles.models.people import Author


class SignOffQuerySet(models.QuerySet["SignOff"]):
    def approved(self) -> SignOffQuerySet:
        return self.filter(decision=SignOff.Decision.APPROVED)


class SignOff(models.Model):
    """What a medical reviewer says of one revision, for good: a later text needs another."""

    class Decision(models.TextChoices):
        APPROVED = "approved", _("Approved")
        CHANGES = "changes", _("Changes wanted")

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="sign_offs")
    revision = models.ForeignKey(
        "articles.Revision",
        models.CASCADE,
        related_name="sign_offs",
        verbose_name=_("revision"),
    )
    reviewer = models.ForeignKey(
        Author, models.PROTECT, related_name="sign_offs", verbose_name=_("reviewer")
    )
    by = models.ForeignKey(  # the account that the reviewer signed in with
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decision = models.CharField(_("decision"), max_length=8, choices=Decision.choices)
    scope = models.CharField(
        _("what was reviewed"),
        max_length=200,
        blank=True,
        help_text=_("For readers. Empty: the whole article."),
    )
    notes = models.TextField(
        _("notes"),
        max_length=4000,
        blank=True,
        help_text=_("For the desk; readers see none of it."),
    )
    at = models.DateTimeField(_("signed"), default=now)

    objects = SignOffQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("sign-off")
        verbose_name_plural = _("sign-offs")
        indexes = [models.Index(fields=["article", "-id"], name="sign_off_newest")]

    def __str__(self) -> str:
        return f"{self.reviewer}, {self.at:%Y-%m-%d}: {self.get_decision_display()}"

    @property
    def is_approval(self) -> bool:
        return self.decision == self.Decision.APPROVED


class ReviewRequest(models.Model):
    """A text sent for review; it waits until somebody signs or it is taken back."""

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="review_requests")
    revision = models.ForeignKey("articles.Revision", models.CASCADE, related_name="+")
    reviewer = models.ForeignKey(  # None: whoever may review
        Author,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="review_requests",
        verbose_name=_("medical reviewer"),
    )
    note = models.TextField(_("note"), max_length=2000, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    asked_at = models.DateTimeField(_("sent"), default=now)
    closed_at = models.DateTimeField(_("answered"), null=True, blank=True)

    objects: models.Manager[ReviewRequest] = models.Manager()

    class Meta:
        ordering = ["asked_at", "pk"]
        verbose_name = _("request for review")
        verbose_name_plural = _("requests for review")
        constraints = [
            models.UniqueConstraint(
                fields=["article"], name="review_asked_once", condition=Q(closed_at=None)
            )
        ]

    def __str__(self) -> str:
        return f"{self.article}, {self.asked_at:%Y-%m-%d}"


class ReviewReminder(models.Model):
    """That people were told of a review that is due, so that they are told once."""

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="+")
    due_on = models.DateField()
    days_before = models.PositiveSmallIntegerField()
    sent_on = models.DateField(db_index=True)

    objects: models.Manager[ReviewReminder] = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["article", "due_on", "days_before"], name="review_reminded_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.article_id}: {self.due_on}, {self.days_before}"
