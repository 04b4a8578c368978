"""Two changes of one body that met in different paragraphs, as one body with both."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from articles.body import tree
from articles.revisions.alignment import Budget, runs

STEPS = 200_000  # of comparing the paragraphs of one body


class Edit(NamedTuple):
    """Paragraphs before[start:end] became `parts`; none where start is end: these were put in."""

    start: int
    end: int
    parts: tuple[str, ...]


def blend(base: str, mine: str, theirs: str) -> str | None:
    """Return `base` with what `mine` and `theirs` changed in it; None where both changed the same
    paragraph, or put something at the same place, and did not do the same.
    """
    before = _parts(base)
    edits = sorted({*_edits(before, _parts(mine)), *_edits(before, _parts(theirs))})
    if any(_meet(one, other) for one, other in pairwise(edits)):
        return None
    return "".join(_applied(before, edits))


def _parts(body: str) -> list[str]:
    """Return the top-level elements of a cleaned body, each as its HTML."""
    parts = []
    for node in tree.nodes(tree.parse(body)):
        holder = tree.parse("")
        tree.fill(holder, [node])
        parts.append(tree.write(holder))
    return [part for part in parts if part.strip()]


def _edits(before: list[str], after: list[str]) -> Iterator[Edit]:
    for run in runs(before, after, Budget(STEPS, STEPS)):
        if not run.is_same:
            yield Edit(run.i1, run.i2, tuple(after[run.j1 : run.j2]))


def _meet(one: Edit, other: Edit) -> bool:
    """Say whether two edits, in their order, concern the same paragraph or the same gap."""
    is_insertion = one.start == one.end or other.start == other.end
    return other.start <= one.end if is_insertion else other.start < one.end


def _applied(before: list[str], edits: list[Edit]) -> Iterator[str]:
    at = 0
    for edit in edits:
        yield from before[at : edit.start]
        yield from edit.parts
        at = edit.end
    yield from before[at:]
