"""How other pages show comments and their number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django import template
from django.conf import settings
from django.template import Context

from articles.models import Article
from backpain import pages
from backpain.models import Publication
from comments import captcha, threads
from comments.closing import closes_at, why_closed
from comments.forms import LONGEST_BODY, CommentForm
from comments.models import Comment

register = template.Library()


@register.inclusion_tag("comments/_comments.html", takes_context=True)
def comments_of(context: Context, article: Article) -> dict[str, Any]:
    """Show the comments of `article`, and the form or why there is none."""
    request = context["request"]
    publication: Publication = context["publication"]
    pages.shows(request, f"comments:{article.pk}")
    pages.until(request, closes_at(article, publication))
    closed = why_closed(article, publication)
    if not closed:
        captcha.admit(request)
    entries = threads.of(article)
    return {
        "article": article,
        "entries": entries,
        "count": sum(entry.is_visible for entry in entries),
        "closed": closed,
        "form": None if closed else CommentForm(article),
    }


@register.simple_tag(takes_context=True)
def comment_counts(context: Context, articles: Iterable[Article]) -> Counter[int]:
    """Return how many comments readers see under each of `articles`, by one query."""
    listed = list(articles)
    pages.shows(context["request"], *(f"comments:{article.pk}" for article in listed))
    return Comment.objects.visible().count_by_article(listed)


@register.filter
def count_for(counts: Counter[int], article: Article) -> int:
    """Return the number for `article` among `counts`."""
    return counts[article.pk]


@register.simple_tag
def captcha_slot() -> dict[str, str] | None:
    """Return what the browser must know to show the captcha; None where there is none."""
    if not captcha.is_on():
        return None
    return {"key": settings.RECAPTCHA_PUBLIC_KEY, "domain": settings.RECAPTCHA_DOMAIN}


@register.simple_tag
def longest_comment() -> int:
    """Return how many characters a comment may have."""
    return LONGEST_BODY
