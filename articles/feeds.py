"""The newest articles as feeds, with their whole text: of the site, and of each of its archives."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from articles.feed_entries import entries_of
from articles.models import Article, ArticleQuerySet, Author, Category, Series, Tag
from articles.periods import Period
from backpain import feeds, pages
from backpain.models import Publication


@pages.public_page
def site(request: HttpRequest, kind: feeds.Kind) -> HttpResponse:
    """Answer with the newest articles."""
    publication = Publication.current()
    channel = feeds.Channel(
        key="articles", title=publication.name, path="/", description=publication.tagline
    )
    return _feed(request, kind, channel, Article.objects.all(), publication)


@pages.public_page
def category(request: HttpRequest, slug: str, kind: feeds.Kind) -> HttpResponse:
    """Answer with the newest articles of a category and its parts."""
    term = get_object_or_404(Category, slug=slug)
    return _feed_of(request, kind, term, Article.objects.filed_under(term), term.description)


@pages.public_page
def tag(request: HttpRequest, slug: str, kind: feeds.Kind) -> HttpResponse:
    """Answer with the newest articles that have a tag."""
    term = get_object_or_404(Tag, slug=slug)
    return _feed_of(request, kind, term, Article.objects.tagged(term))


@pages.public_page
def author(request: HttpRequest, slug: str, kind: feeds.Kind) -> HttpResponse:
    """Answer with what an author wrote last."""
    person = get_object_or_404(Author, slug=slug)
    return _feed_of(request, kind, person, Article.objects.written_by(person), person.biography)


@pages.public_page
def series(request: HttpRequest, slug: str, kind: feeds.Kind) -> HttpResponse:
    """Answer with the newest articles of a series."""
    term = get_object_or_404(Series, slug=slug)
    return _feed_of(request, kind, term, Article.objects.filter(series=term), term.description)


@pages.public_page
def period(
    request: HttpRequest, year: int, kind: feeds.Kind, month: int | None = None
) -> HttpResponse:
    """Answer with the newest articles of a year or a month, as links of WordPress sites ask for."""
    shown = Period(year, month)
    if not shown.is_possible or not shown.articles().listed().exists():
        raise Http404
    publication = Publication.current()
    channel = feeds.Channel(
        key=f"period/{year}/{month}" if month else f"period/{year}",
        title=_title(shown.name, publication),
        path=shown.get_absolute_url(),
        description=publication.tagline,
    )
    return _feed(request, kind, channel, shown.articles(), publication)


def _feed_of(
    request: HttpRequest,
    kind: feeds.Kind,
    term: Category | Tag | Author | Series,
    articles: ArticleQuerySet,
    description: str = "",
) -> HttpResponse:
    publication = Publication.current()
    channel = feeds.Channel(
        key=f"{term._meta.model_name}/{term.pk}",
        title=_title(term.name, publication),
        path=term.get_absolute_url(),
        description=description or publication.tagline,
    )
    return _feed(request, kind, channel, articles, publication)


def _feed(
    request: HttpRequest,
    kind: feeds.Kind,
    channel: feeds.Channel,
    articles: ArticleQuerySet,
    publication: Publication,
) -> HttpResponse:
    """Answer with the newest of those among `articles` that stand on lists."""
    pages.shows(request, "articles")
    pages.until(request, Article.objects.next_change())
    # first the keys alone, which an index holds: sorting rows would read every body
    keys = list(articles.listed().newest_first().values_list("pk", flat=True)[: feeds.LONGEST])
    newest = Article.objects.listed().filter(pk__in=keys).newest_first()
    entries = entries_of(newest, request, publication)
    return feeds.answer(request, kind, channel, entries, publication)


def _title(name: str, publication: Publication) -> str:
    return f"{name} – {publication.name}"  # noqa: RUF001
