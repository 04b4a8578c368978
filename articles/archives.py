"""Lists of articles, newest first, in pages."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from articles import paging
from articles.models import Article, ArticleQuerySet, Author, Category, Tag
from articles.periods import Period
from backpain import pages


@pages.public_page
def index(request: HttpRequest, number: int = 1) -> HttpResponse:
    """Show the newest articles; `number` counts the pages from 1."""
    return _list(request, Article.objects.all(), number, "articles/index.html", {})


@pages.public_page
def category(request: HttpRequest, slug: str, number: int = 1) -> HttpResponse:
    """Show the articles filed under a category or one of its parts."""
    wider = Category.objects.select_related("parent__parent__parent")
    term = get_object_or_404(wider, slug=slug)
    return _list(
        request,
        Article.objects.filed_under(term),
        number,
        "articles/term.html",
        {"term": term, "parts": term.children.all()},
    )


@pages.public_page
def tag(request: HttpRequest, slug: str, number: int = 1) -> HttpResponse:
    """Show the articles with a tag."""
    term = get_object_or_404(Tag, slug=slug)
    return _list(
        request,
        Article.objects.tagged(term),
        number,
        "articles/term.html",
        {"term": term},
    )


@pages.public_page
def author(request: HttpRequest, slug: str, number: int = 1) -> HttpResponse:
    """Show who an author is, and what they wrote."""
    person = get_object_or_404(Author.objects.select_related("portrait"), slug=slug)
    return _list(
        request,
        Article.objects.written_by(person),
        number,
        "articles/author.html",
        {"author": person},
    )


@pages.public_page
def period(
    request: HttpRequest, year: int, month: int | None = None, number: int = 1
) -> HttpResponse:
    """Show the articles of a year, or of a month; 404 where none was published in it."""
    shown = Period(year, month)
    if not shown.is_possible or not shown.articles().listed().exists():
        raise Http404
    context: dict[str, Any] = {"period": shown, "earlier": shown.earlier(), "later": shown.later()}
    if month is None:
        context["months"] = shown.months()
    return _list(request, shown.articles(), number, "articles/period.html", context)


def _list(
    request: HttpRequest,
    articles: ArticleQuerySet,
    number: int,
    template: str,
    context: dict[str, Any],
) -> HttpResponse:
    """Render page `number` of the published ones among `articles`; 404 past the last."""
    if first := paging.to_first_page(request, number):
        return first
    pages.shows(request, "articles")
    pages.until(request, Article.objects.next_change())
    page = paging.page_or_404(paging.ArticlePages(articles), number)
    return render(request, template, {**context, "page": page})
