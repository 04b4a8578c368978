"""The links that lead to this site: answered by the database, without a request."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from urllib.parse import unquote

from django.conf import settings
from django.core.files.storage import default_storage
from django.utils.timezone import now
from django.utils.translation import gettext as _

from articles.models import Article, Link, Redirect
from articles.redirects import paths
from articles.redirects.finding import Found, of_row
from articles.redirects.known import Known, is_public, resolved

BATCH = 200
EVERY = timedelta(days=1)


def check() -> int:
    """Look where a batch of links leads; return how many those were."""
    batch = list(Link.objects.own().due()[:BATCH])
    look_at(batch)
    return len(batch)


def look_at(links: Iterable[Link]) -> None:
    """Write down where links to this site lead, and since when nowhere."""
    links, moment = list(links), now()
    known = Known(reading for link in links for reading in paths.readings(unquote(link.url)))
    for link in links:
        link.problem, link.moved_to = _found(known, unquote(link.url))
        link.verdict = Link.Verdict.GONE if link.problem else Link.Verdict.FINE
        link.first_failed_at = (link.first_failed_at or moment) if link.problem else None
        link.broken_at, link.last_checked_at = link.first_failed_at, moment
        link.next_check_at = moment + EVERY
    Link.objects.bulk_update(links, FIELDS)


FIELDS = [
    *("problem", "moved_to", "verdict", "first_failed_at", "broken_at"),
    *("last_checked_at", "next_check_at"),
]


def _found(known: Known, path: str) -> tuple[str, str]:
    """Return what is wrong at `path`, and the address it has now where that is another."""
    if path.startswith(settings.STATIC_URL):
        return "", ""
    if path.startswith(settings.MEDIA_URL):
        name = path.removeprefix(settings.MEDIA_URL)
        is_there = "/" not in name and default_storage.exists(name)
        return ("" if is_there else _("There is no such file."), "")
    for reading in paths.readings(path):
        thing, _rest = known.thing(reading)
        if isinstance(thing, Article) and not is_public(thing):
            return _of_article(thing), ""
        if known.lives(reading):
            return "", ""
        row = known.row(reading)
        if row and (found := of_row(row)):
            return _of_redirect(found)
    match = resolved(path)
    is_other = match is not None and "slug" not in match.kwargs and match.app_name != "admin"
    return "" if is_other else _("There is nothing at this address of ours."), ""


def _of_redirect(found: Found) -> tuple[str, str]:
    if found.kind == Redirect.Kind.GONE:
        return _("It leads to what was removed."), ""
    return "", found.address if found.kind == Redirect.Kind.PERMANENT else ""


def _of_article(article: Article) -> str:
    if article.status == Article.Status.DRAFT:
        return _("It leads to a draft, which readers do not see.")
    if article.status == Article.Status.WITHDRAWN:
        return _("It leads to what was withdrawn.")
    if article.publish_at > now():
        return _("It leads to what has not appeared yet.")
    return _("It leads to what readers no longer see.")
