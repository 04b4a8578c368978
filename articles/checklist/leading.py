"""Where the links of a text lead, as far as that is our own site."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.utils.formats import date_format
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _

from articles.body import tree
from articles.body.links import host_of
from articles.checklist.text import Problem, Text
from articles.links import addresses
from articles.links.broken import broken_in
from articles.models import Article, Redirect, Source
from articles.redirects import paths
from articles.redirects.finding import of_row
from articles.redirects.known import Known, is_public, resolved

FILES = (settings.STATIC_URL, settings.MEDIA_URL)


def internal_link(text: Text) -> Iterator[Problem]:
    if not _links(text):
        words = _("No link in the text leads to another of our pages.")
        yield Problem("internal", words, "body")


def links(text: Text) -> Iterator[Problem]:
    """Say which links to ourselves lead nowhere, or to what readers do not see.

    As many queries for many links as for few.
    """
    named = _links(text)
    known = Known(reading for path in named for reading in paths.readings(path))
    for path, words in named.items():
        if problem := _problem(known, path, text):
            names = {"words": words, "path": path, "day": _day(known, path)}
            yield Problem("link", problem % names, "body")


def broken(text: Text) -> Iterator[Problem]:
    """Say which links to other sites have led nowhere for some time, and still stand in it."""
    for link in broken_in(text.article) if text.article.pk else []:
        since = date_format(localtime(link.first_failed_at), "DATE_FORMAT")
        names = {"address": link.url, "day": since, "problem": link.problem}
        if link.url in {addresses.kept(one.get("href", "")) for one in text.root.iter("a")}:
            words = _("A link in the text has led nowhere since %(day)s: %(address)s. %(problem)s")
            yield Problem("broken", words % names, "body")
        elif link.url in map(addresses.kept, _of_sources(text)):
            words = _("A source has led nowhere since %(day)s: %(address)s. %(problem)s")
            yield Problem("broken", words % names, "sources")


def _of_sources(text: Text) -> Iterator[str]:
    """Yield the addresses of its sources, as far as nothing stands in for them."""
    known = {field.name for field in Source._meta.concrete_fields}
    for row in text.rows("sources"):
        source = Source(**{name: value for name, value in row.items() if name in known - {"id"}})
        yield from addresses.of_source(source)


def _links(text: Text) -> dict[str, str]:
    """Return the paths of ours that the text leads to, each with the words of its first link."""
    found: dict[str, str] = {}
    own = urlsplit(settings.SITE_URL).netloc.lower()
    for link in text.root.iter("a"):
        address = link.get("href", "").strip()
        is_ours = host_of(address) == own or (address[:1] == "/" and not host_of(address))
        path = unquote(urlsplit(address).path) if is_ours else ""
        if path and not path.startswith(FILES) and not paths.UNFIT.search(path):
            found.setdefault(paths.plain(path), tree.line(link))
    return found


def _problem(known: Known, path: str, text: Text) -> str:
    """Return what is wrong with the path, a sentence with places for names; "" if nothing is."""
    for reading in paths.readings(path):
        thing, _rest = known.thing(reading)
        if isinstance(thing, Article) and not is_public(thing):
            return _of_article(thing, text)
        row = known.row(reading)
        found = of_row(row, "") if row else None
        if known.lives(reading) or (found and found.kind != Redirect.Kind.GONE):
            return ""
    match = resolved(path)
    is_other = match is not None and "slug" not in match.kwargs and match.app_name != "admin"
    return "" if is_other else _("The link “%(words)s” leads nowhere: %(path)s.")


def _of_article(article: Article, text: Text) -> str:
    """Return what is wrong with a link to an article that readers do not see now."""
    begins = article.publish_at if article.status == Article.Status.PUBLISHED else None
    starts = max(text.moment("publish_at") or now(), now())
    ends = article.unpublish_at
    if article.pk == text.article.pk or (begins and begins <= starts and not _is_over(ends)):
        return ""
    if begins and begins > now():
        return _("The link “%(words)s” leads to what appears only on %(day)s.")
    if article.status == Article.Status.DRAFT:
        return _("The link “%(words)s” leads to a draft, which readers do not see: %(path)s.")
    return _("The link “%(words)s” leads to what readers no longer see: %(path)s.")


def _day(known: Known, path: str) -> str:
    """Return when the article at `path` appears, or appeared; "" where there is none."""
    things = (known.thing(reading)[0] for reading in paths.readings(path))
    begins = next((one.publish_at for one in things if isinstance(one, Article)), None)
    return date_format(localtime(begins), "DATE_FORMAT") if begins else ""


def _is_over(ends: datetime | None) -> bool:
    return ends is not None and ends <= now()
