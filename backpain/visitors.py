"""Who asks: the client's address, whether a post comes from our own page, and how often."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from datetime import timedelta
from enum import Enum
from functools import lru_cache, wraps
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit
from wsgiref.types import WSGIEnvironment

from django.conf import settings
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.db import connection
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from backpain import errors
from backpain.models import RateWindow

LARGEST_POST = 1024 * 1024  # bytes
LARGEST_REFUSED = 16 * LARGEST_POST  # that are let in, so that the refusal is read
DEFAULT_PORTS = {"http": ":80", "https": ":443"}
OTHER_CLAIMS = tuple(
    f"HTTP_X_FORWARDED_{name}" for name in ("HOST", "PORT", "PREFIX", "SCHEME", "SERVER", "SSL")
)
CHUNK = 64 * 1024
BATCH = 1000  # windows deleted at once


class Origin(Enum):
    """Where a post comes from, as far as its headers tell."""

    SAME = "same"  # our own page, or a form that the person typed the address of
    UNKNOWN = "unknown"  # the client sends none of the headers: not a current browser
    CROSS = "cross"  # a page of somebody else


def believe_proxy(environ: WSGIEnvironment) -> None:
    """Let `environ` tell of the client what a trusted proxy says of it.

    REMOTE_ADDR becomes the last hop that is not one of TRUSTED_PROXIES ("" if that is no address)
    and wsgi.url_scheme what the proxy was asked by. Nobody else is believed, and what is claimed
    in X-Forwarded-* headers is removed, so that nothing behind can fall for it.
    """
    hops = environ.pop("HTTP_X_FORWARDED_FOR", "")
    scheme = environ.pop("HTTP_X_FORWARDED_PROTO", "")
    for name in OTHER_CLAIMS:
        environ.pop(name, None)
    if not (hops or scheme) or not _is_proxy(environ.get("REMOTE_ADDR", "")):
        return
    if hops:
        environ["REMOTE_ADDR"] = _first_stranger(hops)
    if (said := scheme.rpartition(",")[2].strip().lower()) in DEFAULT_PORTS:
        environ["wsgi.url_scheme"] = said


def client_address(request: HttpRequest) -> str:
    """Return the client's IP address; "" where it is not known."""
    return str(_address(request.META.get("REMOTE_ADDR", "")) or "")


def site_origins() -> frozenset[str]:
    """Return the origins that are this site: SITE_URL's, locally with each of the local names."""
    url = urlsplit(settings.SITE_URL.lower())
    port = f":{url.port}" if url.port else ""
    if port == DEFAULT_PORTS[url.scheme]:
        port = ""
    names = settings.LOCAL_HOSTS if settings.IS_LOCAL else [url.netloc.removesuffix(f":{url.port}")]
    return frozenset(f"{url.scheme}://{name}{port}" for name in names)


def origin_of(request: HttpRequest) -> Origin:
    """Say where a post comes from, by the headers that the sending page cannot set itself."""
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site in {"same-origin", "none"}:  # a current browser: no script can set this header
        return Origin.SAME
    ours = site_origins() | set(settings.CSRF_TRUSTED_ORIGINS)
    if origin in ours:  # an older browser, or any on plain http
        return Origin.SAME
    if site or origin:
        return Origin.CROSS
    if referrer := request.headers.get("Referer"):  # the oldest
        return Origin.SAME if _origin_part(referrer) in ours else Origin.CROSS
    return Origin.UNKNOWN


def same_origin_post(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let `view` take posts from forms in finished pages, which can hold no token.

    The view finds an `Origin` in `request.origin` and itself answers 403 to a post from
    elsewhere, with the person's words in it. A post that is too large or cannot be decoded does
    not reach it.
    """

    @csrf_exempt
    @wraps(view)
    def wrapper(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.method == "POST" and (refusal := _refusal(request)):
            return refusal
        request.origin = origin_of(request)  # type: ignore[attr-defined]
        return view(request, *args, **kwargs)

    return wrapper


def allow(kind: str, who: str, *, limit: int, seconds: int) -> bool:
    """Count that `who` does something once more; say whether it is within `limit` per `seconds`.

    who: an address or a name; all of an IPv6 customer's addresses count as one. The time runs
    from the first thing counted. In a transaction that is rolled back it was not counted.
    """
    key = hmac.digest(settings.SECRET_KEY.encode(), f"{kind}\0{_counted(who)}".encode(), "sha256")
    moment = now()
    ends_at = moment + timedelta(seconds=seconds)
    adapt = connection.ops.adapt_datetimefield_value
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO backpain_ratewindow AS held (key, ends_at, count) VALUES (%s, %s, 1)
            ON CONFLICT (key) DO UPDATE SET
                count = CASE WHEN held.ends_at > %s THEN held.count + 1 ELSE 1 END,
                ends_at = CASE WHEN held.ends_at > %s THEN held.ends_at ELSE excluded.ends_at END
            RETURNING count
            """,
            [key.hex(), adapt(ends_at), adapt(moment), adapt(moment)],
        )
        return bool(cursor.fetchone()[0] <= limit)


def forget_old_windows() -> int:
    """Delete some of the windows that are over; return how many."""
    over = RateWindow.objects.filter(ends_at__lt=now())
    return over.filter(pk__in=list(over.values_list("pk", flat=True)[:BATCH])).delete()[0]


@lru_cache(maxsize=1024)
def _address(text: str) -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address(text.strip().partition("%")[0])
    except ValueError:
        return None
    return (isinstance(address, IPv6Address) and address.ipv4_mapped) or address


def _is_proxy(text: str) -> bool:
    address = _address(text)
    return address is not None and any(address in net for net in settings.TRUSTED_PROXIES)


def _first_stranger(hops: str) -> str:
    """Return the last of `hops` that no trusted proxy is; the first one if all are."""
    nearest_first = [hop.strip() for hop in reversed(hops.split(","))]
    stranger = next((hop for hop in nearest_first if not _is_proxy(hop)), nearest_first[-1])
    return str(_address(stranger) or "")


def _origin_part(url: str) -> str:
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc}"


def _refusal(request: HttpRequest) -> HttpResponse | None:
    length = request.META.get("CONTENT_LENGTH") or "0"
    if length.isdecimal() and int(length) > LARGEST_POST:
        _let_in(request)
        return errors.plain(
            413,
            _("This is too long to send"),
            _("It is more than 1 MiB. Go back: your text is still there and can be shortened."),
        )
    if not _is_readable(request):
        return errors.bad_request(request)
    return None


def _let_in(request: HttpRequest) -> None:
    """Read a body and throw it away: a browser that cannot send it all shows no answer at all."""
    for _chunk in range(LARGEST_REFUSED // CHUNK):
        try:
            if not request.read(CHUNK):
                return
        except UnreadablePostError:
            return


def _is_readable(request: HttpRequest) -> bool:
    if (request.content_params or {}).get("charset", "utf-8").lower() != "utf-8":
        return False
    try:
        request.POST  # noqa: B018 (read for what it may raise)
    except (BadRequest, MultiPartParserError, SuspiciousOperation, UnreadablePostError):
        return False
    return True


def _counted(who: str) -> str:
    if isinstance(address := _address(who), IPv6Address):
        return str(ip_network((address, 64), strict=False))
    return who
