"""One article, with all that stands around its text."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from articles import history, lines, related, reviews, safety, series
from articles.body.content import content_of
from articles.models import Article, ArticleQuerySet
from backpain import pages


@pages.public_page
def article(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one published article or page."""
    shown = get_object_or_404(whole(Article.objects.published()), slug=slug)
    return render(request, f"articles/{shown.kind}.html", context_of(shown, request))


def context_of(shown: Article, request: HttpRequest) -> dict[str, Any]:
    """Return what stands on the page of `shown`, one of those that readers may see.

    It must come from `whole`.
    """
    pages.shows(request, f"article:{shown.pk}", "articles")
    pages.until(request, shown.unpublish_at)
    pages.until(request, reviews.becomes_due_at(shown))
    context: dict[str, Any] = {
        "article": shown,
        "content": content_of(shown, request),
        "safety": safety.blocks(shown),
        "review": reviews.of(shown),
        "history": history.of(shown),
    }
    if shown.kind == Article.Kind.ARTICLE:
        context |= _ways_on(request, shown)
    _fetch_renditions(shown, context.get("related", []))
    return context


def whole(articles: ArticleQuerySet) -> ArticleQuerySet:
    """Fetch with each article all that its page shows and the database need not search for."""
    return (
        articles.select_related("picture", "reviewer__portrait", "series")
        .with_authors(and_renditions=False)
        .prefetch_related(
            lines.with_wider(related.counted_categories()),
            Prefetch("tags", related.counted_tags()),
            "sources",
            "changes",
        )
    )


def _ways_on(request: HttpRequest, shown: Article) -> dict[str, Any]:
    """Find what to read next. Any of it may change when the clock publishes or ends an article."""
    pages.until(request, Article.objects.next_change())
    place = series.place_of(shown)
    before = place.previous if place else None
    following = (place.next if place else None) or shown.leads_on_to
    return {
        "place": place,
        "next": None if following == before else following,
        "related": related.to(shown, without=[following, before]),
    }


def _fetch_renditions(shown: Article, related: Sequence[Article]) -> None:
    """Fetch the renditions of all pictures around the text in one query."""
    pictures = [article.picture for article in (shown, *related)]
    pictures += [author.portrait for author in shown.authors.all()]
    prefetch_related_objects([picture for picture in pictures if picture], "renditions")
