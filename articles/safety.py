"""When to get medical help: the words that a category puts near the top of its articles.

They also stand in print, in feeds and on hand-outs, so that nobody meets the article without them.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from articles import lines
from articles.body import read
from articles.models import Article, Category
from backpain import html


@dataclass(frozen=True)
class Block:
    """What stands in one call-out: a heading in plain text, and clean HTML."""

    heading: str
    html: SafeString


def blocks(article: Article) -> list[Block]:
    """Return the safety blocks of `article`, in the order of its categories.

    Each category gives its own words, else those of the nearest wider category that has some; what
    two categories say alike stands once. Prefetch `lines.with_wider()` to show one article, or call
    `lines.load` on the categories of many: then this asks the database nothing.
    """
    categories = list(article.categories.all())
    lines.load(categories)
    found: dict[str, Block] = {}
    for category in categories:
        if block := _block(category):
            found.setdefault(block.html, block)
    return list(found.values())


def above(article: Article) -> list[Block]:
    """Return what stands above the text: nothing where the text has a place for it, [safety]."""
    return [] if read(article.body).has_safety else blocks(article)


def _block(category: Category) -> Block | None:
    for nearest in reversed(category.line()):
        if strip_tags(nearest.safety_text).strip():
            heading = nearest.safety_heading or _("When to get medical help")
            return Block(heading, html.clean_article(nearest.safety_text))
    return None
