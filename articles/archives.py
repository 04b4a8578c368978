"""Lists of articles, newest first, in pages."""

from typing import Any

from django.core.paginator import EmptyPage, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from articles.models import Article, ArticleQuerySet, Author, Category, Tag
from backpain import pages

PAGE_SIZE = 12


@pages.public_page
def index(request: HttpRequest, number: int = 1) -> HttpResponse:
    """Show the newest articles; `number` counts the pages from 1."""
    return _list(request, Article.objects.all(), number, "articles/index.html", {})


@pages.public_page
def category(request: HttpRequest, slug: str, number: int = 1) -> HttpResponse:
    """Show the articles filed under a category."""
    term = get_object_or_404(Category, slug=slug)
    return _list(
        request,
        Article.objects.filter(categories=term),
        number,
        "articles/term.html",
        {"term": term},
    )


@pages.public_page
def tag(request: HttpRequest, slug: str, number: int = 1) -> HttpResponse:
    """Show the articles with a tag."""
    term = get_object_or_404(Tag, slug=slug)
    return _list(
        request, Article.objects.filter(tags=term), number, "articles/term.html", {"term": term}
    )


@pages.public_page
def author(request: HttpRequest, slug: str, number: int = 1) -> HttpResponse:
    """Show who an author is, and what they wrote."""
    person = get_object_or_404(Author.objects.select_related("portrait"), slug=slug)
    return _list(
        request,
        Article.objects.filter(authors=person),
        number,
        "articles/author.html",
        {"author": person},
    )


def _list(
    request: HttpRequest,
    articles: ArticleQuerySet,
    number: int,
    template: str,
    context: dict[str, Any],
) -> HttpResponse:
    """Render page `number` of the published ones among `articles`; 404 past the last."""
    if number == 1 and "number" in request.resolver_match.kwargs:  # type: ignore[union-attr]
        return redirect(request.path.removesuffix("page/1/"), permanent=True)
    pages.shows(request, "articles")
    pages.until(request, articles.next_change())
    shown = articles.listed().newest_first().with_summary()
    try:
        page = Paginator(shown, PAGE_SIZE).page(number)
    except EmptyPage as error:
        raise Http404 from error
    return render(request, template, {**context, "page": page})
