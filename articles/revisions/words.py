"""Words and what stands between them: compared one by one, and shown with what came and went."""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import Enum
from itertools import groupby
from typing import NamedTuple

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from articles.revisions.alignment import Budget, Run, runs

Marks = frozenset[tuple[str, str]]  # ("strong", ""), ("a", "https://example.org/")

PLAIN: Marks = frozenset()
MOST_WORDS = 60_000  # of both texts together that are compared one by one
STEPS, STEPS_IN_ALL = 150_000, 1_500_000  # a million take about half a second
_SIGNS = r"!-/:-@\[-\^`{-~«»\u2010-\u2027\u2030-\u205e\u3000-\u303f\uff00-\uff0f"
_CJK = r"\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"  # written without spaces: letter by letter
_WORD = rf"[^\s{_SIGNS}{_CJK}]+"
TOKEN = re.compile(
    r"https?://\S+"
    r"|\[\d[\d\s,;\u2013-]{0,60}\]"  # the marker of a source
    rf"|[{_CJK}]"
    rf"|{_WORD}(?:[-'\u2019.,]{_WORD})*"
    rf"|[{_SIGNS}]"
)
SIGNS = string.punctuation + "\u00ab\u00bb\u2018\u2019\u201a\u201c\u201d\u201e\u2026\u2013\u2014"
LINE_ENDS = "\N{DOWNWARDS ARROW WITH CORNER LEFTWARDS}"
ELEMENTS = {name: name for name in ("strong", "em", "sub", "sup", "s", "u", "code")}
ELEMENTS["th"] = "strong"


class Segment(NamedTuple):
    """Letters and how they look."""

    text: str
    marks: Marks = frozenset()


class Kind(Enum):
    WORD = "word"
    BREAK = "break"
    CELL = "cell"  # begins one, in the row of a table
    RULE = "rule"
    IMAGE = "image"


class Token(NamedTuple):
    """A word, a sign, a picture…: the smallest thing that comes or goes.

    Two are the same where their `key` is; `segments` are its letters with how they look, and of a
    picture its alternative text; `is_apart` if white space stands before it.
    """

    key: str
    segments: tuple[Segment, ...] = ()
    is_apart: bool = False
    kind: Kind = Kind.WORD
    address: str = ""

    @property
    def text(self) -> str:
        return "".join(segment.text for segment in self.segments)

    @property
    def marks(self) -> Marks:
        return PLAIN.union(*(segment.marks for segment in self.segments))

    @property
    def is_word(self) -> bool:
        return self.kind == Kind.WORD and any(map(str.isalnum, self.key))


def budget() -> Budget:
    """Return the steps that one comparison may take for its words."""
    return Budget(STEPS_IN_ALL, STEPS)


def of_line(text: str) -> list[Token]:
    """Return the tokens of plain text; its lines end where they end."""
    tokens: list[Token] = []
    for number, line in enumerate(text.splitlines()):
        tokens += [line_break()] if number else []
        tokens += of_segments([Segment(line)])
    return tokens


def of_segments(segments: Sequence[Segment]) -> Iterator[Token]:
    """Yield the tokens of running text; a word may look different in its middle."""
    whole = "".join(segment.text for segment in segments)
    place = begin = 0
    for match in TOKEN.finditer(whole):
        start, end = match.span()
        while start >= begin + len(segments[place].text):
            begin += len(segments[place].text)
            place += 1
        is_apart = start > 0 and whole[start - 1].isspace()
        marks = segments[place].marks
        if not marks and end <= begin + len(segments[place].text):  # as most words are
            yield Token(match[0], (Segment(match[0]),), is_apart)
        else:
            found = tuple(_cut(segments, place, start - begin, end - begin))
            yield Token(_key(found), found, is_apart)


def of_pieces(pieces: Iterable[Segment | Token]) -> Iterator[Token]:
    """Yield the tokens of running text between which others already stand."""
    running: list[Segment] = []
    for piece in pieces:
        if isinstance(piece, Segment):
            running.append(piece)
        else:
            yield from of_segments(running)
            running = []
            yield piece
    yield from of_segments(running)


def line_break(marks: Marks = PLAIN) -> Token:
    return Token("\0break", (Segment("", marks),), kind=Kind.BREAK)


def difference(before: Sequence[Token], after: Sequence[Token], budget: Budget) -> list[Run]:
    """Return how one text became the other; scattered words that stayed go with their neighbours,
    because a text is easier to read in larger pieces.
    """
    found = runs([token.key for token in before], [token.key for token in after], budget)
    tidy: list[Run] = []
    for place, run in enumerate(found):
        right = found[place + 1] if place + 1 < len(found) else None
        joins = not run.is_same or (
            tidy and right and _is_scattered(tidy[-1], run, right, after[run.j1 : run.j2])
        )
        if joins and tidy and not tidy[-1].is_same:
            tidy[-1] = tidy[-1]._replace(i2=run.i2, j2=run.j2)
        else:
            tidy.append(run)
    return tidy


def compared(before: Sequence[Token], after: Sequence[Token], found: Iterable[Run]) -> SafeString:
    """Return what stayed, what went and what came as HTML."""
    parts: list[SafeString | str] = []
    for run in found:
        if run.is_same:
            parts.append(_spaced(after[run.j1 : run.j2]))
        else:
            parts += _changed(before[run.i1 : run.i2], removed)
            parts += _changed(after[run.j1 : run.j2], added)
    return _together(parts)


def shown(pieces: Iterable[Segment | Token]) -> SafeString:
    """Return text as HTML, as it is."""
    return _together(
        _look(piece.text, piece.marks)
        if isinstance(piece, Segment)
        else _special(piece, is_changed=False)
        for piece in pieces
    )


def added(html: SafeString | str) -> SafeString:
    """Return what came such that eyes and screen readers know it; plain words are escaped."""
    return _marked("ins", _("added:"), html)


def removed(html: SafeString | str) -> SafeString:
    """Return what went such that eyes and screen readers know it; plain words are escaped."""
    return _marked("del", _("removed:"), html)


def instead(before: str, after: str) -> SafeString:
    """Return one value in the place of another, as HTML; either may be empty."""
    parts = [removed(before) if before else "", added(after) if after else ""]
    return format_html("{} {}", *parts)


def _cut(segments: Sequence[Segment], place: int, start: int, end: int) -> Iterator[Segment]:
    """Yield the parts from `start` to `end`, both counted from where segment `place` begins."""
    while end > 0:
        text, marks = segments[place]
        if part := text[start:end]:
            yield Segment(part, marks)
        start, end, place = max(0, start - len(text)), end - len(text), place + 1


def _key(segments: Iterable[Segment]) -> str:
    """Return what makes a word this word: its letters, and which of them are raised or lowered."""
    key = ""
    for text, marks in segments:
        names = "".join(name for name, _value in marks if name in {"sub", "sup"}) if marks else ""
        key += f"\0{names}{text}\0" if names else text
    return key


def _is_scattered(left: Run, same: Run, right: Run, tokens: Sequence[Token]) -> bool:
    """Say whether what stayed is words, and no more than changed on either side of them."""
    is_running = all(token.kind == Kind.WORD for token in tokens)
    sides = (max(run.i2 - run.i1, run.j2 - run.j1) for run in (left, right))
    return is_running and len(tokens) <= min(sides)


def _marked(element: str, words: str, html: SafeString | str) -> SafeString:
    return format_html(
        '<{}><span class="visually-hidden">{} </span>{}</{}>', element, words, html, element
    )


def _changed(
    tokens: Sequence[Token], mark: Callable[[SafeString], SafeString]
) -> Iterator[SafeString | str]:
    if tokens:
        yield " " if tokens[0].is_apart else ""
        yield mark(_inside(tokens, is_changed=True))


def _spaced(tokens: Sequence[Token]) -> SafeString:
    space = " " if tokens and tokens[0].is_apart else ""
    return format_html("{}{}", space, _inside(tokens, is_changed=False))


def _inside(tokens: Sequence[Token], *, is_changed: bool) -> SafeString:
    parts: list[SafeString] = []
    for kind, group in groupby(tokens, key=lambda token: token.kind):
        if kind == Kind.WORD:
            parts.append(_running(list(group), is_first=not parts))
        else:
            parts += [_special(token, is_changed=is_changed) for token in group]
    return _together(parts)


def _running(tokens: Sequence[Token], *, is_first: bool) -> SafeString:
    """Return words as HTML, those that look the same in one element."""
    segments: list[Segment] = []
    for place, token in enumerate(tokens):
        if token.is_apart and (place or not is_first):
            common = token.segments[0].marks & segments[-1].marks if segments else PLAIN
            segments.append(Segment(" ", common))
        segments += token.segments
    groups = groupby(segments, key=lambda segment: segment.marks)
    return _together(_look("".join(one.text for one in group), marks) for marks, group in groups)


def _look(text: str, marks: Marks) -> SafeString:
    html = format_html("{}", text)
    for name, _value in sorted(marks):
        if element := ELEMENTS.get(name):
            html = format_html("<{}>{}</{}>", element, html, element)
        elif name == "a":
            html = format_html('<span class="changes__link">{}</span>', html)
    return html


def _special(token: Token, *, is_changed: bool) -> SafeString:
    if token.kind == Kind.IMAGE and not token.address:
        return format_html(" {}", _("(picture that is not from the library)"))
    if token.kind == Kind.IMAGE:
        return format_html(
            ' <img class="thumbnail" src="{}" alt="" loading="lazy"> {}',
            token.address,
            token.text or _("(no alternative text)"),
        )
    if token.kind == Kind.CELL:
        return format_html(' <span class="changes__cell">{}</span> ', "|")
    if token.kind == Kind.RULE:
        return format_html('<span class="changes__rule">{}</span>', _("dividing line"))
    return format_html("{}<br>", LINE_ENDS if is_changed else "")


def _together(parts: Iterable[SafeString | str]) -> SafeString:
    return format_html_join("", "{}", ((part,) for part in parts))
