from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

TARGETS = ["article", "category", "tag", "author", "series", "exercise"]


class Redirect(models.Model):
    """An address that once was, and what stands for it now: a thing, not its address of today."""

    class Kind(models.IntegerChoices):
        PERMANENT = 301, _("Moved for good (301)")
        TEMPORARY = 302, _("Elsewhere for now (302)")
        GONE = 410, _("Gone (410)")

    class Origin(models.TextChoices):
        AUTOMATIC = "automatic", _("a changed slug")
        MANUAL = "manual", _("the desk")
        IMPORTED = "imported", _("an import")

    path = models.CharField(
        _("old address"),
        max_length=400,
        unique=True,
        help_text=_("Its path on this site: /old-article/ or /?p=123"),
    )
    kind = models.PositiveSmallIntegerField(_("kind"), choices=Kind.choices, default=Kind.PERMANENT)
    article = models.ForeignKey(
        "articles.Article", models.CASCADE, null=True, blank=True, verbose_name=_("article")
    )
    category = models.ForeignKey(
        "articles.Category", models.CASCADE, null=True, blank=True, verbose_name=_("category")
    )
    tag = models.ForeignKey(
        "articles.Tag", models.CASCADE, null=True, blank=True, verbose_name=_("tag")
    )
    author = models.ForeignKey(
        "articles.Author", models.CASCADE, null=True, blank=True, verbose_name=_("author")
    )
    series = models.ForeignKey(
        "articles.Series", models.CASCADE, null=True, blank=True, verbose_name=_("series")
    )
    exercise = models.ForeignKey(
        "articles.Exercise", models.CASCADE, null=True, blank=True, verbose_name=_("exercise")
    )
    url = models.CharField(
        _("other address"),
        max_length=400,
        blank=True,
        help_text=_("A path of this site, or an address elsewhere."),
    )
    reason = models.CharField(
        _("reason"), max_length=300, blank=True, help_text=_("For readers, where it is gone.")
    )
    origin = models.CharField(
        _("made by"),
        max_length=9,
        choices=Origin.choices,
        default=Origin.MANUAL,
        editable=False,
    )
    hits = models.PositiveIntegerField(_("hits"), default=0, editable=False)
    last_hit_at = models.DateTimeField(_("last hit"), null=True, editable=False)
    created_at = models.DateTimeField(_("made"), default=now, editable=False)

    class Meta:
        ordering = ["path"]
        verbose_name = _("redirect")
        verbose_name_plural = _("redirects")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=410)
                | ~Q(url="")
                | Q(article__isnull=False)
                | Q(category__isnull=False)
                | Q(tag__isnull=False)
                | Q(author__isnull=False)
                | Q(series__isnull=False)
                | Q(exercise__isnull=False),
                name="redirect_leads_somewhere",
                violation_error_message=_("Choose what the address leads to."),
            ),
        ]

    def __str__(self) -> str:
        return self.path

    @property
    def thing(self) -> Any:
        """The article, category and so on that it leads to; None where that is a bare address."""
        return next((found for name in TARGETS if (found := getattr(self, name))), None)

    @property
    def address(self) -> str:
        """Where it leads today; "" where nothing stands for what is gone."""
        return self.thing.get_absolute_url() if self.thing else self.url
