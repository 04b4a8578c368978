"""Articles to be read one after the other: their page, and an article's place among them."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from articles.models import Article, ArticleQuerySet, Series
from backpain import pages


@dataclass(frozen=True)
class Place:
    """Where an article stands in its series, counting what readers may see."""

    series: Series
    number: int  # from 1
    count: int
    previous: Article | None
    next: Article | None


def parts(series: Series) -> ArticleQuerySet:
    """Return the parts of `series` that readers may see, in their order."""
    return (
        Article.objects.listed()
        .filter(series=series)
        .order_by("series_position", "publish_at", "pk")
    )


def place_of(article: Article) -> Place | None:
    """Return the place of `article` in its series, in one query; None where it is in none."""
    if article.series is None:
        return None
    known = list(parts(article.series).only("title", "slug", "standfirst"))
    keys = [part.pk for part in known]
    if article.pk not in keys:
        return None
    at = keys.index(article.pk)
    return Place(
        article.series,
        number=at + 1,
        count=len(known),
        previous=known[at - 1] if at else None,
        next=known[at + 1] if at + 1 < len(known) else None,
    )


@pages.public_page
def series(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what a series is about, and its parts in their order."""
    shown = get_object_or_404(Series, slug=slug)
    pages.shows(request, "articles")
    pages.until(request, Article.objects.filter(series=shown).next_change())
    context = {"series": shown, "parts": parts(shown).with_summary()}
    return render(request, "articles/series.html", context)
