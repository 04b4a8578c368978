"""The addresses that the site itself takes, and how one is put together."""

from functools import cache
from urllib.parse import urljoin

from django.conf import settings
from django.urls import URLResolver, get_resolver


@cache
def first_words() -> frozenset[str]:
    """Return what the site's own addresses begin with, such as "admin" and "category"."""
    files = {settings.STATIC_URL, settings.MEDIA_URL}
    words = {address.strip("/") for address in files}
    words.update(route.split("/")[0] for route in _routes(get_resolver(), ""))
    return frozenset(word for word in words if word and "<" not in word)


def absolute(address: str) -> str:
    """Return an address of this site, or one elsewhere, with scheme and host."""
    site: str = settings.SITE_URL
    return urljoin(f"{site}/", address)


def with_query(address: str, query: str) -> str:
    """Return `address` with `query` added to what query it has, before its fragment."""
    if not query:
        return address
    whole, hash_mark, fragment = address.partition("#")
    return f"{whole}{'&' if '?' in whole else '?'}{query}{hash_mark}{fragment}"


def _routes(resolver: URLResolver, prefix: str) -> list[str]:
    routes = []
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern).lstrip("^")
        routes += _routes(pattern, route) if isinstance(pattern, URLResolver) else [route]
    return routes
