"""What articles are filed under, each with an address of its own."""

from __future__ import annotations

from collections import defaultdict

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from articles.editor import SHORT_EXTENSIONS
from articles.models.fields import RichTextField


class Term(models.Model):
    """What categories, tags, series and authors share: a name, an address and their articles."""

    name = models.CharField(_("name"), max_length=100)
    slug = models.SlugField(
        _("slug"), max_length=100, unique=True, allow_unicode=True, help_text=_("Its address.")
    )

    class Meta:
        abstract = True
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class Category(Term):
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("part of"),
        help_text=_("A wider category, which lists the articles of this one too."),
    )
    description = models.TextField(_("description"), blank=True)
    position = models.PositiveSmallIntegerField(
        _("position"), default=0, help_text=_("Among its neighbours: lower numbers come first.")
    )
    safety_heading = models.CharField(
        _("heading"), max_length=120, blank=True, default=_("When to get medical help")
    )
    safety_text = RichTextField(
        _("text"),
        extensions=SHORT_EXTENSIONS,
        blank=True,
        help_text=_(
            "Stands near the top of every article filed here, in print and in feeds too. "
            "Empty: that of the wider category."
        ),
    )
    review_months = models.PositiveSmallIntegerField(
        _("months between reviews"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Until an article filed here is due for its next review. Empty: 36."),
    )
    requires_review = models.BooleanField(
        _("only with a sign-off"),
        default=False,
        help_text=_(
            "What is filed here or under a part of it is published only once a medical reviewer "
            "has approved that text."
        ),
    )

    class Meta(Term.Meta):
        ordering = ["position", "name"]
        verbose_name = _("category")
        verbose_name_plural = _("categories")

    def get_absolute_url(self) -> str:
        return reverse("articles:category", args=[self.slug])

    def clean(self) -> None:
        super().clean()
        if self.pk and self.parent_id in self.family():
            raise ValidationError(
                {"parent": _("A category cannot be part of itself or of one of its own parts.")}
            )

    def family(self) -> set[int]:
        """Return the keys of this category and of all that are part of it, in one query."""
        parts: dict[int | None, list[int]] = defaultdict(list)
        for key, parent in Category.objects.values_list("pk", "parent"):
            parts[parent].append(key)
        family: set[int] = set()
        waiting = [self.pk]
        while waiting:
            key = waiting.pop()
            if key not in family:
                family.add(key)
                waiting += parts[key]
        return family

    def line(self) -> list[Category]:
        """Return the wider categories and this one, the widest first.

        Follows `parent`, a query a step unless it is loaded.
        """
        line = [self]
        while (parent := line[0].parent) and parent not in line:
            line.insert(0, parent)
        return line


class Tag(Term):
    class Meta(Term.Meta):
        verbose_name = _("tag")
        verbose_name_plural = _("tags")

    def get_absolute_url(self) -> str:
        return reverse("articles:tag", args=[self.slug])


class Series(Term):
    """Articles to be read one after the other."""

    description = models.TextField(_("description"), blank=True)

    class Meta(Term.Meta):
        verbose_name = _("series")
        verbose_name_plural = pgettext_lazy("several", "series")

    def get_absolute_url(self) -> str:
        return reverse("articles:series", args=[self.slug])
