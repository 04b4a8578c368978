"""Lists: Word writes each entry as a paragraph, Google Docs nests lists outside of the entries."""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement

from articles.body import tree

ENTRY = re.compile(r"mso-list:\s*(l\d+)\s+level(\d)")
IGNORED = re.compile(r"mso-list:\s*ignore", re.IGNORECASE)
NUMBER = re.compile(r"\(?(\d+|[a-z]|[ivxlc]+)[.)]", re.IGNORECASE)
LISTS = {"ul", "ol"}


@dataclass(frozen=True)
class Entry:
    """An entry of a list of Word: what the list is, how deep it stands, and its number."""

    name: str
    level: int
    marker: str

    @property
    def tag(self) -> str:
        return "ol" if NUMBER.fullmatch(self.marker) else "ul"


def build(root: Element) -> None:
    """Make lists of the paragraphs by which Word writes them, wherever they stand."""
    for parent in list(root.iter()):
        if any(_entry(child) for child in parent):
            tree.fill(parent, _gathered(list(tree.nodes(parent))))


def plain(outer: Element) -> list[tree.Node]:
    """Return a list whose entries hold the lists below them; nothing for one without entries."""
    entries: list[tree.Node] = []
    last: Element | None = None
    for node in tree.nodes(outer):
        if isinstance(node, str):
            continue
        if node.tag in LISTS and last is not None:
            last.append(node)
        elif node.tag in LISTS:
            entries += tree.nodes(node)
        elif tree.line(node) or node.find(".//img") is not None:
            entries.append(node)
            last = node
    tree.fill(outer, entries)
    return [outer] if entries else []


def _gathered(content: list[tree.Node]) -> list[tree.Node]:
    found: list[tree.Node] = []
    open_lists: list[tuple[Element, Entry]] = []
    for node in content:
        entry = None if isinstance(node, str) else _entry(node)
        if isinstance(node, str) or entry is None:
            if not isinstance(node, str) or node.strip():
                open_lists = []
            found.append(node)
            continue
        while open_lists and not _holds(open_lists[-1][1], entry):
            open_lists.pop()
        if not open_lists or open_lists[-1][1].level < entry.level:
            begun = _begun(entry, open_lists[-1][0] if open_lists else None)
            if not open_lists:
                found.append(begun)
            open_lists.append((begun, entry))
        SubElement(open_lists[-1][0], "li").append(_words(node))
    return found


def _holds(first: Entry, entry: Entry) -> bool:
    """Say whether an entry belongs into the list that begins with `first`, or below its last."""
    if first.level == entry.level:
        return first.name == entry.name and first.tag == entry.tag
    return first.level < entry.level


def _begun(entry: Entry, above: Element | None) -> Element:
    started = Element(entry.tag)
    number = re.search(r"\d+", entry.marker)
    if entry.tag == "ol" and number and number[0] != "1":
        started.set("start", number[0])
    if above is not None:
        above[-1].append(started)
    return started


def _entry(element: Element) -> Entry | None:
    found = ENTRY.search(element.get("style", ""))
    if element.tag != "p" or not found:
        return None
    marker = "".join(tree.line(span) for span in element.iter("span") if _is_ignored(span))
    return Entry(found[1], int(found[2]), marker.strip("\xa0 "))


def _words(entry: Element) -> Element:
    """Return the paragraph of an entry without the bullet or number that Word wrote into it."""

    def without_marker(node: tree.Node) -> list[tree.Node]:
        return [] if not isinstance(node, str) and _is_ignored(node) else [node]

    tree.replace(entry, without_marker, skip=())
    entry.attrib.clear()
    return entry


def _is_ignored(element: Element) -> bool:
    return element.tag == "span" and IGNORED.search(element.get("style", "")) is not None
