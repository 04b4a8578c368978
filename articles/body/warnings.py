"""What an editor should know about the markers in a body."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from articles.body import read
from articles.models import Article, Exercise


def warnings(article: Article) -> Iterator[str]:
    """Yield a sentence for everything in the body that leads nowhere, and each unused source."""
    for number in dangling_markers(article):
        yield _("The text cites [%(number)s], and there is no such source.") % {"number": number}
    if unused := unused_sources(article):
        numbers = ", ".join(map(str, unused))
        yield _("No marker in the text leads to source %(numbers)s.") % {"numbers": numbers}
    for slug in unknown_exercises(article):
        yield _("There is no exercise “%(slug)s”: readers see nothing there.") % {"slug": slug}


def dangling_markers(article: Article) -> list[int]:
    """Return the numbers that the text cites and that no source has."""
    count = article.sources.count()
    return sorted({number for number in read(article.body).markers if number > count})


def unused_sources(article: Article) -> list[int]:
    """Return the numbers of the sources that the text never cites."""
    cited = set(read(article.body).markers)
    return [number for number in range(1, article.sources.count() + 1) if number not in cited]


def unknown_exercises(article: Article) -> list[str]:
    """Return the slugs of the exercises that the text asks for and that there are not."""
    asked = read(article.body).exercises
    known = Exercise.objects.filter(slug__in=asked).values_list("slug", flat=True) if asked else []
    return [slug for slug in asked if slug not in set(known)]
