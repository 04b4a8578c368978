"""The page that publishing something would give.

The words are put into the rows of the database, the page is made of these like any other, and the
transaction is rolled back: nobody else ever sees them, and no second way of making the page can
differ from the first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Field
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.utils.translation import gettext as _

from articles import slugs
from articles.models import Article, Revision
from articles.revisions import saving
from articles.revisions.content import TEXT, Content, content_of, put, put_notes
from articles.signing import following
from articles.views import context_of, whole
from backpain import private

HEADERS = {**private.HEADERS, "Referrer-Policy": "no-referrer"}
SLUG = re.compile(r"[-\w]+")


@dataclass(frozen=True)
class Banner:
    """What is said above a preview.

    problems: what stands in the form that cannot be saved, a field with its words each.
    desk: the key of the article, for links to its pages at the desk; None: a stranger looks.
    """

    words: str
    problems: tuple[tuple[str, str], ...] = ()
    note: str = ""
    desk: int | None = None


def page(
    request: HttpRequest, article: Article | None, content: Content, banner: Banner
) -> HttpResponse:
    """Return the page of `article` as it would be were `content` published now.

    article: as the database has it; None: it has no row yet.
    """
    with transaction.atomic():
        is_seen = article is not None and article.is_public and content_of(article) == content
        shown = _published(article, content)
        context = {
            **context_of(shown, request),
            "preview": banner,
            "is_seen": is_seen,
            "page_of_readers": f"articles/{shown.kind}.html",
        }
        response = render(request, "articles/preview.html", context)
        transaction.set_rollback(True)
    return sealed(response)


def sealed(response: HttpResponse) -> HttpResponse:
    """Let nobody keep or list `response`, nor learn its address from a link in it."""
    for name, value in HEADERS.items():
        response.headers[name] = value
    return response


def _published(article: Article | None, content: Content) -> Article:
    """Make the rows what publishing `content` would, and return the article read from them."""
    article = Article.objects.get(pk=article.pk) if article else Article()
    content = _fit(article, content)
    planned = content["publish_at"]
    if article.pk:
        content = _settled(article, content)
    article.status = Article.Status.PUBLISHED
    article.publish_at = min(article.publish_at, now())
    is_to_come = planned is not None and datetime.fromisoformat(planned) > now()
    hidden = {"publish_at": None if is_to_come else planned, "unpublish_at": None}
    put(article, {**content, **hidden})
    put_notes(article, content)
    shown = whole(Article.objects.published()).get(pk=article.pk)
    if is_to_come:
        shown.publish_at = datetime.fromisoformat(planned)
    return shown


def _settled(article: Article, content: Content) -> Content:
    """Give `article` the dates of a publication, and return `content` with the review that readers
    would be told of.
    """
    saving.record_as_found(article)
    saving.set_dates(article, content)
    revision = Revision.objects.create(article=article, content=content)
    return following.settle(article, content, revision)


def _fit(article: Article, content: Content) -> Content:
    """Return `content` such that the database takes it, whatever was typed: what is too long is
    cut, and what cannot be stays as it is.
    """
    fitted = {**content, "publish_at": content.get("publish_at")}
    for name in TEXT:
        field = Article._meta.get_field(name)
        if isinstance(field, Field) and isinstance(value := content.get(name), str):
            fitted[name] = _fit_value(field, value, getattr(article, field.attname))
    fitted["title"] = fitted.get("title") or _("Without a title")
    if not _is_free(fitted.get("slug", ""), article):
        fitted["slug"] = article.slug or slugs.free(fitted["title"], article)
    return fitted


def _fit_value(field: Field, value: str, before: object) -> object:
    if field.choices and value not in dict(field.flatchoices):
        return before
    is_short = field.get_internal_type() in {"CharField", "SlugField", "URLField"}
    return value[: field.max_length] if is_short else value


def _is_free(slug: str, article: Article) -> bool:
    if not SLUG.fullmatch(slug):
        return False
    return not Article.objects.filter(slug=slug).exclude(pk=article.pk).exists()
