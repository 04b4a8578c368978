"""What a page says of a link: whether it leads away, and whether somebody pays for it."""

from __future__ import annotations

from urllib.parse import urlsplit, urlunsplit
from xml.etree.ElementTree import Element


def mark(root: Element, *, site: str, is_paid: bool) -> None:
    """Make links to this site relative, and say of all others how they relate to it.

    `site` is the site's own origin. Paid links are marked as Google asks:
    developers.google.com/search/docs/crawling-indexing/qualify-outbound-links
    """
    own = urlsplit(site).netloc.lower()
    relation = "sponsored noopener external" if is_paid else "noopener external"
    for link in root.iter("a"):
        address = link.get("href", "")
        host = host_of(address)
        if host == own:
            link.set("href", _within(address))
        elif host:
            link.set("rel", relation)


def host_of(address: str) -> str:
    """Return the host and port that a web address leads to; "" for all that is no such address."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return ""
    return parts.netloc.lower() if parts.scheme in {"http", "https", ""} else ""


def _within(address: str) -> str:
    parts = urlsplit(address.strip())
    return urlunsplit(("", "", "/" + parts.path.lstrip("/"), parts.query, parts.fragment))
