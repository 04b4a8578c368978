"""The body of an article as its page shows it."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest

from articles.body import Body, Exercise, Newsletter, Piece, read
from articles.body.rows import Rows, rows_of
from articles.models import Article, Picture, Source
from articles.models import Exercise as ExerciseRow
from backpain import headers, pages

TITLES_FOR_CONTENTS = 3
LONGEST_NESTED = 9  # lines of a contents list that shows the smaller headings too


@dataclass(frozen=True)
class Part:
    """A piece of the body with the picture or exercise that it shows."""

    piece: Piece
    row: Picture | ExerciseRow | None


@dataclass(frozen=True)
class Cited:
    """A source, its number, and the ids of the markers that lead to it."""

    number: int
    source: Source
    marks: tuple[str, ...]


@dataclass(frozen=True)
class Content:
    """What templates/articles/_body.html, _contents.html and _sources.html show."""

    body: Body
    parts: tuple[Part, ...]
    sources: tuple[Cited, ...]

    @property
    def has_newsletter(self) -> bool:
        """Whether the call-out stands in the text; if not, an article has it below."""
        return any(isinstance(part.piece, Newsletter) for part in self.parts)

    @property
    def has_contents(self) -> bool:
        return len(self.body.headings) >= TITLES_FOR_CONTENTS

    @property
    def contents_are_nested(self) -> bool:
        headings = self.body.headings
        return len(headings) + sum(len(heading.parts) for heading in headings) <= LONGEST_NESTED

    @property
    def exercises(self) -> tuple[ExerciseRow, ...]:
        """The exercises in the order of the text, each once."""
        rows = (part.row for part in self.parts)
        return tuple(dict.fromkeys(row for row in rows if isinstance(row, ExerciseRow)))


def content_of(article: Article, request: HttpRequest) -> Content:
    """Return the body of `article` as the page being made for `request` shows it.

    Tells the front what the page shows, and the browser what it may load. Prefetch "sources";
    asks for pictures and exercises only where the body has any.
    """
    sources = list(article.sources.all())
    body = body_of(article, len(sources))
    content = Content(body, parts_of(article, body, rows_of([body])), _cited(sources, body))
    pages.shows(request, *(f"exercise:{row.pk}" for row in content.exercises))
    if len(content.exercises) < len(body.exercises):  # one that is not there yet may be made
        pages.shows(request, "articles")
    headers.allow(request, "frame-src", *dict.fromkeys(embed.origin for embed in body.embeds))
    return content


def body_of(article: Article, sources: int) -> Body:
    """Return the body of `article` with links to its sources, of which there are so many."""
    is_paid = article.disclosure in {Article.Disclosure.SPONSORED, Article.Disclosure.AFFILIATE}
    return read(article.body, sources=sources, is_paid=is_paid)


def parts_of(article: Article, body: Body, rows: Rows) -> tuple[Part, ...]:
    """Join the pieces of a body with their rows; leave out what there is not."""
    parts = (Part(piece, rows.of(piece)) for piece in body.pieces)
    return tuple(part for part in parts if _is_shown(part, article))


def _is_shown(part: Part, article: Article) -> bool:
    """Say whether a page has the part: a page such as "About" has a call-out only if it says so."""
    if isinstance(part.piece, Newsletter):
        return part.piece.is_chosen or article.kind == Article.Kind.ARTICLE
    return not isinstance(part.piece, Exercise) or part.row is not None


def _cited(sources: list[Source], body: Body) -> tuple[Cited, ...]:
    times = body.citations
    return tuple(
        Cited(
            number,
            source,
            tuple(f"cited-{number}-{time}" for time in range(1, times[number] + 1)),
        )
        for number, source in enumerate(sources, 1)
    )
