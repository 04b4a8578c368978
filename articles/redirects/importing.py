"""Redirects from a table: what each line would do, and then all of it or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from urllib.parse import urlsplit

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Redirect
from articles.models.redirects import TARGETS
from articles.redirects import paths
from articles.redirects.checking import Checker, Verdict, Wish
from backpain import tables
from backpain.text import one_line

MOST = 50_000  # lines
BATCH = 1000
HEADS = {"old", "from", "source", "path", "old address", "old url", "redirect from"}
REASON = "reason"  # the column of that name, as our own tables have it
KINDS = {
    "": 301,
    "301": 301,
    "308": 301,
    "permanent": 301,
    "302": 302,
    "303": 302,
    "307": 302,
    "temporary": 302,
    "410": 410,
    "gone": 410,
}


class Outcome(Enum):
    """What a line does."""

    NEW = gettext_lazy("new")
    CHANGED = gettext_lazy("changed")
    SAME = gettext_lazy("as it is")
    ERROR = gettext_lazy("error")


@dataclass
class Line:
    """One line of the table, as it stands there and as it was judged."""

    number: int
    old: str
    new: str = ""
    kind: str = ""
    reason: str | None = None  # None: the table has no such column
    wish: Wish | None = None
    outcome: Outcome = Outcome.ERROR
    words: list[str] = field(default_factory=list)
    fields: dict[str, object] = field(default_factory=dict)
    leads_to: str = ""

    @property
    def is_error(self) -> bool:
        return self.outcome is Outcome.ERROR


def plan(content: bytes) -> list[Line]:
    """Return what each line of a file would do; nothing is written. ValueError: it is no table."""
    lines = [_understood(line) for line in _read(content)]
    seen: set[str] = set()
    for line in lines:
        if line.wish and line.wish.path in seen:
            line.words, line.wish = [_("The same old address stands further up.")], None
        elif line.wish:
            seen.add(line.wish.path)
    checker = Checker([line.wish for line in lines if line.wish])
    for line in lines:
        if line.wish:
            _judge(line, checker.verdict(line.wish), checker.row(line.wish))
    return lines


@transaction.atomic
def carry_out(lines: list[Line]) -> int:
    """Write what the lines without error say, all or nothing; return how many there are."""
    rows = [
        Redirect(**line.fields, origin=Redirect.Origin.IMPORTED)
        for line in lines
        if line.outcome in (Outcome.NEW, Outcome.CHANGED)
    ]
    Redirect.objects.bulk_create(
        rows,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["path"],
        update_fields=["kind", "url", "reason", "origin", *TARGETS],
    )
    return len(rows)


def _read(content: bytes) -> Iterator[Line]:
    place = -1  # of the reason, which only a first line can name
    for count, (number, cells) in enumerate(tables.read(content)):
        if count == 0 and cells[0].lower() in HEADS:
            place = cells.index(REASON) if REASON in cells else -1
            continue
        if count > MOST:
            raise ValueError(_("It has more than %(most)d lines: split it.") % {"most": MOST})
        old, new, kind = [*cells, "", ""][:3]
        reason = one_line(cells[place]) if 0 <= place < len(cells) else None
        yield Line(number, old, new, kind, reason)


def _understood(line: Line) -> Line:
    if not line.old:
        line.words = [_("The old address is missing.")]
        return line
    if (kind := KINDS.get(line.kind.lower())) is None:
        line.words = [_("“%(kind)s” is no kind: write 301, 302 or 410.") % {"kind": line.kind}]
        return line
    try:
        path, new = paths.kept(line.old), urlsplit(line.new).geturl()
    except ValueError:
        line.words = [_("This is no address.")]
        return line
    line.wish = Wish(path, kind, new, reason=line.reason or "")
    return line


def _judge(line: Line, verdict: Verdict, row: Redirect | None) -> None:
    line.words = [*verdict.problems.values(), *verdict.warnings]
    line.leads_to = verdict.leads_to
    if verdict.problems:
        return
    line.fields = verdict.fields
    if row and line.reason is None:
        line.fields["reason"] = row.reason
    if row is None:
        line.outcome = Outcome.NEW
    else:
        is_same = all(getattr(row, name) == value for name, value in verdict.fields.items())
        line.outcome = Outcome.SAME if is_same else Outcome.CHANGED
