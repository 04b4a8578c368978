"""What should be so, unless somebody says why not."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from articles import reviews, search_result
from articles.body import tree
from articles.checklist.text import Problem, Text
from articles.models import Article
from articles.search import search, words

WIDE = 1200  # pixels: what Google asks of the lead picture of an article, and sharing shows whole
ALIKE = 0.7  # how many of the words of two titles are the same
NEWEST = 2000  # articles whose titles are compared; older ones are found by search
LEVELS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4}


def review(text: Text) -> Iterator[Problem]:
    """Say that nobody checked it, or that the review is overdue."""
    on, due = (parse_date(text.line(name)) for name in ("reviewed_on", "review_due_on"))
    signed = localdate(text.approval.at) if text.approval else None
    if signed and (on is None or on <= signed):  # that one readers are told of
        on, due = signed, due if due and due > signed else None
    elif not (on and text.content.get("reviewer")):
        yield Problem("review", _("No medical reviewer has checked it."), "reviewer")
        return
    due = reviews.due_after(on, due, text.categories)
    if due <= localdate():
        late = _("It was due for its next review on %(day)s.")
        yield Problem("overdue", late % {"day": date_format(due)}, "reviewed_on")


def sources(text: Text) -> Iterator[Problem]:
    if not text.rows("sources"):
        yield Problem("sources", _("It names no source."), "sources")


def shown_title(text: Text) -> Iterator[Problem]:
    """Say that search engines would cut the title."""
    length = len(text.line("seo_title") or text.line("title"))
    if length > search_result.TITLE:
        long = _(
            "Its title has %(length)d characters, and search engines cut it after about %(most)d: "
            "a shorter one for them can stand under “Found and shared”."
        )
        yield Problem("title", long % {"length": length, "most": search_result.TITLE}, "seo_title")


def shown_description(text: Text) -> Iterator[Problem]:
    """Say that search engines would cut the description."""
    length = len(text.line("seo_description") or text.line("standfirst"))
    most = search_result.DESCRIPTION
    if length > most:
        long = _(
            "Its description has %(length)d characters, and search engines cut it after about "
            "%(most)d: a shorter one for them can stand under “Found and shared”."
        )
        yield Problem("description", long % {"length": length, "most": most}, "seo_description")


def headings(text: Text) -> Iterator[Problem]:
    """Say where headings are not nested as WCAG 2.2 (technique G141) asks: none is left out.

    A title of the first level stands above every text, so none stands in it.
    """
    before = 1
    for element in text.root.iter():
        level = LEVELS.get(element.tag, 0)
        names = {"heading": tree.line(element), "level": level, "before": before}
        if level == 1:
            first = _("The heading “%(heading)s” is of the level of the title: make it an h2.")
            yield Problem("h1", first % names, "body")
        elif level > before + 1:
            skipped = _("The heading “%(heading)s” is an h%(level)d right after an h%(before)d.")
            yield Problem("heading", skipped % names, "body")
        before = max(level, 2) if level else before


def lead_picture(text: Text) -> Iterator[Problem]:
    if text.picture is None:
        yield Problem("picture", _("It has no lead picture."), "picture")
    elif text.picture.width < WIDE:
        narrow = _("Its lead picture is %(width)d pixels wide: %(wide)d look sharp everywhere.")
        yield Problem("narrow", narrow % {"width": text.picture.width, "wide": WIDE}, "picture")


def similar_title(text: Text) -> Iterator[Problem]:
    """Say which other text has nearly the same title."""
    mine = _words(text.line("title"))
    rows = Article.objects.exclude(pk=text.article.pk).exclude(status=Article.Status.WITHDRAWN)
    found = search(" ".join(sorted(mine))).keys[:8] if mine else []
    named = {
        *rows.order_by("-pk").values_list("pk", "title")[:NEWEST],
        *rows.filter(pk__in=found).values_list("pk", "title"),
    }
    for _key, other in sorted(named)[::-1]:
        if mine and _likeness(mine, _words(other)) >= ALIKE:
            near = _("There is a text with nearly the same title: “%(title)s”.")
            yield Problem("similar", near % {"title": other}, "title")
            return


def _words(title: str) -> frozenset[str]:
    every = words.split(title)
    return frozenset(word for word in every if not words.is_common(word)) or frozenset(every)


def _likeness(mine: frozenset[str], other: frozenset[str]) -> float:
    """Return how many of the words of both are common to both (Jaccard's index)."""
    return len(mine & other) / len(mine | other)
