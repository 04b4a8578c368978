"""What an editor should know about the markers in a body."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from articles.body import read
from articles.models import Exercise


def warnings(body: str, sources: int) -> Iterator[str]:
    """Yield a sentence for everything in a `body` that leads nowhere, and for each of so many
    `sources` that it does not cite.
    """
    for number in dangling_markers(body, sources):
        yield _("The text cites [%(number)s], and there is no such source.") % {"number": number}
    if unused := unused_sources(body, sources):
        numbers = ", ".join(map(str, unused))
        yield _("No marker in the text leads to source %(numbers)s.") % {"numbers": numbers}
    for slug in unknown_exercises(body):
        yield _("There is no exercise “%(slug)s”: readers see nothing there.") % {"slug": slug}


def dangling_markers(body: str, sources: int) -> list[int]:
    """Return the numbers that the text cites and that no source has."""
    return sorted({number for number in read(body).markers if number > sources})


def unused_sources(body: str, sources: int) -> list[int]:
    """Return the numbers of the sources that the text never cites."""
    cited = set(read(body).markers)
    return [number for number in range(1, sources + 1) if number not in cited]


def unknown_exercises(body: str) -> list[str]:
    """Return the slugs of the exercises that the text asks for and that there are not."""
    asked = read(body).exercises
    known = Exercise.objects.filter(slug__in=asked).values_list("slug", flat=True) if asked else []
    return [slug for slug in asked if slug not in set(known)]
