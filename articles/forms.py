"""The forms of the desk."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.timezone import localdate, now
from django.utils.translation import gettext_lazy as _
from django_prose_editor.fields import ProseEditorField

from articles import slugs
from articles.models import Article, ChangeNote, Picture
from articles.moments import MomentField, MomentWidget
from articles.pictures import encode, problems_of_alternative_text
from articles.pictures.in_text import describe
from articles.revisions.content import SETS
from articles.withdrawing import WithdrawnForm
from backpain.text import TextField

NEEDS_WORDS = {Article.Disclosure.SPONSORED, Article.Disclosure.INTEREST}


class ArticleForm(WithdrawnForm):
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

    change_at = MomentField(
        label=_("Publish these changes at"),
        required=False,
        widget=MomentWidget,
        help_text=_("For readers the article stays as it is until then. Empty: at once."),
    )
    override = TextField(
        label=_("Why it is published all the same"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("For the desk: it stands in the history."),
    )

    base = forms.IntegerField(required=False, widget=forms.HiddenInput)  # see saving.stamp

    uploaded: Picture | None = None

    class Meta:
        model = Article
        exclude = ["authors", "status"]  # rows of their own below the form; what the buttons do
        widgets = {"standfirst": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        written = getattr(self.instance, "written", None)
        if written:  # the columns were set by articles.revisions.content.show()
            self.initial.update({name: written[name] for name in SETS})
            self.initial["base"] = self.instance.stamp
        self._set_moments(written)
        if slug := self.fields.get("slug"):
            slug.required = False  # it is made from the title

    def _set_moments(self, written: dict[str, Any] | None) -> None:
        """Let a draft have no day of publication: it is the one on which it is published."""
        if "publish_at" not in self.fields:
            return
        field = self.fields["publish_at"]
        field.show_hidden_initial = False  # a form that is shown again would take it for unchanged
        if self.instance.has_been_public:
            return
        field.required, field.initial = False, None
        field.help_text = _("Empty: once you publish. In the future: it appears by itself.")
        if not (written or {}).get("publish_at"):
            self.initial["publish_at"] = None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self._clean_slug(cleaned)
        self._clean_moments(cleaned)
        self._clean_kind(cleaned)
        self._clean_review(cleaned)
        self._clean_disclosure(cleaned)
        self._clean_picture(cleaned)
        self._clean_pictures_in_text(cleaned)
        return cleaned

    @property
    def is_publishing(self) -> bool:
        return "_publish" in self.data

    def _clean_slug(self, cleaned: dict[str, Any]) -> None:
        if "slug" in cleaned and not cleaned["slug"]:
            known = self.initial.get("slug")
            cleaned["slug"] = known or slugs.free(cleaned.get("title", ""), self.instance)

    def _clean_moments(self, cleaned: dict[str, Any]) -> None:
        start, end = cleaned.get("publish_at"), cleaned.get("unpublish_at")
        if end and (start or now()) >= end:
            words = _("“Unpublish at” is before “publish at”.")
            self.add_error("unpublish_at", ValidationError(words, code="order"))
        if (change := cleaned.get("change_at")) and self.is_publishing:
            self._clean_change(change, end)

    def _clean_change(self, change: datetime, end: datetime | None) -> None:
        """Refuse a moment for the changes of a live article that would never be one."""
        words: Any = ""
        if not getattr(self.instance, "live", self.instance).is_public:
            words = _("Readers do not see it now: “publish at” says when it appears.")
        elif change <= now():
            words = _("This moment has passed: choose a later one, or none to publish at once.")
        elif end and end <= change:
            words = _("The article leaves before the changes would be seen.")
        if words:
            self.add_error("change_at", ValidationError(words, code="change"))

    def _clean_kind(self, cleaned: dict[str, Any]) -> None:
        if cleaned.get("kind") == Article.Kind.PAGE:
            cleaned["comments_are_open"] = False

    def _clean_review(self, cleaned: dict[str, Any]) -> None:
        on, due = cleaned.get("reviewed_on"), cleaned.get("review_due_on")
        if on and "reviewer" in cleaned and not cleaned["reviewer"]:
            words = _("Name the reviewer, or remove the date of the review.")
            self.add_error("reviewer", ValidationError(words, code="required"))
        if on and on > localdate():
            words = _("The review lies in the future: write the day on which it was done.")
            self.add_error("reviewed_on", ValidationError(words, code="future"))
        if on and due and due <= on:
            words = _("The next review is due before this one was done.")
            self.add_error("review_due_on", ValidationError(words, code="order"))

    def _clean_disclosure(self, cleaned: dict[str, Any]) -> None:
        kind, text = cleaned.get("disclosure"), cleaned.get("disclosure_text")
        if text and not kind:
            words = _("Choose what these words disclose, or remove them.")
            self.add_error("disclosure", ValidationError(words, code="required"))
        if kind in NEEDS_WORDS and not text:
            words = _("Say who pays, or what the interest is.")
            self.add_error("disclosure_text", ValidationError(words, code="required"))

    def _clean_picture(self, cleaned: dict[str, Any]) -> None:
        upload = cleaned.get("new_picture")
        words = cleaned.get("new_picture_alternative_text", "")
        if upload and not words:
            self.add_error(
                "new_picture_alternative_text",
                ValidationError(_("Say what the picture shows."), code="required"),
            )
        elif problem := problems_of_alternative_text(words):
            self.add_error("new_picture_alternative_text", ValidationError(problem, code="unfit"))
        elif upload:
            self.uploaded = self._encode(upload, words)
        elif words and "new_picture" not in self.errors:  # browsers forget a file, and keep words
            lost = _("Choose the file once more, or remove these words.")
            self.add_error("new_picture_alternative_text", ValidationError(lost, code="no_file"))

    def _clean_pictures_in_text(self, cleaned: dict[str, Any]) -> None:
        if "<img" not in (cleaned.get("body") or ""):
            return
        field = cast("ProseEditorField", Article._meta.get_field("body"))
        cleaned["body"], problems = describe(field.clean(cleaned["body"], self.instance))
        if problems:
            self.add_error("body", [ValidationError(words, code="picture") for words in problems])

    def _encode(self, upload: UploadedFile, words: str) -> Picture | None:
        picture = Picture(alternative_text=words)
        try:
            encode(picture, upload)
        except ValidationError as error:
            self.add_error("new_picture", error)
            return None
        return picture


class ChangeNoteForm(forms.ModelForm):
    """An entry of an article's public history."""

    class Meta:
        model = ChangeNote
        fields = ["kind", "text", "at"]
        widgets = {"text": forms.Textarea(attrs={"rows": 2})}

    def clean_at(self) -> datetime:
        at: datetime = self.cleaned_data["at"]
        if at > now():
            words = _("The change lies in the future: readers see it as soon as you save it.")
            raise ValidationError(words, code="future")
        return at
