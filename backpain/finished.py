"""A finished page as it lies in memory: its bytes in each encoding, and how a request gets them."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from threading import Lock
from time import time
from wsgiref.types import StartResponse, WSGIEnvironment

import brotli
from django.utils.http import http_date, parse_http_date_safe

Headers = list[tuple[str, str]]

# Quality 5: a page is compressed when somebody waits for it. 11 saves an eighth more and takes
# thirty times as long.
ENCODERS: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda body: brotli.compress(body, mode=brotli.MODE_TEXT, quality=5),
    "gzip": lambda body: gzip.compress(body, 6, mtime=0),
    "identity": lambda body: body,
}
OWN_HEADERS = {"content-length", "etag", "last-modified"}  # of a page; Django's are not kept
BODY_HEADERS = {"Content-Type", "Content-Encoding", "Content-Length"}  # not in a 304
OVERHEAD = 4096  # bytes of memory that a page takes besides its bodies, about
LONGEST_HEADER = 200  # of Accept-Encoding; browsers send 30 characters
ETAG = re.compile(r'(?:W/)?("[^"]*")')


@dataclass(frozen=True, slots=True)
class Variant:
    """A page in one encoding."""

    body: bytes
    etag: str
    headers: Headers
    young_headers: Headers


class FinishedPage:
    """One page, the versions it was made under, and the moment after which it is wrong.

    Last-Modified counts whole seconds, so a page made at 12:00:00.2 and its successor of
    12:00:00.8, perhaps from another process, must not look the same. A page counts as modified
    in the second after it was made, but says so only once that second and the next are over and
    no older page can be about; until then it says one less, which never passes as current.
    """

    __slots__ = (
        *("used_at", "size", "_until", "_settled_at", "_modified", "_versions", "_checked"),
        *("_body", "_hash", "_headers", "_variants", "_lock"),
    )

    def __init__(
        self,
        body: bytes,
        headers: Headers,
        *,
        versions: Mapping[str, str | None],
        made_at: float,
        until: float,
    ) -> None:
        self.used_at = made_at
        self.size = len(body) + OVERHEAD
        self._until = until
        self._modified = int(made_at) + 1
        self._settled_at = self._modified + 1
        self._versions = tuple(versions.items())
        self._checked: Mapping[str, str] | None = None
        self._body = body
        self._hash = blake2b(body, digest_size=12).hexdigest()
        self._headers = [item for item in headers if item[0].lower() not in OWN_HEADERS]
        self._variants: dict[str, Variant] = {}
        self._lock = Lock()

    def is_current(self, versions: Mapping[str, str]) -> bool:
        """Say whether this is still what readers should see, given the tags' versions."""
        if time() >= self._until:
            return False
        if self._checked is not versions:
            if any(versions.get(tag) != version for tag, version in self._versions):
                return False
            self._checked = versions
        return True

    def answer(self, environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
        """Answer a GET or HEAD: 304 if the client has the page, else 200."""
        self.used_at = now = time()
        encoding = preferred_encoding(environ.get("HTTP_ACCEPT_ENCODING", "")[:LONGEST_HEADER])
        variant = self._variants.get(encoding) or self._encode(encoding)
        headers = variant.headers if now >= self._settled_at else variant.young_headers
        if self._is_known(variant, environ):
            start_response("304 Not Modified", [h for h in headers if h[0] not in BODY_HEADERS])
            return []
        start_response("200 OK", headers.copy())
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [variant.body]

    def _is_known(self, variant: Variant, environ: WSGIEnvironment) -> bool:
        if (known := environ.get("HTTP_IF_NONE_MATCH")) is not None:
            return known.strip() == "*" or variant.etag in ETAG.findall(known)
        if (since := environ.get("HTTP_IF_MODIFIED_SINCE")) is not None:
            return self._modified <= (parse_http_date_safe(since) or 0)
        return False

    def _encode(self, encoding: str) -> Variant:
        with self._lock:
            if encoding not in self._variants:
                variant = self._variant(encoding, ENCODERS[encoding](self._body))
                self._variants[encoding] = variant
                self.size += 0 if variant.body is self._body else len(variant.body)
            return self._variants[encoding]

    def _variant(self, encoding: str, body: bytes) -> Variant:
        etag = f'"{self._hash}-{encoding}"'
        headers = [*self._headers, ("Content-Length", str(len(body))), ("ETag", etag)]
        if encoding != "identity":
            headers.append(("Content-Encoding", encoding))
        return Variant(
            body,
            etag,
            [*headers, ("Last-Modified", http_date(self._modified))],
            [*headers, ("Last-Modified", http_date(self._modified - 1))],
        )


@lru_cache(maxsize=256)
def preferred_encoding(accepted: str) -> str:
    """Return the best of our encodings that an Accept-Encoding header lets us send."""
    qualities = {}
    for offer in accepted.lower().split(","):
        name, _, parameter = offer.partition(";")
        qualities[name.strip()] = _quality(parameter)
    others = qualities.get("*", 0.0)
    return next((name for name in ("br", "gzip") if qualities.get(name, others) > 0), "identity")


def _quality(parameter: str) -> float:
    name, _, value = parameter.partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0
