"""The body of a revision as blocks of words: paragraphs, headings, items, rows, pictures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from xml.etree.ElementTree import Element

from articles.body import tree
from articles.body.cutting import EXERCISE
from articles.revisions import words
from articles.revisions.words import Kind, Marks, Segment, Token
from backpain import html

INLINE = {"a", "em", "strong", "sub", "sup", "s", "u", "code"}
NAMED = {"h1", "h2", "h3", "h4", "blockquote", "aside", "pre", "figcaption"}
KEPT = 4  # bodies: the list of a history compares each with its neighbours


@dataclass(frozen=True)
class Block:
    """A stretch of text that stands by itself.

    `place` is what it is and stands in, the outermost first: ("ul", "li") or ("h2",), empty for a
    plain paragraph. `label` is what a list puts before it.
    """

    place: tuple[str, ...]
    pieces: tuple[Segment | Token, ...]
    label: str = field(default="", compare=False)

    @cached_property
    def line(self) -> str:
        """What it says but for looks and white space."""
        says = (one.text if isinstance(one, Segment) else f" {one.key} " for one in self.pieces)
        return " ".join("".join(says).split())

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        return tuple(words.of_pieces(self.pieces))

    @cached_property
    def vocabulary(self) -> Counter[str]:
        return Counter(self.words)

    @property
    def words(self) -> list[str]:
        """Its words without signs around them."""
        bare = (word.strip(words.SIGNS) for word in self.line.split() if word[0] != "\0")
        return [word for word in bare if word]


@lru_cache(maxsize=KEPT)
def read(source: str) -> tuple[Block, ...]:
    """Take a body apart, whatever it holds: what no article may have is left out."""
    reader = _Reader()
    reader.visit(tree.parse(html.without_strangers(source)), (), words.PLAIN)
    reader.finish(())
    return tuple(reader.blocks)


class _Reader:
    """Walks through a tree and finishes a block where an element begins or ends one."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.waiting: list[Segment | Token] = []
        self.label = ""  # of the list item that has begun
        self.is_whole = False  # within what stays one block: a row or a picture with its caption

    def visit(self, element: Element, place: tuple[str, ...], marks: Marks) -> None:
        is_list = element.tag in {"ul", "ol"}
        number = _first_number(element)
        self._say(element.text, marks)
        for child in element:
            if is_list and child.tag == "li" and not self.is_whole:
                self.finish(place)
                self.label = "\N{BULLET}" if element.tag == "ul" else f"{number}."
                number += 1
            self._child(child, place, marks)
            self._say(child.tail, marks)
        if is_list:
            self.label = ""

    def finish(self, place: tuple[str, ...]) -> None:
        """Make a block of what waits, if that says anything."""
        if any(map(_says_something, self.waiting)):
            self.blocks.append(Block(self._name(place), tuple(self.waiting), self.label))
            self.label = ""
        self.waiting = []

    def _name(self, place: tuple[str, ...]) -> tuple[str, ...]:
        if place[-1:] == ("li",) and not self.label:
            return (*place[:-1], "li+")
        line = "".join(piece.text for piece in self.waiting)
        return (*place, "exercise") if EXERCISE.fullmatch(line.strip()) else place

    def _child(self, element: Element, place: tuple[str, ...], marks: Marks) -> None:
        if element.tag in INLINE:
            self.visit(element, place, marks | {(str(element.tag), _value(element))})
        elif element.tag == "br":
            self.waiting.append(words.line_break(marks))
        elif element.tag == "img":
            self.waiting.append(_image(element, marks))
        elif self.is_whole:
            self._inside_a_whole(element, place, marks)
        elif element.tag == "hr":
            self.finish(place)
            self.waiting.append(Token("\0rule", kind=Kind.RULE))
            self.finish(place)
        else:
            self._block(element, place, marks)

    def _block(self, element: Element, place: tuple[str, ...], marks: Marks) -> None:
        self.finish(place)
        within = (*place, *_step(element))
        self.is_whole = element.tag == "tr" or _is_picture(element)
        self.visit(element, within, marks)
        self.is_whole = False
        self.finish(within)

    def _inside_a_whole(self, element: Element, place: tuple[str, ...], marks: Marks) -> None:
        if element.tag in {"td", "th"}:
            self.waiting.append(Token("\0cell", kind=Kind.CELL))
            marks = marks | set(_looks_of_cell(element))
        elif self.waiting and not _begins_a_cell(self.waiting[-1]):
            self.waiting.append(words.line_break())
        self.visit(element, place, marks)

    def _say(self, text: str | None, marks: Marks) -> None:
        if text:
            self.waiting.append(Segment(text, marks))


def _says_something(piece: Segment | Token) -> bool:
    return bool(piece.text.strip()) if isinstance(piece, Segment) else piece.kind != Kind.BREAK


def _first_number(element: Element) -> int:
    start = element.get("start", "")
    return int(start) if element.tag == "ol" and start.isdecimal() and len(start) < 6 else 1


def _step(element: Element) -> tuple[str, ...]:
    """Return what an element adds to the place of what stands in it."""
    tag = str(element.tag)
    if tag == "ol" and _first_number(element) != 1:
        return (f"ol {_first_number(element)}",)
    if tag in {"ul", "ol", "li", "tr"} or tag in NAMED:
        return (tag,)
    return ("figure",) if _is_picture(element) else ()


def _is_picture(element: Element) -> bool:
    return element.tag == "figure" and element.find(".//table") is None


def _value(element: Element) -> str:
    """Return what a link leads to, with the words that it shows to a pointer."""
    address, title = element.get("href", ""), element.get("title", "")
    return f"{address} ({title})" if title else address


def _image(element: Element, marks: Marks) -> Token:
    address, alternative = element.get("src", ""), element.get("alt", "").strip()
    return Token(f"\0image:{address}", (Segment(alternative, marks),), True, Kind.IMAGE, address)


def _looks_of_cell(element: Element) -> Iterator[tuple[str, str]]:
    """Yield what the words of a cell have from it."""
    if element.tag == "th":
        yield ("th", "")
    spans = [element.get(name, "1") for name in ("colspan", "rowspan")]
    if spans != ["1", "1"]:
        yield ("spans", "\N{MULTIPLICATION SIGN}".join(spans))


def _begins_a_cell(piece: Segment | Token) -> bool:
    return isinstance(piece, Token) and piece.kind == Kind.CELL
