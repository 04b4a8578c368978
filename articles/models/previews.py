from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _


class PreviewLinkQuerySet(models.QuerySet["PreviewLink"]):
    def open(self, at: datetime | None = None) -> PreviewLinkQuerySet:
        """Keep those that lead to a preview `at` a moment, by default now."""
        return self.filter(revoked_at=None, expires_at__gt=at or now())


class PreviewLink(models.Model):
    """An address that shows an article to somebody without an account, before readers see it.

    revision: what it shows; None: what is written last, until readers see the article.
    """

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="preview_links")
    revision = models.ForeignKey(
        "articles.Revision", models.CASCADE, null=True, blank=True, related_name="+"
    )
    token_hash = models.CharField(max_length=64, unique=True)  # see articles.previews.links
    label = models.CharField(_("for whom"), max_length=100)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(_("made"), default=now)
    expires_at = models.DateTimeField(_("expires"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    hits = models.PositiveIntegerField(_("uses"), default=0)
    last_hit_at = models.DateTimeField(_("last used"), null=True, blank=True)

    objects = PreviewLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("link to a preview")
        verbose_name_plural = _("links to previews")
        indexes = [models.Index(fields=["expires_at"], name="preview_link_by_age")]
        constraints = [
            models.CheckConstraint(condition=~Q(label=""), name="preview_link_is_for_somebody"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def is_open(self) -> bool:
        """Whether it leads to a preview now."""
        return self.revoked_at is None and now() < self.expires_at

    def revoke(self) -> None:
        """Let it lead nowhere from now on."""
        if self.revoked_at is None:
            self.revoked_at = now()
            self.save(update_fields=["revoked_at"])
