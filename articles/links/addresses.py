"""The addresses that stand in a text or at a person, each in the one form in which it is kept."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import SplitResult, unquote, urljoin, urlsplit, urlunsplit

from django.conf import settings
from django.utils.encoding import iri_to_uri

from articles.body import tree
from articles.body.links import host_of
from articles.models import Article, Author, Source
from articles.redirects import paths
from backpain import html

LONGEST = 2000
PORTS = {"http": 80, "https": 443}


def in_article(article: Article, sources: Iterable[Source]) -> set[str]:
    """Return where `article`, as readers see it, leads: links and pictures of its text, its
    sources with their archived copies, and where it was first published.
    """
    base = article.get_absolute_url()
    root = tree.parse(html.without_strangers(article.body))
    named = [link.get("href", "") for link in root.iter("a")]
    named += [picture.get("src", "") for picture in root.iter("img")]
    named.append(article.canonical_url)
    for source in sources:
        named += of_source(source)
    return _kept(named, base)


def of_source(source: Source) -> list[str]:
    """Return the addresses under which a source is linked, the archived copy among them."""
    return [source.url, source.doi_address, source.pmid_address, source.archived_url]


def of_author(author: Author) -> set[str]:
    """Return where the page of a person leads."""
    return _kept([author.licence, *author.profiles.split()], author.get_absolute_url())


def kept(address: str, base: str = "/") -> str:
    """Return an address as it is kept: without fragment, in ASCII; "" for what is not checked.

    base: the path of the page on which it stands. Of an address of this site the path is kept.
    """
    address = address.strip()
    if not address or address.startswith("#") or paths.UNFIT.search(address):
        return ""
    try:
        return _normal(address, base)
    except ValueError:  # no address at all, or a name that no host can have
        return ""


def host_and_port(url: str) -> str:
    """Return the host of an external address as `LinkHost` names it."""
    return urlsplit(url).netloc


def _kept(named: Iterable[str], base: str) -> set[str]:
    return {found for address in named if (found := kept(address, base))}


def _normal(address: str, base: str) -> str:
    own = urlsplit(settings.SITE_URL)
    whole = urljoin(f"{settings.SITE_URL}{base}", address)
    parts = urlsplit(whole)
    if parts.scheme not in PORTS or not parts.hostname:
        return ""
    if host_of(whole) == own.netloc.lower():
        path = iri_to_uri(paths.plain(unquote(parts.path)))
        return path if len(path) <= LONGEST else ""
    url = iri_to_uri(urlunsplit((parts.scheme, _netloc(parts), parts.path or "/", parts.query, "")))
    return url if url.isascii() and len(url) <= LONGEST else ""


def _netloc(parts: SplitResult) -> str:
    """Return user, host and port, the host as DNS writes it, the port only where it is unusual."""
    host = (parts.hostname or "").encode("idna").decode("ascii")
    host = f"[{host}]" if ":" in host else host
    user, at, _rest = parts.netloc.rpartition("@")
    port = "" if parts.port in {None, PORTS[parts.scheme]} else f":{parts.port}"
    return f"{user}{at}{host}{port}"
