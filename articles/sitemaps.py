"""The sitemap (sitemaps.org): an index, and files of the articles, pages and terms of the site.

Files hold what has a key in the same ten thousand, so that an article never moves to another file
and a search engine reads only those again that changed. `lastmod` is the last change of substance:
search engines stop believing dates that move by themselves. They ignore priority and frequency.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html import escape

from django.conf import settings
from django.db.models import Case, Exists, F, Max, OuterRef, Q, TextField, Value, When
from django.db.models.functions import Concat, Greatest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.encoding import iri_to_uri

from articles import lines
from articles.models import Article, ArticleQuerySet, Author, Category, Exercise, Series, Tag
from articles.pictures.files import IN_A_BODY
from backpain import pages

PER_FILE = 10_000  # the protocol allows 50,000; a smaller file is made and read sooner
OLD_NAMES = ("sitemap_index.xml", "wp-sitemap.xml")  # of WordPress and its plugins
CHANGED = Greatest("updated_at", "publish_at")  # `Article.changed_at`, as a query
NEVER = datetime.min.replace(tzinfo=UTC)
INDEX = """<?xml version="1.0" encoding="UTF-8"?>
<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
{}
</sitemapindex>
"""
FILE = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" \
xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
{}
</urlset>
"""

Files = dict[int, datetime | None]  # the last change in each file, by its number


@dataclass(frozen=True)
class Place:
    """An address of the site, when its substance last changed, and its pictures."""

    path: str
    changed: datetime | None
    pictures: list[str] = field(default_factory=list)


@pages.public_page
def index(request: HttpRequest) -> HttpResponse:
    """List the files of the sitemap. Lists of articles change as the newest of these does."""
    _depends_on_articles(request)
    articles = _article_files()
    newest = _newest(articles)
    files = {"articles": articles, "pages": _page_files(newest)}
    files |= {name: dict.fromkeys(terms.files(), newest) for name, terms in TERMS.items()}
    entries = [
        _entry("sitemap", reverse("articles:sitemap_file", args=[name, number]), changed)
        for name, numbered in files.items()
        for number, changed in sorted(numbered.items())
    ]
    return _xml(INDEX, entries)


@pages.public_page
def file(request: HttpRequest, section: str, number: int) -> HttpResponse:
    """List the addresses in one file; 404 where it would be empty."""
    if section not in PLACES:
        raise Http404
    _depends_on_articles(request)
    entries = [_location(place) for place in PLACES[section](number)]
    if not entries:
        raise Http404
    return _xml(FILE, entries)


def routes() -> list[URLPattern]:
    """Return the addresses of the sitemap; the names that others gave it lead there."""
    return [
        path("sitemap.xml", index, name="sitemap"),
        path("sitemap-<str:section>-<int:number>.xml", file, name="sitemap_file"),
        *(path(name, _to_index) for name in OLD_NAMES),
    ]


def _findable(kind: Article.Kind) -> ArticleQuerySet:
    """Keep the articles of a kind that search engines should show, and show here."""
    own = Concat(Value(settings.SITE_URL + "/"), "slug", Value("/"))
    return Article.objects.published().filter(
        Q(canonical_url="") | Q(canonical_url=own), kind=kind, is_hidden_from_search=False
    )


def _article_files() -> Files:
    numbered = _findable(Article.Kind.ARTICLE).order_by().annotate(file=(F("pk") - 1) / PER_FILE)
    rows = numbered.values_list("file").annotate(last=Max(CHANGED))
    return {file + 1: last for file, last in rows}


def _articles(number: int) -> Iterator[Place]:
    articles = (
        _findable(Article.Kind.ARTICLE)
        .filter(pk__gt=(number - 1) * PER_FILE, pk__lte=number * PER_FILE)
        .order_by("pk")
    )
    return _places_of(articles)


def _newest(files: Files) -> datetime | None:
    return max(filter(None, files.values()), default=None)


def _page_files(newest: datetime | None) -> Files:
    own: datetime | None = _findable(Article.Kind.PAGE).aggregate(last=Max(CHANGED))["last"]
    return {1: max(filter(None, [own, newest]), default=None)}


def _pages(number: int) -> Iterator[Place]:
    if number == 1:
        yield Place(reverse("articles:index"), _newest(_article_files()))
        yield from _places_of(_findable(Article.Kind.PAGE).order_by("pk")[: PER_FILE - 1])


def _places_of(articles: ArticleQuerySet) -> Iterator[Place]:
    """Return where `articles` stand, a few of them in memory at a time."""
    with_pictures = articles.select_related("picture").annotate(
        illustrated=Case(
            When(body__contains="/media/", then="body"), default=Value(""), output_field=TextField()
        ),
        changed=CHANGED,
    )
    for article in with_pictures.only("slug", "picture__file").iterator(chunk_size=500):
        names = [str(article.picture.file)] if article.picture else []
        names += IN_A_BODY.findall(article.illustrated)
        pictures = [settings.MEDIA_URL + name for name in dict.fromkeys(names)]
        yield Place(article.get_absolute_url(), article.changed, pictures)


class Terms:
    """A part of the sitemap for the terms of one sort that have articles."""

    def __init__(
        self, terms: type[Category | Tag | Author | Series | Exercise], relation: str
    ) -> None:
        self.terms = terms
        self.relation = relation  # by which an article names them

    def files(self) -> set[int]:
        """Return the numbers of the files."""
        listed = Article.objects.listed().filter(**{self.relation: OuterRef("pk")})
        filled = self.terms.objects.filter(Exists(listed)).order_by().values_list("pk", flat=True)
        return {(key - 1) // PER_FILE + 1 for key in self.wider(dict.fromkeys(filled, NEVER))}

    def places(self, number: int) -> Iterator[Place]:
        """Return what stands in one file."""
        filed = Article.objects.listed().order_by().filter(**{f"{self.relation}__isnull": False})
        last = dict(filed.values_list(self.relation).annotate(last=Max(CHANGED)))
        changed = self.wider(last)
        here = self.terms.objects.filter(pk__gt=(number - 1) * PER_FILE, pk__lte=number * PER_FILE)
        for term in here.order_by("pk"):
            if term.pk in changed:
                yield Place(term.get_absolute_url(), changed[term.pk])

    def wider(self, changed: dict[int, datetime]) -> dict[int, datetime]:
        """Add the terms that list the articles of others, given what changed by their keys."""
        return changed


class Categories(Terms):
    """The same for categories, of which a wider one lists the articles of its parts too."""

    def wider(self, changed: dict[int, datetime]) -> dict[int, datetime]:
        categories = list(Category.objects.select_related("parent__parent__parent"))
        lines.load(categories)
        found: dict[int, datetime] = {}
        for category in categories:
            if last := changed.get(category.pk):
                for above in category.line():
                    found[above.pk] = max(last, found.get(above.pk, last))
        return found


TERMS = {
    "categories": Categories(Category, "categories"),
    "tags": Terms(Tag, "tags"),
    "authors": Terms(Author, "authors"),
    "series": Terms(Series, "series"),
    "exercises": Terms(Exercise, "exercises"),
}
PLACES: dict[str, Callable[[int], Iterable[Place]]] = {
    "articles": _articles,
    "pages": _pages,
    **{name: terms.places for name, terms in TERMS.items()},
}


def _depends_on_articles(request: HttpRequest) -> None:
    pages.shows(request, "articles")
    pages.until(request, Article.objects.next_change())


def _location(place: Place) -> str:
    images = "".join(
        f"<image:image><image:loc>{_whole(picture)}</image:loc></image:image>"
        for picture in place.pictures
    )
    return _entry("url", place.path, place.changed, images)


def _entry(name: str, site_path: str, changed: datetime | None, more: str = "") -> str:
    lastmod = f"<lastmod>{changed.isoformat(timespec='seconds')}</lastmod>" if changed else ""
    return f"<{name}><loc>{_whole(site_path)}</loc>{lastmod}{more}</{name}>"


def _whole(site_path: str) -> str:
    return escape(iri_to_uri(settings.SITE_URL + site_path))


def _xml(document: str, entries: list[str]) -> HttpResponse:
    return HttpResponse(document.format("\n".join(entries)), content_type="application/xml")


def _to_index(request: HttpRequest) -> HttpResponse:
    return redirect("articles:sitemap", permanent=True)
