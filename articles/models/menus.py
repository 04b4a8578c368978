from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Menu(models.Model):
    """One of the site's menus; its rows are made with the database and stay."""

    class Place(models.TextChoices):
        HEADER = "header", _("Header")
        FOOTER = "footer", _("Footer")

    place = models.CharField(
        _("place"), max_length=6, choices=Place.choices, unique=True, editable=False
    )

    class Meta:
        ordering = ["-place"]
        verbose_name = _("menu")
        verbose_name_plural = _("menus")

    def __str__(self) -> str:
        return self.get_place_display()


class MenuItem(models.Model):
    """A category or a page in a menu."""

    menu = models.ForeignKey(Menu, models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    category = models.ForeignKey(
        "articles.Category", models.CASCADE, null=True, blank=True, verbose_name=_("category")
    )
    page = models.ForeignKey(
        "articles.Article",
        models.CASCADE,
        null=True,
        blank=True,
        limit_choices_to={"kind": "page"},
        verbose_name=_("page"),
    )
    label = models.CharField(
        _("label"), max_length=60, blank=True, help_text=_("Empty: its own name.")
    )

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("entry")
        verbose_name_plural = _("entries")
        constraints = [
            models.CheckConstraint(
                condition=Q(category=None, page__isnull=False)
                | Q(category__isnull=False, page=None),
                name="menu_item_leads_to_one",
                violation_error_message=_("Choose a category or a page, one of the two."),
            ),
        ]

    def __str__(self) -> str:
        return self.label or str(self.category or self.page)

    def get_absolute_url(self) -> str:
        target = self.category or self.page
        return target.get_absolute_url() if target else "/"
