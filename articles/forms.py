"""The forms of the desk."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from articles.models import Article, Picture
from articles.pictures import encode


class ArticleForm(forms.ModelForm):
    """An article as an editor writes it, with its lead picture uploaded in the same step."""

    new_picture = forms.FileField(
        label=_("New lead picture"),
        required=False,
        help_text=_("Instead of choosing one above. JPEG, PNG, WebP, GIF or AVIF, up to 20 MB."),
    )
    new_picture_alternative_text = forms.CharField(
        label=_("Its alternative text"),
        required=False,
        max_length=250,
        help_text=_("What the picture shows, for people who cannot see it."),
    )
    is_small_correction = forms.BooleanField(
        label=_("Small correction"),
        required=False,
        help_text=_("Keep the “Updated” date that readers see: nothing of substance changed."),
    )

    uploaded: Picture | None = None

    class Meta:
        model = Article
        exclude = ["authors"]  # noqa: DJ006 (they are rows of their own below the form)
        widgets = {"standfirst": forms.Textarea(attrs={"rows": 3})}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        upload = cleaned.get("new_picture")
        words = cleaned.get("new_picture_alternative_text", "")
        if upload and not words:
            self.add_error(
                "new_picture_alternative_text",
                ValidationError(_("Say what the picture shows."), code="required"),
            )
        elif upload:
            self.uploaded = self._encode(upload, words)
        return cleaned

    def _encode(self, upload: UploadedFile, words: str) -> Picture | None:
        picture = Picture(alternative_text=words)
        try:
            encode(picture, upload)
        except ValidationError as error:
            self.add_error("new_picture", error)
            return None
        return picture


class PictureForm(forms.ModelForm):
    """A picture with its words; the file is re-encoded before it is kept."""

    file = forms.FileField(
        label=_("File"), help_text=_("JPEG, PNG, WebP, GIF or AVIF, up to 20 MB.")
    )

    class Meta:
        model = Picture
        fields = ["file", "alternative_text", "caption", "credit"]

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        if isinstance(upload, UploadedFile):
            encode(self.instance, upload)
            return self.instance.file
        return upload
