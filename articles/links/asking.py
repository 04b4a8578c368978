"""Ask a server whether there is something at an address, and believe it little.

Standard library only, so that every connection is ours: to an address that the guard looked at,
without proxies (those of the environment are not used), cookies or credentials, and of the answer
only the head is read. Names are resolved anew for every redirect.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse
from threading import Timer
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext as _

from articles.links import guard

TIMEOUT = 10.0  # seconds for each step of a request
DEADLINE = 20.0  # for all of one, however slowly a server drips
MOST_REDIRECTS = 5
FIRST_BYTES = 512
LONGEST = 2000  # characters of an address
PERMANENT = {301, 308}
REDIRECTS = PERMANENT | {302, 303, 307}
NOT_FOR_HEAD = {400, 403, 404, 405, 406, 501}  # servers that know GET only say so with these


@dataclass(frozen=True)
class Answer:
    """What became of asking for an address."""

    status: int | None = None  # None: nobody answered
    problem: str = ""  # in words, where there is more to say than the status
    moved_to: str = ""  # the address that it has for good, by its server's own word
    is_refused_by_us: bool = False  # an address that the guard does not let anybody ask


@dataclass(frozen=True)
class _Head:
    status: int
    location: str


def ask(url: str, wait_for: Callable[[str], None]) -> Answer:
    """Ask for `url`, following redirects. `wait_for` is called with the host before each request:
    it returns when that host may be asked.
    """
    moved_to, is_permanent = "", True
    for _step in range(MOST_REDIRECTS + 1):
        try:
            head = _head_of(url, wait_for)
        except guard.RefusedError as error:
            return Answer(problem=str(error), is_refused_by_us=True)
        except (OSError, HTTPException, ValueError) as error:
            return Answer(problem=_words_for(error))
        following = _following(url, head)
        if not following:
            return Answer(head.status, moved_to=moved_to if head.status < 300 else "")
        is_permanent = is_permanent and head.status in PERMANENT
        url = following
        moved_to = url if is_permanent else moved_to
    most = _("It leads on more than %(count)d times.") % {"count": MOST_REDIRECTS}
    return Answer(head.status, problem=most)


def _head_of(url: str, wait_for: Callable[[str], None]) -> _Head:
    """Ask for the head alone, and for the whole where a server may know only that."""
    head = _request("HEAD", url, wait_for)
    if head.status in NOT_FOR_HEAD or head.status >= 500:
        head = _request("GET", url, wait_for)
    return head


def _request(method: str, url: str, wait_for: Callable[[str], None]) -> _Head:
    wait_for(urlsplit(url).netloc)
    parts = urlsplit(url)
    target = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
    connection, timer = _connected(guard.servers(url))
    try:
        connection.request(method, target, headers=_headers(parts.netloc))
        response = connection.getresponse()
        if method == "GET":
            response.read(FIRST_BYTES)
        return _Head(response.status, _location(response))
    finally:
        timer.cancel()
        connection.close()


def _connected(servers: list[guard.Server]) -> tuple[HTTPConnection, Timer]:
    """Connect to the first of `servers` that lets us in, and to no other address.

    The timer ends the connection when the time for the request is over.
    """
    failure: OSError = ConnectionError()
    for server in servers[:2]:
        try:
            plain = socket.create_connection((server.ip, server.port), timeout=TIMEOUT)
        except OSError as error:
            failure = error
            continue
        return _secured(plain, server)
    raise failure


def _secured(plain: socket.socket, server: guard.Server) -> tuple[HTTPConnection, Timer]:
    wire = plain
    if server.scheme == "https":
        context = ssl.create_default_context()
        wire = context.wrap_socket(
            plain, server_hostname=server.host, do_handshake_on_connect=False
        )
    timer = Timer(DEADLINE, _end, [wire])
    timer.daemon = True
    timer.start()
    try:
        if isinstance(wire, ssl.SSLSocket):
            wire.do_handshake()
    except BaseException:
        timer.cancel()
        wire.close()
        raise
    connection = HTTPConnection(server.host, server.port)
    connection.sock = wire
    return connection, timer


def _end(wire: socket.socket) -> None:
    with suppress(OSError):  # it has ended by itself
        wire.shutdown(socket.SHUT_RDWR)


def _headers(host: str) -> dict[str, str]:
    name = f"LinkCheck/1.0 (+{settings.SITE_URL}/; looks after the links of its own articles)"
    return {"Host": host, "User-Agent": name, "Accept": "*/*", "Connection": "close"}


def _location(response: HTTPResponse) -> str:
    """Return where the answer leads; many servers write it in UTF-8."""
    raw = response.getheader("Location", "")
    return raw.encode("latin-1", "replace").decode("utf-8", "replace").strip()


def _following(url: str, head: _Head) -> str:
    """Return the address that is asked next, without a fragment; "" where there is none."""
    if head.status not in REDIRECTS or not head.location:
        return ""
    address = iri_to_uri(urljoin(url, head.location).partition("#")[0])
    return address if len(address) <= LONGEST else ""


def _words_for(error: Exception) -> str:
    if isinstance(error, socket.gaierror):
        return _("Its name leads to no server.")
    if isinstance(error, ssl.SSLCertVerificationError):
        why = error.verify_message.rstrip(".")
        return _("Its certificate is not valid: %(why)s.") % {"why": why}
    if isinstance(error, ssl.SSLError):
        return _("It does not speak the language of secure connections.")
    if isinstance(error, TimeoutError):
        return _("It does not answer in time.")
    if isinstance(error, OSError):
        return _("It does not let anybody connect.")
    return _("Its answer cannot be read.")
