from __future__ import annotations

from urllib.parse import quote

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.fields import WebAddressField


class Source(models.Model):
    """Something that an article rests on, shown in the numbered list under it.

    A body points to it by its number in square brackets: [2], or [1, 3].
    """

    class Kind(models.TextChoices):
        STUDY = "study", _("Study")
        REVIEW = "review", _("Review of studies")
        GUIDELINE = "guideline", _("Guideline")
        BOOK = "book", _("Book")
        PAGE = "page", _("Web page")
        OTHER = "other", _("Other")

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="sources")
    citation = models.CharField(_("citation"), max_length=300)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.OTHER)
    url = WebAddressField(_("address"), blank=True)
    doi = models.CharField(
        "DOI",
        max_length=120,
        blank=True,
        validators=[RegexValidator(r"^10\.\d{4,9}/\S+$", _("A DOI begins with 10. and has a /."))],
    )
    pmid = models.CharField(
        "PMID", max_length=9, blank=True, validators=[RegexValidator(r"^[1-9]\d*$", _("Digits."))]
    )
    isbn = models.CharField(
        "ISBN",
        max_length=17,
        blank=True,
        validators=[RegexValidator(r"^[\d -]{9,16}[\dXx]$", _("An ISBN has 10 or 13 digits."))],
    )
    accessed_on = models.DateField(_("read on"), null=True, blank=True)
    archived_url = WebAddressField(
        _("archived copy"), blank=True, help_text=_("For when the page itself is gone.")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("source")
        verbose_name_plural = _("sources")

    def __str__(self) -> str:
        return self.citation

    @property
    def address(self) -> str:
        """Where to find it: its own address, else the one that its DOI or PMID stands for."""
        return self.url or self.doi_address or self.pmid_address

    @property
    def doi_address(self) -> str:
        """Where its DOI leads, encoded, for the name may hold any sign; "" without one."""
        return f"https://doi.org/{quote(self.doi)}" if self.doi else ""

    @property
    def pmid_address(self) -> str:
        """Its page in PubMed; "" where it has none."""
        return f"https://pubmed.ncbi.nlm.nih.gov/{self.pmid}/" if self.pmid else ""
