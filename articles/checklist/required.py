"""What no reason overrides: without it nothing is published.

That the lead picture is described is a rule of the database.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.utils.timezone import now
from django.utils.translation import gettext as _

from articles.body.warnings import dangling_markers, unknown_exercises
from articles.checklist.text import Problem, Text
from articles.models import Article, Author, validate_slug_is_free
from articles.pictures.in_text import describe


def title(text: Text) -> Iterator[Problem]:
    if not text.line("title"):
        yield _hard("title", _("It has no title."), "title")


def slug(text: Text) -> Iterator[Problem]:
    """Say whether another text has the address, or the site itself."""
    name = text.line("slug")
    try:
        validate_slug_is_free(name)
    except ValidationError as error:
        yield _hard("slug", " ".join(error.messages), "slug")
    other = Article.objects.filter(slug=name).exclude(pk=text.article.pk).only("title").first()
    if other or not name:
        words = _("Another text stands at its address: “%(title)s”.") % {"title": other}
        yield _hard("slug", words if other else _("It has no address."), "slug")


def category(text: Text) -> Iterator[Problem]:
    if not text.categories:
        words = _("File the article under a category: only a page needs none.")
        yield _hard("category", words, "categories")


def signed(text: Text) -> Iterator[Problem]:
    """Say that a category asks for a sign-off of this very text; a wider one asks for its parts."""
    lines = [one.line() for one in text.categories]
    category = next((line[-1] for line in lines if any(one.requires_review for one in line)), None)
    if category and text.approval is None:
        words = _(
            "“%(category)s” takes only what a medical reviewer has approved, as it is written: "
            "send it for review."
        )
        yield _hard("signed", words % {"category": category}, "categories")


def author(text: Text) -> Iterator[Problem]:
    if not Author.objects.filter(pk__in=text.rows("authors")).exists():
        yield _hard("author", _("Say who wrote it: only a page needs no author."), "authors")


def description(text: Text) -> Iterator[Problem]:
    if not (text.line("standfirst") or text.line("seo_description")):
        words = _("Say in a standfirst what it is about: lists and search engines show it.")
        yield _hard("description", words, "standfirst")


def pictures(text: Text) -> Iterator[Problem]:
    """Say which pictures in the text are neither described nor known to be decorative."""
    if "<img" in text.body:
        for words in describe(text.body)[1]:
            yield _hard("picture", words, "body")


def markers(text: Text) -> Iterator[Problem]:
    for number in dangling_markers(text.body, len(text.rows("sources"))):
        words = _("The text cites [%(number)s], and there is no such source.")
        yield _hard("marker", words % {"number": number}, "body")


def exercises(text: Text) -> Iterator[Problem]:
    for name in unknown_exercises(text.body):
        words = _("There is no exercise “%(slug)s”: readers see nothing there.")
        yield _hard("exercise", words % {"slug": name}, "body")


def end(text: Text) -> Iterator[Problem]:
    ends = text.moment("unpublish_at")
    if ends and ends <= (text.moment("publish_at") or now()):
        yield _hard("end", _("“Unpublish at” is before “publish at”."), "unpublish_at")


def _hard(code: str, words: str, field: str) -> Problem:
    return Problem(code, words, field, is_hard=True)
