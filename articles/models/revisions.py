from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _


class RevisionQuerySet(models.QuerySet["Revision"]):
    def kept(self) -> RevisionQuerySet:
        """Leave out what was set aside: what is here is how the article was, or is to be."""
        return self.exclude(kind=Revision.Kind.ASIDE)


class Revision(models.Model):
    """An article as somebody left it, whole: see articles.revisions.content for what is in it."""

    class Kind(models.TextChoices):
        SAVED = "saved", _("Saved")
        FOUND = "found", _("As it stood")  # before the first change that was recorded
        RESTORED = "restored", _("Restored")
        ASIDE = "aside", _("Set aside")  # somebody else had saved meanwhile: see merging

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="revisions")
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices, default=Kind.SAVED)
    content = models.JSONField(_("content"))
    restores = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("restores")
    )
    base = models.ForeignKey(  # what its editor had before them
        "self", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("base")
    )
    editor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("saved by"),
    )
    created_at = models.DateTimeField(_("saved"), default=now)
    apply_at = models.DateTimeField(  # the worker publishes it then
        _("to be published"), null=True, blank=True
    )
    apply_problem = models.TextField(  # why the worker could not: then it does not try again
        _("why it was not published"), blank=True
    )
    is_small_correction = models.BooleanField(default=False)  # what is to be published then
    override = models.TextField(  # why it was published against the checklist
        _("why it was published all the same"), max_length=500, blank=True
    )
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("published by"),
    )

    objects = RevisionQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        indexes = [
            models.Index(fields=["article", "-id"], name="revision_newest"),
            models.Index(
                fields=["apply_at"],
                name="revision_to_apply",
                condition=models.Q(apply_at__isnull=False),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["article"],
                name="revision_one_to_apply",
                condition=models.Q(apply_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.content.get('title', '')}, {self.created_at:%Y-%m-%d %H:%M}"
