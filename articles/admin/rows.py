"""The rows below the form of an article, as values of the text above them.

They are kept in its revisions and become rows of the database with a publication, so a form of
them knows no row of today.
"""

from __future__ import annotations

from math import inf
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from articles.models import Byline, ChangeNote, Source
from articles.revisions.content import NOTE, SOURCE, Content, row_of
from articles.sources import SourceForm


class ValueForm(forms.ModelForm):
    """One row, to which what the database has today is no obstacle; without a position the last."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["position"] = (kwargs.get("initial") or {}).get("position")
        self.fields["position"].required = False

    def validate_unique(self) -> None:
        pass

    def validate_constraints(self) -> None:
        pass


class ValueFormSet(forms.BaseInlineFormSet):
    """Rows that are written anew with every save, in the order of their positions."""

    def initial_form_count(self) -> int:
        return 0

    @property
    def values(self) -> list[dict[str, Any]]:
        """What is in each row that was filled in and not deleted."""
        filled = [form.cleaned_data for form in self.forms if form.has_changed()]
        kept = [row for row in filled if row and not row.get("DELETE")]
        return sorted(kept, key=_place)


def _place(row: dict[str, Any]) -> float:
    position = row.get("position")
    return inf if position is None else position


class AuthorFormSet(ValueFormSet):
    def clean(self) -> None:
        names = [row["author"] for row in self.values if "author" in row]
        if len(names) != len(set(names)):
            raise ValidationError(_("Name each author once."), code="twice")

    def content(self) -> list[int]:
        """Return the authors' keys as a revision has them."""
        return [row["author"].pk for row in self.values]

    @staticmethod
    def initial_of(content: Content) -> list[dict[str, Any]]:
        """Return what the rows show of a revision."""
        return [{"author": key, "position": at} for at, key in enumerate(content["authors"], 1)]


class SourceFormSet(ValueFormSet):
    def content(self) -> list[Content]:
        """Return the sources as a revision has them."""
        sources = (Source(**{name: row[name] for name in SOURCE}) for row in self.values)
        return [row_of(source, SOURCE) for source in sources]

    @staticmethod
    def initial_of(content: Content) -> list[dict[str, Any]]:
        """Return what the rows show of a revision."""
        return [{**row, "position": at} for at, row in enumerate(content["sources"], 1)]


class NoteFormSet(forms.BaseInlineFormSet):
    """The public history: what readers know already, and what they will with a publication."""

    def content(self) -> list[Content]:
        """Return the entries that are to come as a revision has them."""
        return [row_of(note, NOTE) for note in self.save(commit=False) if note.pk is None]

    def save_known(self) -> bool:
        """Save what changed in the entries that readers know; say whether that was anything."""
        self.save(commit=False)
        for note, _fields in self.changed_objects:
            note.save()
        for note in self.deleted_objects:
            note.delete()
        return bool(self.changed_objects or self.deleted_objects)

    @staticmethod
    def initial_of(content: Content) -> list[dict[str, Any]]:
        """Return what the further rows show of a revision."""
        at = ChangeNote._meta.get_field("at")
        return [{**row, "at": at.to_python(row["at"])} for row in content["changes"]]


class SourceRowForm(ValueForm, SourceForm):
    """A source, whose names may be pasted with their address or their label."""


class BylineForm(ValueForm):
    class Meta:
        model = Byline
        fields = ["author", "position"]
