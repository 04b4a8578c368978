from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from articles.models.fields import WebAddressField
from articles.models.pictures import Picture
from articles.models.terms import Term
from backpain import text


def validate_addresses(lines: str) -> None:
    """Refuse what is not a list of web addresses, one a line."""
    is_address = URLValidator(schemes=["http", "https"])
    for line in lines.split():
        try:
            is_address(line)
        except ValidationError as error:
            raise ValidationError(
                _("“%(line)s” is not a web address: write one a line, with https:// before it."),
                params={"line": line},
            ) from error


class Author(Term):
    """A person who writes or reviews, apart from any account: guests and leavers keep theirs."""

    credentials = models.CharField(
        _("credentials"), max_length=100, blank=True, help_text=_("After the name: PT, DPT")
    )
    role = models.CharField(_("role"), max_length=100, blank=True)
    biography = models.TextField(_("biography"), blank=True)
    portrait = models.ForeignKey(
        Picture, models.SET_NULL, null=True, blank=True, verbose_name=_("portrait")
    )
    licence = WebAddressField(
        _("licence"), blank=True, help_text=_("Where a reader can check the right to practise.")
    )
    profiles = models.TextField(
        _("profiles"),
        blank=True,
        validators=[validate_addresses],
        help_text=_("Pages elsewhere about the same person, one address a line: ORCID, a clinic."),
    )
    interests = models.CharField(
        _("declared interests"),
        max_length=300,
        blank=True,
        help_text=_("Who else pays this person, where it bears on what they write."),
    )
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="author",
        limit_choices_to={"is_staff": True},
        verbose_name=_("signs in as"),
        help_text=_("The account at the desk: whose articles these are, and who signs a review."),
    )

    class Meta(Term.Meta):
        verbose_name = _("author")
        verbose_name_plural = _("authors")

    def get_absolute_url(self) -> str:
        return reverse("articles:author", args=[self.slug])

    @property
    def initials(self) -> str:
        return text.initials(self.name)


class Byline(models.Model):
    """One author's place in an article's byline."""

    article = models.ForeignKey("articles.Article", models.CASCADE)
    author = models.ForeignKey(Author, models.PROTECT, verbose_name=_("author"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("author")
        verbose_name_plural = _("authors")
        constraints = [
            models.UniqueConstraint(fields=["article", "author"], name="byline_names_author_once")
        ]

    def __str__(self) -> str:
        return str(self.author)
