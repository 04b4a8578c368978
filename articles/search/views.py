"""The page to search on."""

from __future__ import annotations

from typing import Any

from django.core.paginator import EmptyPage, Page
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from articles import paging
from articles.models import Article, Author, Byline, Category
from articles.search.finding import Filters, Results, search
from articles.search.limits import Limiter
from articles.search.misses import MISSES
from backpain import errors, pages, visitors

LIMITER = Limiter(limit=60, seconds=60)
FIELDS = ("q", "cat", "author", "m", "sort")
NEWEST = "newest"


@pages.public_page
def page(request: HttpRequest, number: int = 1) -> HttpResponse:
    """Show what is found for `q`, narrowed by `cat`, `author` and `m` (a year), in `sort` order;
    without `q`, the topics to browse.
    """
    if first := paging.to_first_page(request, number):
        return first
    pages.shows(request, "articles")
    if not request.GET.get("q", "").strip():
        if number > 1:
            raise Http404
        return render(request, "articles/search.html", {"topics": _topics()})
    if not LIMITER.allow(visitors.client_address(request)):
        return _too_many()
    results = search(request.GET["q"], filters=_filters(request.GET))
    return render(request, "articles/search.html", _shown(request, results, number))


def _shown(request: HttpRequest, results: Results, number: int) -> dict[str, Any]:
    data = request.GET
    context: dict[str, Any] = {
        "results": results,
        "page": _page(results, number),
        "query": f"?{urlencode([(name, data[name]) for name in FIELDS if data.get(name)])}",
        "authors": _authors(),
        "years": _years(),
        "topics": Category.objects.all(),
    }
    if not results.keys:
        if not results.filters.is_narrow:
            MISSES.count(results.query.typed)
        context["elsewhere"] = _found_elsewhere(results)
        context["newest"] = Article.objects.listed().newest_first().only("title", "slug")[:5]
    return context


def _page(results: Results, number: int) -> Page:
    try:
        return results.page(number)
    except EmptyPage as error:
        raise Http404 from error


def _filters(data: QueryDict) -> Filters:
    """Read what the search is narrowed to; what is not known narrows nothing."""
    year = data.get("m", "")
    return Filters(
        category=_term(Category.objects.all(), data.get("cat", "")),
        author=_term(Author.objects.all(), data.get("author", "")),
        year=int(year) if year.isascii() and year.isdecimal() and len(year) == 4 else None,
        is_newest=data.get("sort") == NEWEST,
    )


def _term(terms: QuerySet[Any], slug: str) -> Any:
    is_possible = 0 < len(slug) <= 100 and slug.isprintable()
    return terms.filter(slug=slug).first() if is_possible else None


def _found_elsewhere(results: Results) -> int:
    """Return how many articles a search finds that is not narrowed."""
    if not results.filters.is_narrow or not results.query:
        return 0
    everywhere = Filters(is_newest=results.filters.is_newest)
    return len(search(results.query.typed, filters=everywhere).keys)


def _topics() -> QuerySet[Category]:
    return Category.objects.filter(parent=None)


def _authors() -> QuerySet[Author]:
    """Return who has written something that is or was public."""
    written = Byline.objects.filter(author=OuterRef("pk"), article__status=Article.Status.PUBLISHED)
    return Author.objects.filter(Exists(written)).only("name", "slug")


def _years() -> range:
    """Return the years from the newest article to the oldest."""
    moments = Article.objects.listed().newest_first().values_list("publish_at", flat=True)
    newest, oldest = moments.first(), moments.last()
    if newest is None or oldest is None:
        return range(0)
    return range(localtime(newest).year, localtime(oldest).year - 1, -1)


def _too_many() -> HttpResponse:
    answer = errors.plain(
        429,
        _("Too many searches at once"),
        _("More than a person can read came from your address. Wait a minute and search again."),
    )
    answer.headers["Retry-After"] = "60"
    return answer
