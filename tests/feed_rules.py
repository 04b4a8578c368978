"""What RFC 4287 (Atom) and the RSS 2.0 specification ask of a feed, and what we ask besides."""

import re
from datetime import datetime
from email.utils import parsedate_to_datetime
from html.parser import HTMLParser
from urllib.parse import urlsplit
from xml.etree import ElementTree

import feedparser

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
TAG_URI = re.compile(r"tag:[a-z0-9.-]+,\d{4}:[a-z]+(/\d+)*")
RFC_822 = re.compile(r"[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} [+-]\d{4}")
RFC_3339 = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(Z|[+-]\d{2}:\d{2})")
ELEMENTS = {
    *("p", "br", "hr", "h2", "h3", "h4", "ul", "ol", "li", "blockquote", "pre", "code", "a", "em"),
    *("strong", "sub", "sup", "s", "u", "figure", "figcaption", "img", "table", "thead", "tbody"),
    *("tr", "th", "td"),
}
ATTRIBUTES = {
    *("href", "src", "alt", "width", "height", "title", "rel", "start", "scope", "colspan"),
    "rowspan",
}


def check(body: bytes) -> feedparser.FeedParserDict:
    """Fail where a rule is broken; return the feed as feedparser sees it."""
    root = ElementTree.fromstring(body)
    if root.tag == "rss":
        _check_rss(root)
    else:
        _check_atom(root)
    parsed = feedparser.parse(body)
    assert not parsed.bozo, parsed.get("bozo_exception")
    return parsed


def _check_rss(root):
    assert root.get("version") == "2.0"
    (channel,) = root.findall("channel")
    for name in ("title", "link", "description", "language", "lastBuildDate", "generator"):
        assert len(channel.findall(name)) == 1, name
        assert channel.findtext(name), name
    _is_whole(channel.findtext("link"))
    _is_moment(RFC_822, channel.findtext("lastBuildDate"))
    assert channel.find(f"{ATOM}link").get("rel") == "self"
    assert channel.findtext("image/title") == channel.findtext("title")
    assert channel.findtext("image/link") == channel.findtext("link")
    items = channel.findall("item")
    for item in items:
        _check_item(item)
    _are_unique(item.findtext("guid") for item in items)


def _check_item(item):
    for name in ("title", "link", "guid", "pubDate", CONTENT):
        assert len(item.findall(name)) == 1, name
    assert TAG_URI.fullmatch(item.findtext("guid"))
    assert item.find("guid").get("isPermaLink") == "false"
    _is_whole(item.findtext("link"))
    _is_moment(RFC_822, item.findtext("pubDate"))
    _check_content(item.findtext(CONTENT))
    assert len(item.findall("enclosure")) <= 1
    for enclosure in item.findall("enclosure"):
        _check_enclosure(enclosure.get("url"), enclosure)


def _check_atom(root):
    assert root.tag == f"{ATOM}feed"
    for name in ("id", "title", "updated"):
        assert len(root.findall(ATOM + name)) == 1, name
    assert TAG_URI.fullmatch(root.findtext(f"{ATOM}id"))
    _is_moment(RFC_3339, root.findtext(f"{ATOM}updated"))
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert set(links) == {"self", "alternate"}
    for address in links.values():
        _is_whole(address)
    entries = root.findall(f"{ATOM}entry")
    for entry in entries:
        _check_entry(entry)
    _are_unique(entry.findtext(f"{ATOM}id") for entry in entries)
    assert entries or root.findtext(f"{ATOM}author/{ATOM}name")


def _check_entry(entry):
    for name in ("id", "title", "updated", "published", "content"):
        assert len(entry.findall(ATOM + name)) == 1, name
    assert TAG_URI.fullmatch(entry.findtext(f"{ATOM}id"))
    for name in ("updated", "published"):
        _is_moment(RFC_3339, entry.findtext(ATOM + name))
    for name in ("summary", "content"):
        assert {part.get("type") for part in entry.findall(ATOM + name)} <= {"html"}
    _check_content(entry.findtext(f"{ATOM}content"))
    (alternate,) = (link for link in entry.findall(f"{ATOM}link") if link.get("rel") == "alternate")
    _is_whole(alternate.get("href"))
    for link in entry.findall(f"{ATOM}link[@rel='enclosure']"):
        _check_enclosure(link.get("href"), link)
    for author in entry.findall(f"{ATOM}author"):
        assert author.findtext(f"{ATOM}name")
        assert author.find(f"{ATOM}email") is None


class Content(HTMLParser):
    """Fails for what a reader elsewhere cannot show, or an address that leads nowhere there."""

    def handle_starttag(self, tag, attrs):
        assert tag in ELEMENTS, tag
        for name, value in attrs:
            assert name in ATTRIBUTES, name
            if name in {"href", "src"}:
                _is_whole(value)


def _check_content(html):
    Content().feed(html)


def _check_enclosure(url, element):
    _is_whole(url)
    assert element.get("length").isdecimal()
    assert re.fullmatch(r"image/(jpeg|webp|avif)", element.get("type"))


def _is_whole(address):
    parts = urlsplit(address)
    assert parts.scheme in {"http", "https", "mailto", "tel"}, address
    assert parts.netloc or parts.scheme in {"mailto", "tel"}, address


def _is_moment(form, written):
    assert form.fullmatch(written), written
    read = parsedate_to_datetime if form is RFC_822 else datetime.fromisoformat
    assert read(written).tzinfo


def _are_unique(ids):
    ids = list(ids)
    assert len(ids) == len(set(ids))
