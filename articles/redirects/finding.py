"""What stands now for an address at which there is nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote

from django.utils.encoding import escape_uri_path

from articles.models import Article, Redirect
from articles.redirects import paths
from articles.redirects.known import Known, Thing, is_public, resolved

LONGEST = 2000  # characters of a path that is looked up
PAGE_OF_ARTICLE = re.compile(r"(?:page/)?\d+/")  # WordPress cuts long posts into pages


@dataclass(frozen=True)
class Found:
    """Where an old address leads, or that it is gone and why."""

    kind: Redirect.Kind
    address: str = ""
    row: Redirect | None = None
    article: Article | None = None  # the withdrawn one


def find(path: str, query: str = "") -> Found | None:
    """Return what stands for a decoded `path` that Django knows nothing of; None: nothing does.

    The row for path and query comes first, then the one for the path, then those for what it
    begins with, then things whose address is another spelling of it. In a query or three.
    """
    if len(path) > LONGEST or paths.UNFIT.search(path):
        return None
    readings = paths.readings(path)
    asked = paths.with_query(readings[0], query)
    starts = {start for reading in readings for start, _ in paths.beginnings(reading)}
    known = Known({asked, *starts})
    found = _by_rows(known, [asked, *readings]) or _by_things(known, readings, path)
    return None if found and _path_of(found.address) == path else found  # never to itself


def of_row(row: Redirect, rest: str = "") -> Found | None:
    """Return what `row` says of its path and the `rest` behind it; None where none is public."""
    if row.kind == Redirect.Kind.GONE:
        is_known = not rest or resolved(row.path + rest)
        return Found(Redirect.Kind.GONE, row=row) if is_known else None
    kind = Redirect.Kind(row.kind)
    if isinstance(thing := row.thing, Thing):
        return of_thing(thing, rest, row)
    if rest or not paths.is_safe(row.url):
        return None
    return Found(kind, row.url, row=row)


def of_thing(thing: Thing, rest: str = "", row: Redirect | None = None) -> Found | None:
    """Return the way to `thing`, and to what stands at `rest` below it."""
    if (below := _below(thing, rest)) is None:
        return None
    if isinstance(thing, Article) and thing.status == Article.Status.WITHDRAWN:
        return Found(Redirect.Kind.GONE, row=row, article=thing)
    if not is_public(thing):
        return None
    kind = Redirect.Kind(row.kind) if row else Redirect.Kind.PERMANENT
    return Found(kind, thing.get_absolute_url() + below, row=row)


def _by_rows(known: Known, readings: list[str]) -> Found | None:
    for reading in dict.fromkeys(readings):
        for start, rest in paths.beginnings(reading):
            if (row := known.row(start)) and (found := of_row(row, rest)):
                return found
    return None


def _by_things(known: Known, readings: list[str], path: str) -> Found | None:
    for reading in readings:
        thing, rest = known.thing(reading)
        if thing and (found := of_thing(thing, rest)):
            return found
        if reading != path and known.lives(reading):
            return Found(Redirect.Kind.PERMANENT, escape_uri_path(reading))
    return None


def _below(thing: Thing, rest: str) -> str | None:
    """Return what `rest` is below the address of `thing`; None: nothing that we know."""
    if not rest or (isinstance(thing, Article) and PAGE_OF_ARTICLE.fullmatch(rest)):
        return ""
    return rest if resolved(_path_of(thing.get_absolute_url()) + rest) else None


def _path_of(address: str) -> str:
    return unquote(address.partition("?")[0])
