"""How one body became another, block by block: words, looks, links and pictures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from articles.revisions import blocks, looks, pairing, words
from articles.revisions.alignment import Budget, Run, runs
from articles.revisions.blocks import Block

STEPS = 300_000  # to align the blocks: beyond that they are paired by their likeness alone
MOST_UNFOLDED = 2  # unchanged blocks between changes that are shown at once
STYLES = {  # how a block looks, by the last of its place
    **dict.fromkeys(["h1", "h2", "h3", "h4"], "heading"),
    **dict.fromkeys(["li", "li+"], "item"),
    **dict.fromkeys(["blockquote", "aside"], "quote"),
    **dict.fromkeys(["figure", "figcaption"], "picture"),
    "pre": "preformatted",
    "tr": "row",
    "exercise": "exercise",
}


@dataclass(frozen=True)
class Shown:
    """A block as the comparison shows it; `state` is "same", "changed", "added" or "removed"."""

    state: str
    style: str
    label: str
    html: SafeString
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Stretch:
    """Blocks that follow each other; folded, `summary` stands for them."""

    blocks: tuple[Shown, ...]
    summary: str = ""


class Pair(NamedTuple):
    """What a block was and what it is; at least one of the two."""

    before: Block | None
    after: Block | None


@dataclass
class Allowance:
    """What a comparison may still cost; beyond it blocks are shown whole, as they were and are."""

    steps: Budget
    words: int

    def covers(self, *pair: Block) -> bool:
        """Say whether the words of two blocks may be compared, and count them."""
        count = sum(len(block.words) for block in pair)
        if count <= self.words:
            self.words -= count
            return True
        return False


def compared(before: str, after: str) -> tuple[Stretch, ...]:
    """Return what differs between two bodies, with what stayed around it."""
    allowance = Allowance(words.budget(), words.MOST_WORDS)
    pairs = _paired(blocks.read(before), blocks.read(after))
    return tuple(_stretches(_shown(pair, allowance) for pair in pairs))


def differing(before: str, after: str) -> Iterator[tuple[list[Block], list[Block]]]:
    """Yield the blocks of both bodies that differ, place by place."""
    old, new = blocks.read(before), blocks.read(after)
    for run in _runs(old, new):
        gone, come = old[run.i1 : run.i2], new[run.j1 : run.j2]
        if run.is_same:
            pairs = [pair for pair in zip(gone, come, strict=True) if pair[0] != pair[1]]
            yield [pair[0] for pair in pairs], [pair[1] for pair in pairs]
        else:
            yield list(gone), list(come)


def _paired(before: Sequence[Block], after: Sequence[Block]) -> Iterator[Pair]:
    """Yield each block with what became of it, in the order of the text."""
    for run in _runs(before, after):
        gone, come = before[run.i1 : run.i2], after[run.j1 : run.j2]
        if run.is_same:
            yield from map(Pair, gone, come)
        else:
            alike = pairing.pairs(gone, come, lambda block: block.vocabulary)
            yield from (Pair(*pair) for pair in alike)


def _runs(before: Sequence[Block], after: Sequence[Block]) -> list[Run]:
    lines = [block.line for block in before], [block.line for block in after]
    return runs(*lines, Budget(STEPS, STEPS))


def is_changed(stretches: Iterable[Stretch]) -> bool:
    """Say whether anything is to be seen: bodies may differ in what no reader sees."""
    return any(block.state != "same" for stretch in stretches for block in stretch.blocks)


def _shown(pair: Pair, allowance: Allowance) -> Shown:
    before, after = pair
    if before is None or after is None:
        return _alone(pair)
    if before == after:
        return Shown("same", _style(after), after.label, _whole(after))
    if not allowance.covers(before, after):
        html = format_html("{} {}", words.removed(_whole(before)), words.added(_whole(after)))
        notes = (*looks.places(before, after), *looks.links(before, after))
        return Shown("changed", _style(after), after.label, html, notes)
    found = words.difference(before.tokens, after.tokens, allowance.steps)
    html = words.compared(before.tokens, after.tokens, found)
    notes = tuple(looks.notes(before, after, found))
    is_same = not notes and all(run.is_same for run in found)  # but for white space
    state = "same" if is_same else "changed"
    return Shown(state, _style(after), after.label, html, notes)


def _alone(pair: Pair) -> Shown:
    block, state, mark = pair.after, "added", words.added
    if block is None:
        block, state, mark = pair.before, "removed", words.removed
    assert block  # noqa: S101 (a pair has one of the two)
    notes = tuple(looks.links(*pair))
    return Shown(state, _style(block), block.label, mark(_whole(block)), notes)


def _whole(block: Block) -> SafeString:
    return words.shown(block.pieces)


def _style(block: Block) -> str:
    return STYLES.get(block.place[-1], "paragraph") if block.place else "paragraph"


def _stretches(shown: Iterable[Shown]) -> Iterator[Stretch]:
    for is_same, group in groupby(shown, key=lambda block: block.state == "same"):
        found = tuple(group)
        count = len(found)
        folded = ngettext("%(count)s unchanged paragraph", "%(count)s unchanged paragraphs", count)
        is_folded = is_same and count > MOST_UNFOLDED
        yield Stretch(found, folded % {"count": count} if is_folded else "")
