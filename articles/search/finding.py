"""Searches: what is asked, found, allowed to be seen, put in order and shown."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from django.core.paginator import Page, Paginator
from django.utils.safestring import SafeString
from django.utils.timezone import now

from articles import paging
from articles.models import Article, Author, Category
from articles.search import backends, documents, snippets, spelling, words
from articles.search.query import Query, any_of, parse

PAGE_SIZE = 20
MOST = 1000  # articles that are put in order; whoever finds more had better add a word
RECENT = 0.25  # how much more an article of today counts than a very old one
HALF_LIFE = 730.0  # days until half of that is gone
REVIEWED = 1.1  # how much more one counts that somebody checked
TITLED = 1.0  # how much more one counts that has all the words in its title
NEAR = 5


@dataclass(frozen=True)
class Filters:
    """What a search is narrowed to, and its order."""

    category: Category | None = None
    author: Author | None = None
    year: int | None = None
    is_newest: bool = False

    @property
    def marks(self) -> backends.Marks:
        marks = []
        if self.category:
            marks.append([documents.category_mark(key) for key in sorted(self.category.family())])
        if self.author:
            marks.append([documents.author_mark(self.author.pk)])
        if self.year is not None:
            marks.append([documents.year_mark(self.year)])
        return marks

    @property
    def is_narrow(self) -> bool:
        return bool(self.category or self.author or self.year is not None)


@dataclass(frozen=True)
class Hit:
    """An article that was found, and where."""

    article: Article
    title: SafeString
    snippet: SafeString


@dataclass(frozen=True)
class Results:
    """What a search found, in pages of hits."""

    query: Query
    filters: Filters
    keys: list[int] = field(default_factory=list)
    is_more: bool = False  # than are counted and shown

    def page(self, number: int) -> Page:
        """Return a page of hits; EmptyPage where there is none."""
        found = Paginator(self.keys, PAGE_SIZE).page(number)
        return Page(self._hits(list(found.object_list)), number, found.paginator)

    @cached_property
    def suggestion(self) -> str:
        """Other words that do find something; "" where none are known."""
        return spelling.suggest(self.query, lambda query: bool(_seen(query, self.filters)[0]))

    def near(self) -> list[Article]:
        """Articles with some of the words, where none has them all."""
        return _nearest(self.query.words) if len(self.query.words) > 1 else []

    def _hits(self, keys: list[int]) -> list[Hit]:
        marked = backends.current().marked(self.query, keys) if keys else {}
        return [
            Hit(
                article,
                snippets.highlighted(marked[article.pk].title),
                snippets.snippet(marked[article.pk]),
            )
            for article in paging.in_order(keys)
            if article.pk in marked
        ]


@dataclass(frozen=True)
class _Row:
    """What puts one article before another."""

    key: int
    title: str
    publish_at: datetime
    reviewed_on: date | None


def search(typed: str, *, filters: Filters | None = None) -> Results:
    """Look for what a person typed among the articles and pages that readers may see now."""
    query = parse(typed)
    filters = filters or Filters()
    if not query:
        return Results(query, filters)
    keys, is_more = _seen(query, filters)
    return Results(query, filters, keys, is_more)


def suggestions_for(path: str, count: int = NEAR) -> list[Article]:
    """Return articles that somebody who came to `path`, where nothing is, may have looked for.

    path: a path of this site, such as "/best-bakc-pain-exercises.html". At most `count` published
    articles and pages come back, with title and address, the likeliest first; none for a path
    without words. Up to four mistyped words are put right first. Three
    queries, and three more for each of these.
    """
    stem = path[:400].rpartition(".")[0] if "." in path.rstrip("/")[-6:] else path[:400]
    asked = [word for word in words.split(words.tidy(stem)) if len(word) > 2 and word.isalpha()]
    return _nearest(asked[:8], count)


def _nearest(asked: list[str], count: int = NEAR) -> list[Article]:
    query = any_of(spelling.corrected([word for word in asked if not words.is_common(word)]))
    keys, _ = _seen(query, Filters()) if query else ([], False)
    found = Article.objects.only("title", "slug").in_bulk(keys[:count])
    return [found[key] for key in keys[:count]]


def _seen(query: Query, filters: Filters) -> tuple[list[int], bool]:
    """Return the keys of what readers may see of what is found, in order, and if there is more."""
    found, is_more = backends.current().find(
        query, filters.marks, is_newest=filters.is_newest, most=MOST
    )
    scores = dict(found)
    rows = [
        _Row(*row)
        for row in Article.objects.published()
        .filter(pk__in=scores)
        .values_list("pk", "title", "publish_at", "reviewed_on")
    ]
    if filters.is_newest:
        rows.sort(key=lambda row: (row.publish_at, row.key), reverse=True)
    else:
        moment = now()
        rows.sort(key=lambda row: _rank(row, scores[row.key], query.words, moment), reverse=True)
    return [row.key for row in rows[:MOST]], is_more


def _rank(row: _Row, score: float, asked: list[str], moment: datetime) -> tuple[bool, float, int]:
    """Return what an article is ordered by: its very title first, then how well the words fit,
    more for those in the title, a little more for the recent and the reviewed.
    """
    days = max(0.0, (moment - row.publish_at).total_seconds() / 86400)
    recent = 1 + RECENT * 0.5 ** (days / HALF_LIFE)
    reviewed = REVIEWED if row.reviewed_on else 1.0
    title = words.split(row.title)
    titled = 1 + TITLED * _share(asked, title)
    return list(title) == asked, score * recent * reviewed * titled, row.key


def _share(asked: list[str], title: tuple[str, ...]) -> float:
    """Return the share of the words that stand in a title, endings left aside."""
    stems = [word[: max(3, len(word) - 2)] for word in asked]
    return sum(any(word.startswith(stem) for word in title) for stem in stems) / len(stems)
