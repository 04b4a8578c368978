"""The forms by which pictures come into the library."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from articles.models import Picture
from articles.pictures import encode, problems_of_alternative_text

ACCEPTED = "image/jpeg,image/png,image/webp,image/gif,image/avif"
AT_ONCE = 6  # rows of the form for several pictures


class PictureForm(forms.ModelForm):
    """A picture with its words; the file is re-encoded before it is kept."""

    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "JPEG, PNG, WebP, GIF or AVIF, up to 20 MB and 40 million pixels. Where it was taken "
            "and all else that the camera noted is removed. Of an animation the first frame is "
            "kept."
        ),
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
    )

    class Meta:
        model = Picture
        fields = ["file", "alternative_text", "is_decorative", "caption", "credit"]
        fields += ["focal_x", "focal_y"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and "file" in self.fields:
            self.fields["file"].label = _("Replace the file")

    def clean_alternative_text(self) -> str:
        words: str = self.cleaned_data["alternative_text"].strip()
        if problem := problems_of_alternative_text(words):
            raise ValidationError(problem, code="unfit")
        return words

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        words = cleaned.get("alternative_text")
        if words == "" and not cleaned.get("is_decorative"):
            missing = _("Say what the picture shows, or tick “decorative”.")
            self.add_error("alternative_text", ValidationError(missing, code="required"))
        upload = cleaned.get("file")
        if isinstance(upload, UploadedFile) and not self.errors:
            self._encode(upload)
        return cleaned

    def _encode(self, upload: UploadedFile) -> None:
        try:
            encode(self.instance, upload)
        except ValidationError as error:
            self.add_error("file", error)
        else:
            self.cleaned_data["file"] = self.instance.file


class NewPictureForm(PictureForm):
    """A picture added on the way: what matters in it is seen to later."""

    class Meta(PictureForm.Meta):
        fields = ["file", "alternative_text", "is_decorative", "caption", "credit"]


class RowForm(PictureForm):
    """One of several pictures added at once; a row without a file is left alone."""

    class Meta(PictureForm.Meta):
        fields = ["file", "alternative_text", "is_decorative", "credit"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.help_text = ""


RowFormSet = forms.formset_factory(RowForm, extra=AT_ONCE, max_num=AT_ONCE, absolute_max=AT_ONCE)
