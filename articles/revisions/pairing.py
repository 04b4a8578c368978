"""Which of the things that went became which of those that came: the most similar ones nearby."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import TypeVar

NEARBY = 8  # so many ahead are looked at: the work stays in proportion to the length
ALIKE = 0.5  # of their words are the same
SURELY = 0.8  # nobody looks further
Thing = TypeVar("Thing")


def pairs(
    before: Sequence[Thing], after: Sequence[Thing], words: Callable[[Thing], Counter[str]]
) -> list[tuple[Thing | None, Thing | None]]:
    """Return what went and what came in their order, together where one became the other."""
    old, new = [words(thing) for thing in before], [words(thing) for thing in after]
    found: list[tuple[Thing | None, Thing | None]] = []
    begin = 0
    for place, thing in enumerate(before):
        best = _most_alike(old[place], new, begin)
        if best is None or _most_alike(new[best], old, place) != place:
            found.append((thing, None))
        else:
            found += [(None, other) for other in after[begin:best]]
            found.append((thing, after[best]))
            begin = best + 1
    return [*found, *((None, other) for other in after[begin:])]


def _most_alike(one: Counter[str], others: Sequence[Counter[str]], begin: int) -> int | None:
    """Return the place of the nearest of those most like `one`, if any is like it."""
    best, likeness = None, ALIKE
    for place in range(begin, min(begin + NEARBY, len(others))):
        found = _likeness(one, others[place])
        if found > likeness or (best is None and found == likeness):
            best, likeness = place, found
        if found >= SURELY:
            break
    return best


def _likeness(one: Counter[str], other: Counter[str]) -> float:
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 0
