"""Feeds: what every feed of the publication has in common.

An app describes a `Channel` and its `Entry`s, newest first, and `answer` writes them as RSS or
Atom (backpain.feed_formats).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from html import escape
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.feedgenerator import Enclosure
from django.utils.translation import get_language

from backpain.addresses import absolute as address
from backpain.feed_entries import Channel, Entry, Picture
from backpain.feed_formats import Atom, Rss
from backpain.models import Publication

__all__ = ["LONGEST", "Channel", "Entry", "Kind", "Picture", "address", "answer", "routes"]

LONGEST = 20  # entries
# Not application/rss+xml or application/atom+xml: Chrome shows those as source text and Firefox
# saves them to a file. Every reader takes this one, which sites made of plain files send too.
MEDIA_TYPE = "application/xml; charset=utf-8"
OLD_NAMES = ("rss2", "rss", "rdf")  # by which WordPress also gives its RSS feed
BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)  # of these feeds: a day in the name of each

Kind = type[Rss] | type[Atom]


def answer(
    request: HttpRequest,
    kind: Kind,
    channel: Channel,
    entries: Sequence[Entry],
    publication: Publication,
) -> HttpResponse:
    """Answer with the feed of `channel`, whose `entries` come newest first."""
    feed = kind(
        title=channel.title,
        link=address(channel.path),
        description=channel.description,
        subtitle=channel.description,
        language=get_language(),
        author_name=publication.name,
        author_link=address("/"),
        feed_url=address(request.path),
        feed_copyright=f"© {publication.name}",
        feed_guid=_identity(channel.key, BEGINNING),
    )
    for entry in entries:
        feed.add_item(**_item(entry))
    response = HttpResponse(content_type=MEDIA_TYPE)
    feed.write(response, "utf-8")
    return response


def routes(prefix: str, view: Callable[..., HttpResponse], name: str = "") -> list[URLPattern]:
    """Return the addresses of a feed under `prefix`: RSS as `<name>feed`, Atom as `<name>atom`.

    `view` gets the kind as `kind`. What WordPress called its feeds besides leads to the RSS one.
    """
    return [
        path(f"{prefix}feed/", view, {"kind": Rss}, name=f"{name}feed"),
        path(f"{prefix}feed/atom/", view, {"kind": Atom}, name=f"{name}atom"),
        *(path(f"{prefix}feed/{old}/", _to_rss) for old in OLD_NAMES),
    ]


def _item(entry: Entry) -> dict[str, Any]:
    picture = entry.picture
    return {
        "entry": entry,
        "title": entry.title,
        "link": address(entry.path),
        "description": escape(entry.summary, quote=False) or None,
        "unique_id": _identity(entry.key, entry.published),
        "unique_id_is_permalink": False,
        "pubdate": entry.published.replace(microsecond=0),
        "updateddate": entry.updated.replace(microsecond=0),
        "categories": entry.categories,
        "comments": entry.discussion or None,
        "enclosures": [Enclosure(picture.url, str(picture.bytes), picture.type)] if picture else [],
    }


def _identity(key: str, moment: datetime) -> str:
    """Return the tag: URI (RFC 4151) of what began at `moment`: no change of address alters it."""
    return f"tag:{urlsplit(settings.SITE_URL).hostname},{moment.astimezone(UTC):%Y}:{key}"


def _to_rss(request: HttpRequest, **_parts: str) -> HttpResponse:
    """Lead from another name of a feed to the one that it has here."""
    return redirect(request.path.rstrip("/").rpartition("/")[0] + "/", permanent=True)
