"""Exercises on pages of their own, made to be printed: one, or all of an article."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from articles import citations, history, lines, safety
from articles.body.content import content_of
from articles.models import Article, Exercise
from backpain import pages


@pages.public_page
def exercise(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one exercise, and which articles it comes from."""
    shown = get_object_or_404(
        Exercise.objects.select_related("picture").prefetch_related("picture__renditions"),
        slug=slug,
    )
    pages.shows(request, f"exercise:{shown.pk}", "articles")
    pages.until(request, Article.objects.next_change())
    context = {"exercise": shown, "articles": articles_with(shown)}
    return render(request, "articles/exercise.html", context)


@pages.public_page
def handout(request: HttpRequest, slug: str) -> HttpResponse:
    """Show all exercises of an article, after what was wrong in it and what its categories say
    about safety."""
    articles = Article.objects.published().prefetch_related(
        lines.with_wider(), "sources", "changes"
    )
    article = get_object_or_404(articles, slug=slug)
    pages.shows(request, f"article:{article.pk}", "articles")
    pages.until(request, article.unpublish_at)
    content = content_of(article, request)
    if not content.exercises:
        raise Http404
    context = {
        "article": article,
        "content": content,
        "corrections": history.of(article).prominent,
        "safety": safety.blocks(article),
        "address": citations.address_of(article),
    }
    return render(request, "articles/handout.html", context)


def articles_with(exercise: Exercise) -> list[Article]:
    """Return the published articles that show an exercise, the newest first."""
    showing = Article.objects.listed().filter(exercises=exercise)
    return list(showing.newest_first().only("title", "slug"))
