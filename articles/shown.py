"""Which exercises the text of an article shows: kept beside it, so that nobody need read all texts
to find where an exercise comes from.
"""

from __future__ import annotations

from articles.body import read
from articles.models import Article, Exercise


def note(article: Article) -> None:
    """Keep which exercises `article` shows, as it is in the database."""
    article.exercises.set(Exercise.objects.filter(slug__in=read(article.body).exercises))


def look_for(exercise: Exercise) -> None:
    """Keep which articles show a new `exercise`: their texts may have waited for it."""
    waiting = Article.objects.filter(body__icontains=exercise.marker).only("body")
    exercise.articles.set(
        article for article in waiting if exercise.slug in read(article.body).exercises
    )
