"""What of a block changed besides its words, in sentences: its kind, looks, links and pictures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.revisions.alignment import Run
from articles.revisions.blocks import Block
from articles.revisions.words import Kind, Marks, Segment, Token
from backpain.text import cut

LONGEST = 80  # characters of the words that a sentence quotes
PLACES = {
    "h1": gettext_lazy("heading of level 1"),
    "h2": gettext_lazy("heading of level 2"),
    "h3": gettext_lazy("heading of level 3"),
    "h4": gettext_lazy("heading of level 4"),
    "ul": gettext_lazy("item of a list with bullets"),
    "ol": gettext_lazy("item of a list with numbers"),
    "li+": gettext_lazy("further paragraph"),
    "blockquote": gettext_lazy("quotation"),
    "aside": gettext_lazy("call-out"),
    "pre": gettext_lazy("preformatted text"),
    "tr": gettext_lazy("row of a table"),
    "figure": gettext_lazy("picture"),
    "figcaption": gettext_lazy("caption"),
    "exercise": gettext_lazy("exercise"),
}
LOOKS = {
    "strong": gettext_lazy("bold"),
    "em": gettext_lazy("italic"),
    "sub": gettext_lazy("lowered"),
    "sup": gettext_lazy("raised"),
    "s": gettext_lazy("struck through"),
    "u": gettext_lazy("underlined"),
    "code": gettext_lazy("code"),
    "th": gettext_lazy("heading of the table"),
    "spans": gettext_lazy("cell over several columns or rows"),
}


def notes(before: Block, after: Block, found: Iterable[Run]) -> Iterator[str]:
    """Yield what changed between two states of a block that its words do not show."""
    yield from places(before, after)
    for run in found:
        if run.is_same:
            old, new = before.tokens[run.i1 : run.i2], after.tokens[run.j1 : run.j2]
            yield from _looks(zip(old, new, strict=True))
    yield from links(before, after)


def places(before: Block, after: Block) -> Iterator[str]:
    """Yield what a block was and is, if that changed."""
    if before.place != after.place:
        names = {"before": _place(before), "after": _place(after)}
        yield _("Was: %(before)s. Is now: %(after)s.") % names


def links(before: Block | None, after: Block | None) -> Iterator[str]:
    """Yield the links that changed, went or came between two states of a block, if it had both."""
    old, new = _links(before), _links(after)
    gone, come = list((old - new).elements()), list((new - old).elements())
    became = {link.words: link for link in come}
    changed = {link: became[link.words] for link in gone if link.words in became}
    for link, other in changed.items():
        yield _("Link of “%(words)s” changed from %(before)s to %(after)s") % {
            "words": link.words,
            "before": link.address,
            "after": other.address,
        }
    has_same_words = before is not None and after is not None and before.line == after.line
    kept = (
        set() if has_same_words else {one.address for one in gone} & {one.address for one in come}
    )
    handled = {*changed, *changed.values()}
    for sentence, links in [
        (_("Link added to “%(words)s”: %(address)s"), come),
        (_("Link removed from “%(words)s”: %(address)s"), gone),
    ]:
        for link in links:
            if link not in handled and link.address not in kept:
                yield sentence % link._asdict()


class Link(NamedTuple):
    """Words that lead somewhere."""

    words: str
    address: str


def _links(block: Block | None) -> Counter[Link]:
    if block is None:
        return Counter()
    groups = groupby(block.pieces, key=lambda piece: dict(piece.marks).get("a"))
    return Counter(
        Link(cut("".join(piece.text for piece in group), LONGEST), address)
        for address, group in groups
        if address
    )


def _looks(pairs: Iterable[tuple[Token, Token]]) -> Iterator[str]:
    for change, group in groupby(pairs, key=_change_of_looks):
        words = _quoted(after for _before, after in group)
        if isinstance(change, Described):
            yield _("Alternative text changed from “%(before)s” to “%(after)s”") % change._asdict()
        elif change:
            yield from _new_looks(words, change)


def _new_looks(words: str, change: Change) -> Iterator[str]:
    for name in sorted(change.come):
        yield _("“%(words)s”: now %(look)s") % {"words": words, "look": _look(name)}
    for name in sorted(change.gone):
        yield _("“%(words)s”: no longer %(look)s") % {"words": words, "look": _look(name)}
    if not change.come and not change.gone:
        yield _("“%(words)s”: other letters of it stand out") % {"words": words}


class Described(NamedTuple):
    """The words for who cannot see a picture, which changed."""

    before: str
    after: str


class Change(NamedTuple):
    """The looks that words lost and got; neither, if other letters of them have the same ones."""

    gone: Marks
    come: Marks


def _change_of_looks(pair: tuple[Token, Token]) -> Described | Change | None:
    before, after = pair
    if before.segments == after.segments:
        return None
    if before.kind == Kind.IMAGE and before.text != after.text:
        return Described(before.text, after.text)
    old, new = (_plain(one.segments) for one in pair)
    if old == new:
        return None
    gone, come = _without_links(before.marks), _without_links(after.marks)
    return Change(gone - come, come - gone)


def _without_links(marks: Marks) -> Marks:
    return frozenset(mark for mark in marks if mark[0] != "a")


def _plain(segments: Iterable[Segment]) -> list[Segment]:
    """Return letters with their looks but for links, as few segments as there can be."""
    unlinked = (Segment(text, _without_links(marks)) for text, marks in segments)
    groups = groupby(unlinked, key=lambda segment: segment.marks)
    return [Segment("".join(one.text for one in group), marks) for marks, group in groups]


def _look(mark: tuple[str, str]) -> str:
    name, value = mark
    return f"{LOOKS[name]} {value}".strip()


def _quoted(tokens: Iterable[Token]) -> str:
    words = "".join(" " * token.is_apart + token.text for token in tokens)
    return cut(words, LONGEST)


def _place(block: Block) -> str:
    names = [_name(step) for step in block.place if step != "li"]
    return ", ".join(names) or _("paragraph")


def _name(step: str) -> str:
    tag, _space, start = step.partition(" ")
    if start:
        return _("item of a list with numbers from %(number)s") % {"number": start}
    return str(PLACES[tag])
