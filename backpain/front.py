"""The front: a WSGI wrapper that answers public pages from memory and leaves the rest to Django.

backpain.pages says what a page must tell of itself, backpain.versions how its age is known,
backpain.making how it comes about and backpain.finished how it is answered.
"""

from __future__ import annotations

from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from django.urls import Resolver404, resolve

from backpain import pages, visitors
from backpain.finished import FinishedPage
from backpain.making import Making, Reply, closed
from backpain.shelf import Key, Shelf
from backpain.versions import VERSIONS, Versions

CAPACITY = 64 * 1024 * 1024  # bytes of finished pages in one process


class Front:
    """The site as a server calls it. `django` is Django's own WSGI application."""

    def __init__(
        self, django: WSGIApplication, *, versions: Versions = VERSIONS, capacity: int = CAPACITY
    ) -> None:
        self.django = django
        self._versions = versions
        self._shelf = Shelf(capacity)
        self._making = Making()
        self._origins = {tuple(origin.split("://")) for origin in visitors.site_origins()}

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        visitors.believe_proxy(environ)
        key = self._key(environ)
        if key and (page := self._held(key)):
            return self._serve(key, page, environ, start)
        if key and self._versions.latest() is not None and _is_public(environ["PATH_INFO"]):
            return self._miss(key, environ, start)
        return closed(self.django(environ, start))

    def _key(self, environ: WSGIEnvironment) -> Key | None:
        """Return what the page is kept under; None where the front has no business."""
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return None
        scheme, host = environ["wsgi.url_scheme"], environ.get("HTTP_HOST", "")
        if (scheme, host) not in self._origins:
            return None
        if (query := environ.get("QUERY_STRING")) and pages.has_meaning(query):
            return None
        return (scheme, host, environ["PATH_INFO"])

    def _held(self, key: Key) -> FinishedPage | None:
        """Return the page if it is in memory and is what readers should see now."""
        versions = self._versions.latest()
        page = self._shelf.get(key)
        if page is None or versions is None or not page.is_current(versions):
            return None
        return page

    def _miss(self, key: Key, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        """Make the page, unless it was made while this thread waited for its turn."""
        with self._making.turn(key) as is_first:
            if not is_first and (page := self._held(key)):
                return self._serve(key, page, environ, start)
            versions = self._versions.latest() or {}  # before the view reads what they stand for
            reply = Reply(self.django, environ)
            page = reply.finished(versions)
            if page is None:
                return reply.send(start)
            self._shelf.put(key, page)
            return self._serve(key, page, environ, start)

    def _serve(
        self, key: Key, page: FinishedPage, environ: WSGIEnvironment, start: StartResponse
    ) -> list[bytes]:
        size = page.size
        body = page.answer(environ, start)
        if page.size != size:
            self._shelf.weigh(key, page)
        return body


def _is_public(path: str) -> bool:
    """Say whether the view behind `path`, as WSGI writes it, wears `@public_page`."""
    try:
        view = resolve(path.encode("latin-1").decode()).func
    except (Resolver404, UnicodeError):
        return False
    return getattr(view, "is_public_page", False)
