"""Redirects as an editor types or uploads them."""

from __future__ import annotations

import base64
import zlib
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from articles.models import Redirect
from articles.redirects import paths
from articles.redirects.checking import Checker, Verdict, Wish

LARGEST = 5 * 1024 * 1024  # bytes of a table
LARGEST_PACKED = 1536 * 1024  # so that the confirmation stays below what a post may have


class RedirectForm(forms.ModelForm):
    """A redirect by hand: its target is kept as a thing wherever one stands there."""

    verdict: Verdict | None = None

    class Meta:
        model = Redirect
        fields = ["path", "kind", "article", "url", "reason"]
        labels = {"url": _("Or another address")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and not self.instance.article:  # a category is typed by its address
            self.initial["url"] = self.instance.address

    def clean_path(self) -> str:
        try:
            return paths.kept(self.cleaned_data["path"])
        except ValueError as error:
            raise forms.ValidationError(_("This is no address."), code="invalid") from error

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if {"path", "kind", "url"} <= cleaned.keys():
            names = ("path", "kind", "url", "article", "reason")
            wish = Wish(**{name: cleaned[name] for name in names if name in cleaned})
            self.verdict = Checker([wish]).verdict(wish)
            for name, words in self.verdict.problems.items():
                self.add_error(name, forms.ValidationError(words, code="unfit"))
        return cleaned

    def _post_clean(self) -> None:
        """Put what the verdict keeps into the row before the model looks at it."""
        if self.verdict:
            for name, value in self.verdict.fields.items():
                setattr(self.instance, name, value)
                if name in self.cleaned_data:
                    self.cleaned_data[name] = value
        super()._post_clean()  # type: ignore[misc]


class TableForm(forms.Form):
    """A table of redirects, uploaded."""

    file = forms.FileField(
        label=_("CSV file"),
        help_text=_("Two columns, old and new address; a third may say 301, 302 or 410."),
    )

    def clean_file(self) -> bytes:
        upload: UploadedFile = self.cleaned_data["file"]
        if (upload.size or 0) > LARGEST:
            raise forms.ValidationError(_("It is larger than 5 MB: split it."), code="large")
        content: bytes = upload.read()
        if len(packed(content)) > LARGEST_PACKED:
            raise forms.ValidationError(_("It is too large to be looked over: split it."))
        return content


def packed(content: bytes) -> str:
    """Return a table as text that a hidden field can carry to the confirmation."""
    return base64.b64encode(zlib.compress(content, 9)).decode()


def unpacked(text: str) -> bytes:
    """Return what `packed` was given. ValueError: the text is something else, or too large."""
    unpacking = zlib.decompressobj()
    try:
        content = unpacking.decompress(base64.b64decode(text, validate=True), LARGEST)
    except zlib.error as error:
        raise ValueError("This was packed by something else.") from error
    if not unpacking.eof:
        raise ValueError("This is larger than what was uploaded.")
    return content
