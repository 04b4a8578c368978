"""Slugs made from titles, where nobody wrote one."""

from __future__ import annotations

from itertools import count

from django.core.exceptions import ValidationError
from django.utils.text import slugify

from articles.models import Article, validate_slug_is_free

LONGEST = 80


def free(title: str, article: Article) -> str:
    """Return a slug for `article` that says its `title` and that nothing else has."""
    start = slugify(title, allow_unicode=True)[:LONGEST].strip("-") or "article"
    names = (start if number == 1 else f"{start}-{number}" for number in count(1))
    return next(name for name in names if _is_free(name, article))


def _is_free(slug: str, article: Article) -> bool:
    try:
        validate_slug_is_free(slug)
    except ValidationError:
        return False
    return not Article.objects.filter(slug=slug).exclude(pk=article.pk).exists()
