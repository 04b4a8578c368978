"""A text as the rules of the checklist look at it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from xml.etree.ElementTree import Element

from django.utils.dateparse import parse_datetime

from articles import lines
from articles.body import tree
from articles.models import Article, Category, Picture, SignOff
from articles.revisions.content import Content
from articles.signing.following import approval_of
from backpain import html

ROWS = {"authors": "byline_set", "sources": "sources"}  # what the form keeps in rows of their own


@dataclass(frozen=True)
class Problem:
    """Something to put right, or to know, before readers see a text."""

    code: str
    words: str
    field: str  # of the form, or "authors" or "sources"
    is_hard: bool = False

    @property
    def anchor(self) -> str:
        """The id of the element at which it is put right."""
        rows = ROWS.get(self.field)
        return f"{rows}-group" if rows else f"id_{self.field}"


def moment(content: Content, name: str) -> datetime | None:
    """Return a moment of a revision."""
    value = content.get(name)
    return parse_datetime(value) if value else None


@dataclass(frozen=True)
class Text:
    """The content of one revision, with what it names asked for once."""

    article: Article  # whose it is
    content: Content

    @property
    def is_page(self) -> bool:
        return self.line("kind") == Article.Kind.PAGE

    @property
    def body(self) -> str:
        return str(self.content.get("body") or "")

    def line(self, name: str) -> str:
        """Return a field of text without white space around it."""
        return str(self.content.get(name) or "").strip()

    def moment(self, name: str) -> datetime | None:
        return moment(self.content, name)

    def rows(self, name: str) -> list:
        return self.content.get(name) or []

    @cached_property
    def root(self) -> Element:
        """The body as a tree, before anything is made of it."""
        return tree.parse(html.without_strangers(self.body))

    @cached_property
    def categories(self) -> list[Category]:
        found = list(Category.objects.filter(pk__in=self.rows("categories")))
        lines.load(found)
        return found

    @cached_property
    def approval(self) -> SignOff | None:
        """What a medical reviewer signed of this text."""
        return approval_of(self.article, self.content)

    @cached_property
    def picture(self) -> Picture | None:
        key = self.content.get("picture")
        return Picture.objects.filter(pk=key).first() if key else None
