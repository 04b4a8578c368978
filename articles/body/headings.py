"""Headings that can be linked to, and the contents list that they make.

Every id begins with "s-", as no other id of the page does, and follows from the heading's own
words: what else changes in the text breaks no link to it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from xml.etree.ElementTree import Element

from django.utils.text import slugify

from articles.body import tree
from articles.body.pieces import Heading

LEVELS = {"h1": 2, "h2": 2, "h3": 3, "h4": 4}  # the one h1 of a page is its title
LONGEST = 60  # characters of an id


def drop_empty(node: tree.Node) -> list[tree.Node]:
    """Return `node`, or nothing if it is a heading that says nothing."""
    if isinstance(node, str) or node.tag not in LEVELS:
        return [node]
    return [node] if tree.line(node) or node.find(".//img") is not None else []


def identify(root: Element) -> list[Heading]:
    """Give every heading its level and id; return them in their order."""
    found: list[Heading] = []
    taken: set[str] = set()
    for element in root.iter():
        if level := LEVELS.get(element.tag):
            words = tree.line(element)
            name = _free(f"s-{slugify(words, allow_unicode=True)[:LONGEST].strip('-')}", taken)
            taken.add(name)
            element.tag = f"h{level}"
            element.set("id", name)
            found.append(Heading(level, name, words))
    return found


def nest(headings: Iterable[Heading]) -> tuple[Heading, ...]:
    """Return the h2 with words, each with its h3."""
    nested: list[Heading] = []
    for heading in headings:
        if heading.level == 2 and heading.text:
            nested.append(heading)
        elif heading.level == 3 and heading.text and nested:
            nested[-1] = replace(nested[-1], parts=(*nested[-1].parts, heading))
    return tuple(nested)


def _free(name: str, taken: set[str]) -> str:
    name = name if name != "s-" else "s-part"
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{name}-{number}"
    return free
