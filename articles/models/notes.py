"""What became of an article after its publication, and what readers say is wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.timezone import localdate, now
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.contrib.auth.models import User


class ChangeNote(models.Model):
    """An entry of an article's public history."""

    class Kind(models.TextChoices):
        UPDATE = "update", _("Update")
        CLARIFICATION = "clarification", _("Clarification")
        CORRECTION = "correction", _("Correction")
        RETRACTION = "retraction", _("Retraction")

    # These also stand above the text, where nobody misses them.
    PROMINENT = (Kind.CORRECTION, Kind.RETRACTION)

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="changes")
    kind = models.CharField(_("kind"), max_length=13, choices=Kind.choices, default=Kind.UPDATE)
    text = models.TextField(
        _("what changed"), max_length=1000, help_text=_("For readers, in plain words.")
    )
    at = models.DateTimeField(_("date"), default=now)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("change")
        verbose_name_plural = _("public history")

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {localdate(self.at).isoformat()}"

    @property
    def is_prominent(self) -> bool:
        return self.kind in self.PROMINENT

    @property
    def is_retraction(self) -> bool:
        return self.kind == self.Kind.RETRACTION


class ReportQuerySet(models.QuerySet["Report"]):
    def open(self) -> ReportQuerySet:
        """Keep the ones that wait for the desk."""
        return self.filter(handled_at=None)

    def handle(self, by: User) -> int:
        """Mark the open ones as handled `by` somebody; return how many that were."""
        return self.open().update(handled_at=now(), handled_by=by)

    def reopen(self) -> int:
        """Let the handled ones wait again; return how many that were."""
        return self.exclude(handled_at=None).update(handled_at=None, handled_by=None)


class Report(models.Model):
    """What a reader finds wrong or missing in an article, as it stood when they read it."""

    article = models.ForeignKey(
        "articles.Article", models.CASCADE, related_name="reports", verbose_name=_("article")
    )
    version = models.PositiveIntegerField(_("version read"))
    body = models.TextField(_("what a reader says"))
    email = models.CharField(_("e-mail"), max_length=320, blank=True)  # only if they want an answer
    created_at = models.DateTimeField(_("sent"), default=now)
    handled_at = models.DateTimeField(_("handled"), null=True, blank=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        verbose_name=_("handled by"),
    )
    note = models.TextField(_("note of the desk"), blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("report from a reader")
        verbose_name_plural = _("reports from readers")
        indexes = [
            models.Index(
                fields=["-created_at"],
                name="report_open",
                condition=models.Q(handled_at=None),
            )
        ]

    def __str__(self) -> str:
        return self.body[:80]
