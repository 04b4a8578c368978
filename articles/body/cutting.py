"""Where a body is cut: pictures, exercises, videos and the place of the newsletter."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from django.utils.safestring import SafeString

from articles.body import embeds, markers, tree
from articles.body.pieces import Exercise, Figure, Image, Markup, Newsletter, Piece, Safety
from backpain import html

OURS = "/media/"
EXERCISE = re.compile(r"\[exercise\s+([-\w]+)\]", re.IGNORECASE)
NEWSLETTER = re.compile(r"\[newsletter\]", re.IGNORECASE)
SAFETY = re.compile(r"\[safety\]", re.IGNORECASE)
ONLY_ONCE = (Newsletter, Safety)  # and not within a list, a quotation or a call-out
TITLES_BEFORE_SLOT = 2
WORDS_FOR_SLOT = 300
EMPTY = SafeString()


class Cutter:
    """Takes the pieces out of a tree, and leaves their numbers between two `html.CUT` in it."""

    def __init__(self, root: Element) -> None:
        self.root = root
        self.pieces: list[Piece] = []
        self.level = 2  # of the next heading of a piece: below the last h2, if there was one
        self._visit(root)

    def text(self) -> str:
        """Return the plain text, that of the pieces in its place."""
        parts = tree.text(self.root, skip=markers.is_marker).split(html.CUT)
        parts[1::2] = [f"\n{self.pieces[int(number)].text}\n" for number in parts[1::2]]
        lines = markers.MARKER.sub("", "".join(parts)).splitlines()
        return "\n".join(stripped for line in lines if (stripped := line.strip()))

    def place_newsletter(self, words: int) -> None:
        """Give the call-out its usual place, before the third h2 of a text of some length."""
        titles = self.root.findall("h2")
        if (
            words >= WORDS_FOR_SLOT
            and len(titles) > TITLES_BEFORE_SLOT
            and not self._has(Newsletter)
        ):
            content = list(tree.nodes(self.root))
            place = content.index(titles[TITLES_BEFORE_SLOT])
            content.insert(place, self._cut(Newsletter(is_chosen=False)))
            tree.fill(self.root, content)

    def in_order(self) -> tuple[Piece, ...]:
        """Return the pieces and the running HTML between them, which is cleaned once more."""
        found: list[Piece] = []
        for place, part in enumerate(html.clean_body(tree.write(self.root))):
            if place % 2:
                found.append(self.pieces[int(part)])
            elif part.strip():
                found.append(Markup(part))
        return tuple(found)

    def _has(self, kind: type[Piece]) -> bool:
        return any(isinstance(piece, kind) for piece in self.pieces)

    def _cut(self, piece: Piece) -> str:
        self.pieces.append(piece)
        return f"{html.CUT}{len(self.pieces) - 1}{html.CUT}"

    def _visit(self, element: Element) -> None:
        content: list[tree.Node] = []
        for node in tree.nodes(element):
            content += [node] if isinstance(node, str) else self._without_pieces(node, element)
        tree.fill(element, content)

    def _without_pieces(self, element: Element, parent: Element) -> list[tree.Node]:
        if piece := _piece(element, self.level):
            is_second = isinstance(piece, ONLY_ONCE) and (
                self._has(type(piece)) or parent is not self.root
            )
            return [] if is_second else [self._cut(piece)]
        if element.tag == "img" or _is_empty_paragraph(element):
            return []
        if element.tag == "h2":
            self.level = 3
        self._visit(element)
        return [element]


def _piece(element: Element, level: int) -> Piece | None:
    """Return what is to be shown in the place of an element, if it is not the element itself.

    `level` is that of a heading which follows here.
    """
    if element.tag == "figure":
        return _figure(element)
    if element.tag == "p":
        return _named(element, level) or _figure(element) or embeds.find(element)
    if element.tag == "img" and (file := _file(element)):
        return Image(file, element.get("alt", ""))
    return None


def _named(paragraph: Element, level: int) -> Piece | None:
    words = tree.line(paragraph)
    if match := EXERCISE.fullmatch(words):
        return Exercise(match[1], level)
    if NEWSLETTER.fullmatch(words):
        return Newsletter(is_chosen=True)
    return Safety() if SAFETY.fullmatch(words) else None


def _figure(element: Element) -> Figure | None:
    """Return the one picture that a figure or paragraph consists of, with its caption."""
    caption = element.find("figcaption")
    beside = [child for child in element if child is not caption]
    if len(beside) != 1 or beside[0].tag != "img" or not (file := _file(beside[0])):
        return None
    words = "" if caption is None else tree.line(caption)
    if tree.line(element) != words:  # there is text beside the picture
        return None
    clean = html.clean_body(tree.write(caption))[0] if caption is not None and words else EMPTY
    return Figure(file, beside[0].get("alt", ""), clean, words)


def _file(image: Element) -> str:
    address = image.get("src", "")
    return address.removeprefix(OURS) if address.startswith(OURS) else ""


def _is_empty_paragraph(element: Element) -> bool:
    return element.tag == "p" and not tree.line(element) and element.find(".//img") is None
