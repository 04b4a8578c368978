"""Markers such as [2] in the text, which lead to the article's sources."""

from __future__ import annotations

import re
from collections import Counter
from xml.etree.ElementTree import Element

from django.utils.translation import gettext

from articles.body import tree

MARKER = re.compile(r"\[(\d{1,3}(?:\s*[,;\u2013-]\s*\d{1,3})*)\]")
STAY = {"a", "code", "pre", "h1", "h2", "h3", "h4"}  # no marker is looked for in these
CITED = "cited"
LONGEST_RANGE = 20


def link(root: Element, sources: int) -> tuple[int, ...]:
    """Make the markers of sources 1 to `sources` links; return all numbers that the text cites."""
    found: list[int] = []
    times: Counter[int] = Counter()

    def change(node: tree.Node) -> list[tree.Node]:
        return _linked(node, sources, found, times) if isinstance(node, str) else [node]

    tree.replace(root, change, skip=STAY)
    return tuple(found)


def is_marker(element: Element) -> bool:
    return element.get("class") == CITED


def numbers(inside: str) -> list[int]:
    """Return the numbers that a marker's inside stands for, as [1, 3] for "1, 3".

    Empty for what is no list of sources, such as a range that runs backwards.
    """
    found: list[int] = []
    for part in re.split(r"\s*[,;]\s*", inside):
        ends = [int(number) for number in re.split(r"\s*[\u2013-]\s*", part)]
        span = range(ends[0], ends[-1] + 1)
        if len(ends) > 2 or not 0 < len(span) <= LONGEST_RANGE:
            return []
        found += span
    return [] if 0 in found else found


def _linked(words: str, sources: int, found: list[int], times: Counter[int]) -> list[tree.Node]:
    if "[" not in words:
        return [words]
    content: list[tree.Node] = []
    end = 0
    for match in MARKER.finditer(words):
        cited = numbers(match[1])
        if any(number <= sources for number in cited):
            content += [words[end : match.start()].rstrip(" "), _marker(cited, sources, times)]
            end = match.end()
        found += cited
    return [*content, words[end:]]


def _marker(cited: list[int], sources: int, times: Counter[int]) -> Element:
    """Return links to the sources `cited`; `times` counts the links that lead to each."""
    marker = Element("sup", {"class": CITED})
    for place, number in enumerate(cited):
        if number <= sources:
            times[number] += 1
            child = tree.add(marker, "a", str(number), _address(number, times[number]))
        else:
            child = tree.add(marker, "span", str(number), {})
        child.tail = ", " if place < len(cited) - 1 else None
    return marker


def _address(number: int, time: int) -> dict[str, str]:
    return {
        "href": f"#source-{number}",
        "id": f"cited-{number}-{time}",
        "aria-label": gettext("source %(number)s") % {"number": number},
    }
