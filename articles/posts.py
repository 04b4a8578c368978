"""What readers post to an article that is no longer where it was when they began to write."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from articles.models import Article
from articles.redirects import paths


def posted_to(slug: str) -> Article | None:
    """Return the article that readers see at `slug`, or saw there before it was renamed.

    A post cannot be redirected: the browser would drop its words.
    """
    articles = Article.objects.listed().defer("body")
    article = articles.filter(slug=slug).first()
    return article or articles.filter(redirect__path=paths.plain(f"/{slug}/")).first()


def status_without(slug: str) -> int:
    """Return 410 where the article at `slug` was withdrawn, else 404."""
    withdrawn = Article.objects.filter(slug=slug, status=Article.Status.WITHDRAWN)
    return 410 if withdrawn.exists() else 404


def words_kept(
    request: HttpRequest, status: int, closed: str, *, label: str, article: Article | None = None
) -> HttpResponse:
    """Answer with the words to copy, where nothing can be sent; `closed` says why."""
    words = request.POST.get("body", "")
    context = {"closed": closed, "label": label, "words": words, "article": article}
    return render(request, "words_kept.html", context, status=status)
