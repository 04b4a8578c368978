"""The query parameters by which WordPress names its pages: /?p=123, /?s=word, /?feed=rss2."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import parse_qsl

from django.http import Http404, QueryDict
from django.utils.http import urlencode

from articles.models import Redirect
from articles.redirects import finding
from articles.redirects.finding import Found
from articles.redirects.known import Known

POSTS = ("p", "page_id", "attachment_id")  # one number for what is written, of whatever kind
NUMBERED = (*POSTS, "cat")  # what an import keeps as rows: /?p=123
NAMES = frozenset({*POSTS, "cat", "m", "s", "feed", "replytocom"})
FEEDS = {"atom": "feed/atom/", "rss": "feed/", "rss2": "feed/", "rdf": "feed/", "feed": "feed/"}
MONTH = re.compile(r"(\d{4})(\d\d)?(?:\d\d)?")


def find(path: str, query: QueryDict) -> Found | None:
    """Return what stands now for the page that WordPress would show at `path` with `query`.

    None: the parameters mean nothing. Http404: they name something that is not here.
    """
    if path == "/" and (found := _at_home(query)):
        return found
    feed = _value(query, "feed")
    if below := FEEDS.get(feed):
        return _to(path + below)
    if path == "/" and feed.startswith("comments-"):
        return _to("/comments/feed/")
    return _to(path) if "replytocom" in query else None


def without_names(query: str) -> str:
    """Return a query string without WordPress's own parameters."""
    pairs = parse_qsl(query, keep_blank_values=True)
    return urlencode([(name, value) for name, value in pairs if name not in NAMES])


def _at_home(query: QueryDict) -> Found | None:
    ways: list[Callable[[QueryDict], Found | None]] = [_post, _category, _period, _search]
    return next((found for way in ways if (found := way(query))), None)


def _post(query: QueryDict) -> Found | None:
    number = next((value for name in POSTS if (value := _value(query, name)).isdecimal()), "")
    if not number:
        return None
    return _row([f"/?{name}={number}" for name in POSTS], FEEDS.get(_value(query, "feed"), ""))


def _category(query: QueryDict) -> Found | None:
    number = _value(query, "cat")
    return _row([f"/?cat={number}"]) if number.isdecimal() else None


def _period(query: QueryDict) -> Found | None:
    if not (match := MONTH.fullmatch(_value(query, "m"))):
        return None
    return _to("/" + "/".join(part for part in match.groups() if part) + "/")


def _search(query: QueryDict) -> Found | None:
    if "s" not in query:
        return None
    words = _value(query, "s")
    return _to("/search/" + (f"?{urlencode({'q': words})}" if words else ""))


def _row(keys: list[str], rest: str = "") -> Found:
    known = Known(keys)
    rows = [row for key in keys if (row := known.row(key))]
    found = next((found for row in rows if (found := finding.of_row(row, rest))), None)
    if found is None:
        raise Http404
    return found


def _value(query: QueryDict, name: str) -> str:
    return str(query.get(name, "")).strip()


def _to(address: str) -> Found:
    return Found(Redirect.Kind.PERMANENT, address)
