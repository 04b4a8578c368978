"""The names that libraries give to what is published: DOI, PMID and ISBN, as people paste them."""

from __future__ import annotations

import re
from urllib.parse import unquote

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from articles.models import Source

DOI_BEFORE = re.compile(r"\s*(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", re.IGNORECASE)
PMID_BEFORE = re.compile(r"\s*(?:https?://\S*?/(?=\d+/?\s*$)|pmid:?\s*)", re.IGNORECASE)
ISBN_BEFORE = re.compile(r"\s*isbn(?:-1[03])?:?\s*", re.IGNORECASE)


def doi(pasted: str) -> str:
    """Return the DOI without what stands before it: "https://doi.org/10.1/x" becomes "10.1/x"."""
    begin = DOI_BEFORE.match(pasted)
    name = pasted[begin.end() :] if begin else pasted
    is_address = begin is not None and "://" in begin[0]
    return (unquote(name) if is_address else name).strip().rstrip(".,;")


def pmid(pasted: str) -> str:
    """Return the number of a PubMed address, or of "PMID: 123"."""
    return PMID_BEFORE.sub("", pasted, count=1).strip().strip("/")


def isbn(pasted: str) -> str:
    """Return an ISBN without the word before it, its hyphens as they are printed.

    Raises ValidationError if it is not one: the last digit checks the others (ISBN Users' Manual,
    section 5.4; ISO 2108:1992 for those of ten).
    """
    name = " ".join(ISBN_BEFORE.sub("", pasted, count=1).upper().replace("\u2010", "-").split())
    digits = re.sub(r"[ -]", "", name)
    if name and not (_is_isbn_13(digits) or _is_isbn_10(digits)):
        raise ValidationError(
            _("No book has this ISBN: compare the digits with the imprint."), code="isbn"
        )
    return name


def _is_isbn_13(digits: str) -> bool:
    if not re.fullmatch(r"97[89]\d{10}", digits, re.ASCII):
        return False
    return sum(int(digit) * (1, 3)[place % 2] for place, digit in enumerate(digits)) % 10 == 0


def _is_isbn_10(digits: str) -> bool:
    if not re.fullmatch(r"\d{9}[\dX]", digits, re.ASCII):
        return False
    values = (10 if digit == "X" else int(digit) for digit in digits)
    return sum((10 - place) * value for place, value in enumerate(values)) % 11 == 0


class SourceForm(forms.ModelForm):
    """A source as an editor enters it: names may be pasted with their address or their label."""

    doi = forms.CharField(label="DOI", required=False, max_length=300)
    pmid = forms.CharField(label="PMID", required=False, max_length=100)
    isbn = forms.CharField(label="ISBN", required=False, max_length=60)

    class Meta:
        model = Source
        fields = "__all__"  # noqa: DJ007 (the desk leaves none out)

    def clean_doi(self) -> str:
        return doi(self.cleaned_data["doi"])

    def clean_pmid(self) -> str:
        return pmid(self.cleaned_data["pmid"])

    def clean_isbn(self) -> str:
        return isbn(self.cleaned_data["isbn"])
