"""What the index holds of an article."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.utils.timezone import localtime

from articles.body import read
from articles.models import Article, Author, Category
from articles.search import words

BEFORE_SIGN = re.compile(r" (?=[.,;:!?])")  # left by what a text does not hold: numbers of sources
LONGEST = 150_000  # characters of a body: PostgreSQL takes no more words than these at once


@dataclass(frozen=True)
class Document:
    """An article's words, and marks for what a search may be narrowed to."""

    key: int
    title: str
    standfirst: str
    names: str  # of categories, tags and authors
    body: str
    marks: list[str]
    publish_at: datetime


def of(keys: Collection[int]) -> list[Document]:
    """Return the documents of those articles that are published now, before or later.

    Drafts have none. Call it in a transaction: the articles stay as they are until it ends.
    """
    articles = Article.objects.filter(pk__in=keys, status=Article.Status.PUBLISHED)
    # Locked one by one: whoever saves an article meanwhile writes its words after us.
    locked = articles.select_for_update(of=("self",)).order_by("pk")
    return [_of(article) for article in locked.prefetch_related("categories", "tags", "authors")]


def category_mark(key: int) -> str:
    return f"c{key}"


def author_mark(key: int) -> str:
    return f"a{key}"


def year_mark(year: int) -> str:
    return f"y{year}"


def _of(article: Article) -> Document:
    categories: list[Category] = list(article.categories.all())
    authors: list[Author] = list(article.authors.all())
    names = [term.name for term in (*categories, *article.tags.all(), *authors)]
    return Document(
        key=article.pk,
        title=words.tidy(article.title),
        standfirst=words.tidy(article.standfirst),
        names=words.tidy(" · ".join(names)),
        body=BEFORE_SIGN.sub("", words.tidy(read(article.body).text))[:LONGEST],
        marks=[
            *(category_mark(category.pk) for category in categories),
            *(author_mark(author.pk) for author in authors),
            year_mark(localtime(article.publish_at).year),
        ],
        publish_at=article.publish_at,
    )
