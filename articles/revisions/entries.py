"""How the rows below an article changed that belong to it alone: its sources, its history."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from articles.models import ChangeNote, Source
from articles.revisions import fields, pairing, words
from articles.revisions.content import NOTE, SOURCE
from articles.revisions.fields import Change
from articles.revisions.rows import Rows
from backpain.text import cut

Row = Mapping[str, Any]
MODELS: dict[str, tuple[type[models.Model], list[str]]] = {
    "sources": (Source, SOURCE),
    "changes": (ChangeNote, NOTE),
}
NUMBERED = "sources"
NAMES = ["doi", "pmid", "isbn", "url", "citation", "text"]  # what says which one it is
LONGEST_TITLE = 100
NO_ROWS = Rows([])


@dataclass(frozen=True)
class Entry:
    """A row that was "added", "removed" or "changed", with what differs in it."""

    state: str
    title: str
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Entries(Change):
    """The rows that differ; `note` says which of them have another number."""

    kind = "entries"
    entries: tuple[Entry, ...]
    note: str = ""


class Place(NamedTuple):
    """Where a row stood and where it stands, from 0; None where it was or is not."""

    before: int | None
    after: int | None


def plain(name: str, rows: Any) -> list[dict[str, Any]]:
    """Return the rows of a revision with every column that there is, empty where it was not."""
    columns = MODELS[name][1]
    return [{column: row.get(column) or "" for column in columns} for row in rows or []]


def change(name: str, before: Sequence[Row], after: Sequence[Row]) -> Entries:
    """Return how the list `name` of a revision, as `plain` gives it, became another."""
    places = _matched(before, after)
    found = (
        _entry(name, _row(before, place.before), _row(after, place.after), place)
        for place in places
    )
    label = capfirst(str(MODELS[name][0]._meta.verbose_name_plural))
    note = _renumbered(places) if name == NUMBERED else ""
    return Entries(label, tuple(entry for entry in found if entry), note)


def _matched(before: Sequence[Row], after: Sequence[Row]) -> list[Place]:
    """Return the places of every row, together where one became the other: what has the same
    name, then what is alike. In the order of now; what is gone follows.
    """
    found = _identified(before, after)
    taken = set(found.values())
    gone = [(at, row) for at, row in enumerate(before) if at not in taken]
    new = [(at, row) for at, row in enumerate(after) if at not in found]
    for old, other in pairing.pairs(gone, new, lambda placed: _vocabulary(placed[1])):
        if old and other:
            found[other[0]] = old[0]
    taken = set(found.values())
    places = [Place(found.get(at), at) for at in range(len(after))]
    return places + [Place(at, None) for at, _row in gone if at not in taken]


def _identified(before: Sequence[Row], after: Sequence[Row]) -> dict[int, int]:
    """Return where rows stood that are the same or have one name in common, by their place now."""
    found: dict[int, int] = {}
    for name in ["", *NAMES]:
        taken = set(found.values())
        waiting: dict[Any, deque[int]] = defaultdict(deque)
        for at, row in enumerate(before):
            if at not in taken:
                waiting[_identity(row, name)].append(at)
        for at, row in enumerate(after):
            identity = _identity(row, name)
            if at not in found and identity and waiting[identity]:
                found[at] = waiting[identity].popleft()
    return found


def _identity(row: Row, name: str) -> Any:
    return row.get(name) if name else tuple(row.values())


def _vocabulary(row: Row) -> Counter[str]:
    tokens = words.of_line(str(row.get("citation") or row.get("text") or ""))
    return Counter(token.key for token in tokens if token.is_word)


def _row(rows: Sequence[Row], at: int | None) -> Row:
    return {} if at is None else rows[at]


def _entry(name: str, old: Row, new: Row, place: Place) -> Entry | None:
    model, columns = MODELS[name]
    differing = [column for column in columns if old.get(column, "") != new.get(column, "")]
    changes = tuple(
        fields.change(_field(model, column), old.get(column, ""), new.get(column, ""), NO_ROWS)
        for column in differing
    )
    state = "changed" if old and new else "added" if new else "removed"
    return Entry(state, _title(name, old, new, place), changes) if changes else None


def _title(name: str, old: Row, new: Row, place: Place) -> str:
    """Return what names a row: the number of a source, and its words where they stayed."""
    at = place.before if place.after is None else place.after
    number = f"{at + 1}." if name == NUMBERED and at is not None else ""
    column = "citation" if name == NUMBERED else "text"
    stayed = old.get(column) == new.get(column)
    return f"{number} {cut(str(new[column]), LONGEST_TITLE) if stayed else ''}".strip()


def _renumbered(places: list[Place]) -> str:
    """Say which sources have another number: the text names them by it."""
    numbers = [
        f"{before + 1} \N{RIGHTWARDS ARROW} {after + 1}"
        for before, after in places
        if before is not None and after is not None and before != after
    ]
    return _("Other numbers: %(numbers)s") % {"numbers": ", ".join(numbers)} if numbers else ""


def _field(model: type[models.Model], column: str) -> models.Field:
    return model._meta.get_field(column)  # type: ignore[return-value]
