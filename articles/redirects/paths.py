"""An address in the one form in which it is kept and compared, however it was typed or linked."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import parse_qsl, unquote, urlsplit

from django.conf import settings
from django.utils.http import urlencode

LONGEST = 400  # characters of a path that is kept
# What means nothing in an address: the marks of advertisers and letters
TRACKING = re.compile(r"utm_\w+|fbclid|gclid|dclid|msclkid|mc_[ce]id|_ga|igshid|ref")
# What WordPress sites add to the address of a thing, and the thing itself answers here
TAIL = re.compile(r"(?:amp|embed|trackback|comment-page-\d+|page/0*1)/$")
OLD_FEED = re.compile(r"(?<=/feed/)(?:rss|rss2|rdf)/$")
INNER_CATEGORY = re.compile(r"^/category/(?:[^/]+/)+?(?=[^/]+/(?:page/\d+/|feed/(?:atom/)?)?$)")
DATED = re.compile(r"^/\d{4}/\d{1,2}/(?:\d{1,2}/)?(?!(?:page|feed)/)(?=[^/]*[^/\d][^/]*/)")
DAY = re.compile(r"^/(\d{4})/(0[1-9]|1[0-2])/(?:0[1-9]|[12]\d|3[01])/(?=(?:page/\d+/)?$)")
UNFIT = re.compile(r"[\x00-\x1f\x7f\\]")  # control characters and what browsers take for a slash


def plain(path: str) -> str:
    """Return a decoded path in lower case, with a slash before and after and none twice.

    After a file name, which has a dot in it, stands no slash.
    """
    parts = [part for part in unicodedata.normalize("NFC", path).lower().split("/") if part]
    whole = "/" + "/".join(parts)
    return whole if not parts or "." in parts[-1] else f"{whole}/"


def kept(address: str) -> str:
    """Return the path, and the query if there is one, of what a person typed or a file holds.

    The host, a fragment and tracking parameters are left out. ValueError: it is no address.
    """
    parts = urlsplit(address.strip())
    return with_query(plain(unquote(parts.path)), parts.query)


def with_query(path: str, query: str) -> str:
    """Return `path` with what means something in `query`, in one order, in lower case."""
    pairs = parse_qsl(query, keep_blank_values=True)
    meant = sorted((n.lower(), v.lower()) for n, v in pairs if not TRACKING.fullmatch(n.lower()))
    return f"{path}?{urlencode(meant)}" if meant else path


def readings(path: str) -> list[str]:
    """Return `path` and what else it may mean on a site that was WordPress, the likeliest first."""
    found = [plain(path)]
    for simpler in (_without_index, _without_tails, _outer_category, _undated, _of_month):
        if (other := simpler(found[-1])) != found[-1]:
            found.append(other)
    return found


def beginnings(path: str) -> Iterator[tuple[str, str]]:
    """Yield `path` cut after each slash, the longest beginning first, with what follows it."""
    yield path, ""
    end = len(path)
    while (end := path.rfind("/", 0, end - 1)) > 0:
        yield path[: end + 1], path[end + 1 :]


def is_elsewhere(address: str) -> bool:
    """Say whether `address` names a host that is not this site's."""
    host = urlsplit(address).hostname
    return host is not None and host not in {settings.SITE_HOST, *_names()}


def is_safe(address: str) -> bool:
    """Say whether a redirect may lead to `address`: a path of ours, or a full http(s) address.

    A browser takes "//host", "/\\host" and the like for another site, so they are no path.
    """
    if UNFIT.search(address):
        return False
    if address.startswith("/"):
        return not address.startswith("//")
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and "@" not in parts.netloc


def _names() -> list[str]:
    return [name.strip("[]") for name in settings.LOCAL_HOSTS] if settings.IS_LOCAL else []


def _without_index(path: str) -> str:
    return plain(path.removeprefix("/index.php"))


def _without_tails(path: str) -> str:
    while (shorter := TAIL.sub("", path)) != path:
        path = shorter
    return OLD_FEED.sub("", path)


def _outer_category(path: str) -> str:
    """WordPress writes /category/wide/narrow/, we write /category/narrow/."""
    return INNER_CATEGORY.sub("/category/", path)


def _undated(path: str) -> str:
    """Many WordPress sites write /2024/05/title/."""
    return DATED.sub("/", path)


def _of_month(path: str) -> str:
    """WordPress has a list for each day, we have one for each month."""
    return DAY.sub(r"/\1/\2/", path)
