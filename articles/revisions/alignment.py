"""Which parts of two sequences are the same, at a cost that is known beforehand.

difflib asks for the square of the length, or worse, where much repeats; this stops at a number of
steps and then calls what is left replaced. Myers, "An O(ND) Difference Algorithm" (1986).
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import NamedTuple


class Run(NamedTuple):
    """A stretch before[i1:i2] that became after[j1:j2]; the same on both sides if `is_same`."""

    is_same: bool
    i1: int
    i2: int
    j1: int
    j2: int


@dataclass
class Budget:
    """How many steps may still be taken, in all and for one pair of sequences."""

    total: int
    each: int

    @property
    def limit(self) -> int:
        return min(self.total, self.each)


def runs(before: Sequence[Hashable], after: Sequence[Hashable], budget: Budget) -> list[Run]:
    """Return how `before` became `after`: runs that are the same and runs that are not, by turns.

    Takes from `budget` what it costs; one that is too expensive is one run that is not the same.
    """
    start = _common(before, after)
    end = _common(before[start:][::-1], after[start:][::-1])
    i2, j2 = len(before) - end, len(after) - end
    path = _path(before[start:i2], after[start:j2], budget)
    pairs = [(i + start, j + start) for i, j in path]
    same = [(i, i) for i in range(start)] + pairs
    same += [(i2 + step, j2 + step) for step in range(end)]
    return _joined(same, len(before), len(after))


def _common(one: Sequence[Hashable], other: Sequence[Hashable]) -> int:
    """Return how many items at the beginning of both are the same."""
    length = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        length += 1
    return length


def _path(a: Sequence[Hashable], b: Sequence[Hashable], budget: Budget) -> list[tuple[int, int]]:
    """Return the places that are the same, in their order; none if that takes too many steps."""
    if not a or not b:
        return []
    rounds, spent = _rounds(a, b, budget.limit)
    budget.total -= spent
    return _walk_back(rounds, len(a), len(b)) if rounds else []


def _rounds(
    a: Sequence[Hashable], b: Sequence[Hashable], limit: int
) -> tuple[list[list[int]], int]:
    """Return, for 0, 1, 2… edits, how far each diagonal -edits…edits came, and the steps taken.

    The last round is the one in which the end was reached; no rounds if the limit was.
    """
    rounds: list[list[int]] = []
    far = [0] * (2 * (len(a) + len(b)) + 3)  # far[k]: negative k count from the end
    spent = edits = 0
    while spent <= limit:
        rounds.append([far[k] for k in range(-edits, edits + 1)])
        for k in range(-edits, edits + 1, 2):
            down = k == -edits or (k != edits and far[k - 1] < far[k + 1])
            x = far[k + 1] if down else far[k - 1] + 1
            begin = x
            while x < len(a) and x - k < len(b) and a[x] == b[x - k]:
                x += 1
            far[k] = x
            spent += 1 + x - begin
            if x >= len(a) and x - k >= len(b):
                return rounds, spent
        edits += 1
    return [], spent


def _walk_back(rounds: list[list[int]], x: int, y: int) -> list[tuple[int, int]]:
    same: list[tuple[int, int]] = []
    for edits in range(len(rounds) - 1, 0, -1):
        far, k = rounds[edits], x - y
        down = k == -edits or (k != edits and far[edits + k - 1] < far[edits + k + 1])
        before = k + 1 if down else k - 1
        x_then = far[edits + before]
        while x > x_then + (not down) and y > x_then - before + down:
            x, y = x - 1, y - 1
            same.append((x, y))
        x, y = x_then, x_then - before
    same += [(step, step) for step in range(x - 1, -1, -1)]
    return same[::-1]


def _joined(same: list[tuple[int, int]], length: int, other: int) -> list[Run]:
    found: list[Run] = []
    i = j = 0
    for left, right in [*same, (length, other)]:
        if left > i or right > j:
            found.append(Run(False, i, left, j, right))
        if left < length and right < other:
            last = found[-1] if found else None
            if last and last.is_same:
                found[-1] = last._replace(i2=left + 1, j2=right + 1)
            else:
                found.append(Run(True, left, left + 1, right, right + 1))
        i, j = left + 1, right + 1
    return found
