"""How a finished page comes about: Django is asked once, on behalf of nobody in particular."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from threading import Event, Lock
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from django.http import HttpResponse

from backpain.addresses import with_query
from backpain.finished import FinishedPage, Headers
from backpain.shelf import Key

LONGEST_QUERY = 2000  # characters of a query that a redirect keeps
PATIENCE = 2.0  # seconds to wait for a page that another thread is making


class Reply:
    """What Django answers when it is asked for a page and not told who asks.

    No cookie, query, language or condition of the visitor reaches the view, so that a page which
    is kept for everyone cannot depend on them.
    """

    def __init__(self, django: WSGIApplication, environ: WSGIEnvironment) -> None:
        self._is_head = environ["REQUEST_METHOD"] == "HEAD"
        self._query = environ.get("QUERY_STRING", "")
        self._status = ""
        self._headers: Headers = []
        self._response = django(_for_nobody(environ), self._start)
        self._body = closed(self._response)

    def finished(self, versions: Mapping[str, str]) -> FinishedPage | None:
        """Return the page to keep, made under `versions`; None where this must not be kept."""
        page = getattr(self._response, "page", None)
        if page is None or not isinstance(self._response, HttpResponse) or not self._may_be_kept():
            return None
        return FinishedPage(
            self._response.content,
            self._headers,
            versions={tag: versions.get(tag) for tag in page.tags},
            made_at=page.started_at.timestamp(),
            until=page.ends_at.timestamp(),
        )

    def send(self, start_response: StartResponse) -> Iterable[bytes]:
        """Answer what Django answered; a redirect keeps the query, of which Django knew nothing."""
        start_response(self._status, [self._with_query(*header) for header in self._headers])
        return [] if self._is_head else self._body

    def _with_query(self, name: str, value: str) -> tuple[str, str]:
        is_target = name == "Location" and len(self._query) <= LONGEST_QUERY
        return name, with_query(value, self._query) if is_target else value

    def _may_be_kept(self) -> bool:
        headers = {name.lower(): value for name, value in self._headers}
        return (
            self._status.startswith("200 ")
            and "set-cookie" not in headers
            and "content-encoding" not in headers
            and "cookie" not in headers.get("vary", "").lower()
        )

    def _start(
        self, status: str, headers: Headers, exc_info: object = None, /
    ) -> Callable[[bytes], object]:
        self._status, self._headers = status, headers
        return _refuse_write


class Making:
    """The pages being made: of several threads that want the same one, one makes it."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._under_way: dict[Key, Event] = {}

    @contextmanager
    def turn(self, key: Key) -> Iterator[bool]:
        """Give True to the thread that is to make the page; others wait for it and get False."""
        with self._lock:
            made = self._under_way.get(key)
            if made is None:
                mine = self._under_way[key] = Event()
        if made is not None:
            made.wait(PATIENCE)
            yield False
            return
        try:
            yield True
        finally:
            with self._lock:
                del self._under_way[key]
            mine.set()


def closed(response: Iterable[bytes]) -> Iterable[bytes]:
    """Return the bytes of Django's `response` and close it, so that the server need not.

    A streaming response stays as it is.
    """
    if not isinstance(response, HttpResponse):
        return response
    body = [response.content]
    response.close()
    return body


def _for_nobody(environ: WSGIEnvironment) -> WSGIEnvironment:
    impersonal = {
        name: value
        for name, value in environ.items()
        if not name.startswith("HTTP_") or name == "HTTP_HOST"
    }
    return impersonal | {"REQUEST_METHOD": "GET", "QUERY_STRING": ""}


def _refuse_write(data: bytes) -> None:
    raise RuntimeError("Django returns what it has to say and never writes it.")
