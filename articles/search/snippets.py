"""The words around what was found, with a <mark> about each of them."""

from __future__ import annotations

import re

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from articles.search.backends import END, START, Marked

LENGTH = 220  # characters of a snippet
LEAD = 60  # of them before the first thing found
MARKED = re.compile(f"{START}([^{START}{END}]*){END}")
MARKS = re.compile(f"[{START}{END}]")
GAP = re.compile(f"{END}( ?){START}")  # the words of a phrase are marked as one


def highlighted(text: str) -> SafeString:
    """Return marked text as HTML; whatever else stands in it is shown as written."""
    parts = MARKED.split(GAP.sub(r"\1", text))
    pieces = ((parts[at - 1], parts[at]) for at in range(1, len(parts), 2))
    found = format_html_join("", "{}<mark>{}</mark>", ((_bare(a), _bare(b)) for a, b in pieces))
    return format_html("{}{}", found, _bare(parts[-1]))


def snippet(marked: Marked) -> SafeString:
    """Return the place in the body where most was found; the standfirst where nothing was."""
    if START not in marked.body:
        return highlighted(marked.standfirst or _cut(marked.body, 0))
    return highlighted(_cut(marked.body, _best_place(marked.body)))


def _best_place(text: str) -> int:
    """Return where to cut `text` so that as much as possible of what was found is seen."""
    places = [found.start() for found in re.finditer(START, text)]
    counts = [
        sum(place <= other < place + LENGTH - LEAD for other in places[at : at + 20])
        for at, place in enumerate(places)
    ]
    return max(0, places[counts.index(max(counts))] - LEAD)


def _cut(text: str, start: int) -> str:
    """Return about LENGTH characters from `start` on, cut between words and marks."""
    if start:
        start = max(text.find(" ", start, start + LEAD) + 1, start)
    end = start + LENGTH
    if end < len(text):
        end = max(text.rfind(" ", start + LENGTH // 2, end), start + LENGTH // 2)
        if text.count(START, start, end) > text.count(END, start, end):
            end = text.find(END, end) + 1 or len(text)
    before, after = "… " if start else "", " …" if end < len(text) else ""
    return f"{before}{text[start:end].strip()}{after}"


def _bare(text: str) -> str:
    return MARKS.sub("", text)
