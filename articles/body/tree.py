"""HTML as a tree: made from what nh3 cleaned, changed in place, written out again."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Iterator
from html.parser import HTMLParser
from xml.etree.ElementTree import Element, SubElement, TreeBuilder, tostring

VOID = {"br", "hr", "img"}
BLOCKS = {
    *("p", "h1", "h2", "h3", "h4", "li", "blockquote", "aside", "pre", "figure", "figcaption"),
    *("table", "tr", "td", "th", "br", "hr"),
}
DEEPEST = 50  # what stands deeper loses its elements and keeps its text: nobody writes so by hand
SPACE = re.compile(r"\s+")
Node = str | Element


def parse(source: str) -> Element:
    """Return the tree of well-formed HTML, under a root of its own."""
    reader = _Reader()
    reader.feed(source)
    reader.close()
    return reader.tree()


def write(element: Element) -> str:
    """Return the HTML of what stands inside `element`."""
    tail, element.tail = element.tail, None
    whole = tostring(element, encoding="unicode", method="html", short_empty_elements=False)
    element.tail = tail
    return whole[whole.index(">") + 1 : whole.rindex("<")]


def nodes(element: Element) -> Iterator[Node]:
    """Yield the texts and elements inside `element` in their order; empties it of tails."""
    if element.text:
        yield element.text
    for child in list(element):
        tail, child.tail = child.tail, None
        yield child
        if tail:
            yield tail


def fill(element: Element, content: Iterable[Node]) -> None:
    """Make `content` all that stands inside `element`."""
    inside = list(content)
    element.text = None
    element[:] = [node for node in inside if not isinstance(node, str)]
    last: Element | None = None
    for node in inside:
        if not isinstance(node, str):
            last = node
        elif last is None:
            element.text = (element.text or "") + node
        else:
            last.tail = (last.tail or "") + node


def replace(element: Element, change: Callable[[Node], list[Node]], skip: Container[str]) -> None:
    """Put `change(node)` in the place of every text and element below, the deepest first.

    What stands inside elements named in `skip` stays as it is.
    """
    if element.tag in skip:
        return
    content: list[Node] = []
    for node in nodes(element):
        if not isinstance(node, str):
            replace(node, change, skip)
        content += change(node)
    fill(element, content)


def wrap(element: Element, attributes: dict[str, str]) -> Element:
    """Return a new div around an element that has no tail."""
    div = Element("div", attributes)
    div.append(element)
    return div


def line(element: Element) -> str:
    """Return the text inside `element` on one line."""
    return " ".join("".join(element.itertext()).split())


def add(parent: Element, tag: str, words: str, attributes: dict[str, str]) -> Element:
    child = SubElement(parent, tag, attributes)
    child.text = words
    return child


def text(element: Element, skip: Callable[[Element], bool]) -> str:
    """Return the text inside `element`, a line for each block, without elements to `skip`."""
    lines = "".join(_texts(element, skip)).splitlines()
    return "\n".join(stripped for line in lines if (stripped := line.strip()))


def _texts(element: Element, skip: Callable[[Element], bool]) -> Iterator[str]:
    if not skip(element):
        edge = "\n" if element.tag in BLOCKS else ""
        yield edge + SPACE.sub(" ", element.text or "")
        for child in element:
            yield from _texts(child, skip)
            yield SPACE.sub(" ", child.tail or "")
        yield edge


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.builder = TreeBuilder()
        self.builder.start("div", {})
        self.open: list[bool] = []  # of each open element: is it in the tree?

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        is_kept = len(self.open) < DEEPEST
        if is_kept:
            self.builder.start(tag, {name: value or "" for name, value in attrs})
        if tag in VOID and is_kept:
            self.builder.end(tag)
        elif tag not in VOID:
            self.open.append(is_kept)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID and self.open and self.open.pop():
            self.builder.end(tag)

    def handle_data(self, data: str) -> None:
        self.builder.data(data)

    def tree(self) -> Element:
        while self.open:
            if self.open.pop():
                self.builder.end("")
        self.builder.end("div")
        return self.builder.close()
