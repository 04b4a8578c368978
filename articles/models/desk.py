"""What happens at the form of an article before anything is saved."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.timezone import now


class Unsaved(models.Model):
    """What an editor typed into one form and has not saved: kept while they type."""

    editor = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.CharField(max_length=32)  # random, of one form on one screen
    article = models.ForeignKey(  # None: it has no row yet
        "articles.Article", models.CASCADE, null=True, blank=True, related_name="unsaved"
    )
    base = models.PositiveBigIntegerField(default=0)  # the newest revision as the form was opened
    data = models.JSONField()  # name -> values, as a browser posts them
    saved_at = models.DateTimeField(default=now)

    objects: models.Manager[Unsaved] = models.Manager()

    class Meta:
        ordering = ["-saved_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["editor", "key"], name="unsaved_once_a_form")
        ]
        indexes = [models.Index(fields=["saved_at"], name="unsaved_by_age")]

    def __str__(self) -> str:
        return f"{(self.data.get('title') or [''])[0]}, {self.saved_at:%Y-%m-%d %H:%M}"


class Presence(models.Model):
    """Somebody has the form of an article open."""

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="present")
    editor = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    since = models.DateTimeField(default=now)
    seen_at = models.DateTimeField(default=now)

    objects: models.Manager[Presence] = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "editor"], name="present_once")]

    def __str__(self) -> str:
        return f"{self.editor}, {self.since:%H:%M}"
