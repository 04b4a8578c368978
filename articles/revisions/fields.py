"""How a field of a row changed, in the way that its kind is best shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db import models
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.timezone import is_aware, localtime
from django.utils.translation import gettext as _

from articles.models import Picture
from articles.revisions import bodies, words
from articles.revisions.bodies import Stretch
from articles.revisions.rows import Rows

BODY = "body"
ORDERED = "authors"  # the one set of rows that has an order
WHOLE = (models.URLField, models.SlugField, models.IntegerField, models.DateField)
READ_AS_A_WHOLE = {"doi", "pmid", "isbn"}


@dataclass(frozen=True)
class Change:
    """How one field changed; `kind` says to the template which of those below it is."""

    kind: ClassVar[str]
    label: str


@dataclass(frozen=True)
class Text(Change):
    """Words: what came and went is marked in `html`; `note` says what is not to be seen."""

    kind = "text"
    html: SafeString
    note: str = ""


@dataclass(frozen=True)
class Body(Change):
    kind = "body"
    stretches: tuple[Stretch, ...]
    note: str = ""


@dataclass(frozen=True)
class Names(Change):
    """What was added and removed, name by name, and a note on their order."""

    kind = "names"
    names: tuple[SafeString, ...]
    note: str = ""


@dataclass(frozen=True)
class Pictures(Change):
    """What a picture was and is: a row, words for one that is gone, or nothing."""

    kind = "pictures"
    before: Picture | str
    after: Picture | str


def change(field: models.Field, before: Any, after: Any, rows: Rows) -> Change:
    """Return how `field` went from one value to the other, both as a revision holds them."""
    label = capfirst(str(field.verbose_name))
    if field.name == BODY:
        return _body(label, before or "", after or "")
    if isinstance(field, models.ManyToManyField):
        return _names(label, before or [], after or [], _naming(field, rows), field.name)
    if isinstance(field, models.ForeignKey) and field.related_model is Picture:
        return Pictures(label, rows.find(Picture, before), rows.find(Picture, after))
    old, new = (shown(field, value, rows) for value in (before, after))
    if is_whole(field):
        return Text(label, words.instead(old, new))
    return _text(label, old, new)


def shown(field: models.Field, value: Any, rows: Rows) -> str:
    """Return a value in words, as the language has them; nothing for none."""
    if isinstance(field, models.BooleanField):
        return _("yes") if value else _("no")
    if value is None or value == "":
        return str(dict(field.flatchoices).get("", ""))
    if isinstance(field, models.ForeignKey):
        return str(rows.find(field.related_model, value))
    if isinstance(field, models.DateField):
        return _day(str(value))
    return str(dict(field.flatchoices).get(value, value))


def is_whole(field: models.Field) -> bool:
    """Say whether a value is replaced rather than edited word by word."""
    is_chosen = bool(field.choices) or isinstance(field, models.BooleanField | models.ForeignKey)
    return is_chosen or isinstance(field, WHOLE) or field.name in READ_AS_A_WHOLE


def _text(label: str, before: str, after: str) -> Text:
    old, new = words.of_line(before), words.of_line(after)
    found = words.difference(old, new, words.budget())
    note = "" if any(not run.is_same for run in found) else _("Only white space changed.")
    return Text(label, words.compared(old, new, found), note)


def _body(label: str, before: str, after: str) -> Body:
    stretches = bodies.compared(before, after)
    if bodies.is_changed(stretches):
        return Body(label, stretches)
    return Body(label, (), _("Only white space or the markup changed."))


def _names(
    label: str, before: list[Any], after: list[Any], name: Callable[[Any], str], field: str
) -> Names:
    gone = [name(key) for key in before if key not in after]
    new = [name(key) for key in after if key not in before]
    shown = [words.removed(one) for one in gone]
    shown += [words.added(one) for one in new]
    is_reordered = [key for key in before if key in after] != [
        key for key in after if key in before
    ]
    note = ""
    if field == ORDERED and is_reordered:
        orders = [", ".join(name(key) for key in keys) for keys in (before, after)]
        words_of = dict(zip(("before", "after"), orders, strict=True))
        note = _("Order before: %(before)s. Order now: %(after)s.") % words_of
    return Names(label, tuple(shown), note)


def _naming(field: models.ManyToManyField, rows: Rows) -> Callable[[Any], str]:
    return lambda key: str(rows.find(field.related_model, key))


def _day(value: str) -> str:
    """Return a day or a moment as the language writes it; what is neither stays as it is."""
    try:
        if moment := parse_datetime(value) if len(value) > 10 else None:
            return date_format(localtime(moment) if is_aware(moment) else moment, "DATETIME_FORMAT")
        day = parse_date(value)
    except ValueError:
        return value
    return date_format(day, "DATE_FORMAT") if day else value
