"""The body of an article, taken apart once: what stands in it, and in which pieces it is shown."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings
from django.utils.translation import get_language

from articles.body import callouts, headings, links, markers, tables, tree
from articles.body.cutting import Cutter
from articles.body.pieces import (
    Body,
    Embed,
    Exercise,
    Figure,
    Heading,
    Image,
    Newsletter,
    Piece,
    Safety,
)
from backpain import html

__all__ = [
    "Body",
    "Embed",
    "Exercise",
    "Figure",
    "Heading",
    "Image",
    "Newsletter",
    "Piece",
    "Safety",
    "read",
]


def read(source: str, *, sources: int = 0, is_paid: bool = False) -> Body:
    """Take the stored HTML of a body apart.

    `sources` is how many sources the article has: markers of these become links, others stay
    text. `is_paid` marks links that lead away as sponsored.
    """
    return _read(source, sources, is_paid, settings.SITE_URL, get_language())


@lru_cache(maxsize=128)
def _read(source: str, sources: int, is_paid: bool, site: str, language: str) -> Body:
    root = tree.parse(html.without_strangers(source))
    tree.replace(root, headings.drop_empty, skip={"p", "table"})
    named = headings.identify(root)
    links.mark(root, site=site, is_paid=is_paid)
    cited = markers.link(root, sources)
    tables.improve(root)
    callouts.improve(root)
    cutter = Cutter(root)
    text = cutter.text()
    cutter.place_newsletter(len(text.split()))
    return Body(cutter.in_order(), headings.nest(named), cited, text)
