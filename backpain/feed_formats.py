"""The formats of feeds: RSS 2.0 and Atom (RFC 4287), with the whole text of every entry.

Opened in a browser, a feed is a page to read: it carries a few elements of XHTML, which feed
readers pass over and which feed.css shows in the place of everything else.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

from django.templatetags.static import static
from django.utils.feedgenerator import (
    Atom1Feed,
    Rss201rev2Feed,
    Stylesheet,
    SyndicationFeed,
    rfc3339_date,
)
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _
from django.utils.xmlutils import SimplerXMLGenerator

from backpain.addresses import absolute as address
from backpain.feed_entries import Entry, Picture

GENERATOR = "backpain"
NOTHING_YET = datetime(1970, 1, 1, tzinfo=UTC)  # when a feed without entries was last changed
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0 §2.2


class XML(SimplerXMLGenerator):
    """Writes XML, without the characters that no XML can hold."""

    def characters(self, content: str) -> None:
        super().characters(NOT_XML.sub("", content))

    def startElement(self, name: str, attrs: Any) -> None:  # noqa: N802
        legal = {key: NOT_XML.sub("", attrs[key]) for key in attrs}
        super().startElement(name, legal)  # type: ignore[arg-type]


class Written(SyndicationFeed):
    """What both kinds of feed write alike."""

    def latest_post_date(self) -> datetime:
        """The newest moment in the feed: never the present, or it would change at every look."""
        return super().latest_post_date() if self.items else NOTHING_YET

    def add_sheet(self, xml: XML) -> None:
        """Name the stylesheet. Browsers are giving up XSLT, so it is CSS."""
        xml.processingInstruction("xml-stylesheet", str(Stylesheet(static("feed.css"), "text/css")))

    def add_head(self, xml: XML) -> None:
        """Write what a person reads at the top of the feed in a browser."""
        xml.startElement("html:header", _language())
        xml.addQuickElement(
            "html:meta", "", {"name": "viewport", "content": "width=device-width, initial-scale=1"}
        )
        xml.startElement("html:h1", {})
        xml.addQuickElement("html:a", self.feed["title"], {"href": self.feed["link"]})
        xml.endElement("html:h1")
        words = _(
            "This page is a feed. Copy its address into a feed reader, and what is new here comes "
            "to you."
        )
        xml.addQuickElement("html:p", words)
        xml.endElement("html:header")

    def add_reading(self, xml: XML, entry: Entry) -> None:
        """Write what a person reads of an entry in a browser."""
        day = date_format(localtime(entry.published), "DATE_FORMAT")
        xml.startElement("html:article", _language())
        xml.startElement("html:h2", {})
        xml.addQuickElement("html:a", entry.title, {"href": address(entry.path)})
        xml.endElement("html:h2")
        people = " · ".join([day, *(name for name, _address in entry.authors)])
        xml.addQuickElement("html:p", people, {"class": "facts"})
        if entry.summary:
            xml.addQuickElement("html:p", entry.summary)
        xml.endElement("html:article")


class Rss(Written, Rss201rev2Feed):
    """RSS 2.0 (rssboard.org/rss-specification) with the whole text in content:encoded."""

    def write(self, outfile: Any, encoding: str) -> None:
        xml = XML(outfile, encoding, short_empty_elements=True)
        xml.startDocument()
        self.add_sheet(xml)
        xml.startElement("rss", self.rss_attributes())
        xml.startElement("channel", {})
        self.add_root_elements(xml)
        self.write_items(xml)
        xml.endElement("channel")
        xml.endElement("rss")

    def rss_attributes(self) -> dict[str, str]:
        return super().rss_attributes() | {
            "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
            "xmlns:dc": "http://purl.org/dc/elements/1.1/",
            "xmlns:media": "http://search.yahoo.com/mrss/",
            "xmlns:html": "http://www.w3.org/1999/xhtml",
        }

    def add_root_elements(self, handler: Any) -> None:
        super().add_root_elements(handler)
        handler.addQuickElement("generator", GENERATOR)
        handler.startElement("image", {})
        handler.addQuickElement("url", address(static("img/icon-32.png")))
        handler.addQuickElement("title", self.feed["title"])
        handler.addQuickElement("link", self.feed["link"])
        handler.endElement("image")
        self.add_head(handler)

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        entry: Entry = item["entry"]
        for name, _address in entry.authors:
            handler.addQuickElement("dc:creator", name)
        handler.addQuickElement("atom:updated", rfc3339_date(item["updateddate"]))
        if entry.picture:
            handler.addQuickElement("media:content", "", _media(entry.picture))
        handler.addQuickElement("content:encoded", entry.content)
        self.add_reading(handler, entry)


class Atom(Written, Atom1Feed):
    """Atom 1.0 (RFC 4287) with the whole text as its content."""

    def write(self, outfile: Any, encoding: str) -> None:
        xml = XML(outfile, encoding, short_empty_elements=True)
        xml.startDocument()
        self.add_sheet(xml)
        xml.startElement("feed", self.root_attributes())
        self.add_root_elements(xml)
        self.write_items(xml)
        xml.endElement("feed")

    def root_attributes(self) -> dict[str, str]:
        return super().root_attributes() | {"xmlns:html": "http://www.w3.org/1999/xhtml"}

    def add_root_elements(self, handler: Any) -> None:
        super().add_root_elements(handler)
        handler.addQuickElement("generator", GENERATOR)
        handler.addQuickElement("icon", address(static("img/icon-192.png")))
        self.add_head(handler)

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        entry: Entry = item["entry"]
        for name, profile in entry.authors:
            handler.startElement("author", {})
            handler.addQuickElement("name", name)
            if profile:
                handler.addQuickElement("uri", profile)
            handler.endElement("author")
        handler.addQuickElement("content", entry.content, {"type": "html"})
        self.add_reading(handler, entry)


def _media(picture: Picture) -> dict[str, str]:
    """Return the attributes of a media:content element (rssboard.org/media-rss)."""
    return {
        "url": picture.url,
        "type": picture.type,
        "medium": "image",
        "width": str(picture.width),
        "height": str(picture.height),
    }


def _language() -> dict[str, str]:
    return {"xml:lang": get_language() or "en", "dir": "rtl" if get_language_bidi() else "ltr"}
