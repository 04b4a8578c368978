from __future__ import annotations

from django.core.validators import MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from articles.models.pictures import Picture
from articles.models.terms import Term


class Exercise(Term):
    """A movement to do at home; a body shows it where it says [exercise its-slug]."""

    steps = models.TextField(_("steps"), help_text=_("One a line."))
    sets = models.PositiveSmallIntegerField(
        _("sets"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    repetitions = models.PositiveSmallIntegerField(
        _("repetitions"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    hold_seconds = models.PositiveSmallIntegerField(
        _("hold (seconds)"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    how_often = models.CharField(
        _("how often"), max_length=100, blank=True, help_text=_("Once a day, five days a week")
    )
    not_for = models.CharField(
        _("not for you"),
        max_length=300,
        blank=True,
        help_text=_("Who should leave it out, after “Not for you”: if bending makes it worse."),
    )
    picture = models.ForeignKey(
        Picture, models.PROTECT, null=True, blank=True, verbose_name=_("picture")
    )

    class Meta(Term.Meta):
        verbose_name = _("exercise")
        verbose_name_plural = _("exercises")

    def get_absolute_url(self) -> str:
        return reverse("articles:exercise", args=[self.slug])

    @property
    def marker(self) -> str:
        """What an editor writes into a body, in a paragraph of its own, to show it there."""
        return f"[exercise {self.slug}]"

    @property
    def step_list(self) -> list[str]:
        return [line.strip() for line in self.steps.splitlines() if line.strip()]
