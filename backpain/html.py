"""HTML becomes safe here and nowhere else: the only module that knows bleach and nh3, or marks.

Readers never write HTML (comments.markup makes it from their plain text), editors do. Both pass
an allow-list before a page shows them.
"""

import re

import bleach
import nh3
from django.utils.safestring import SafeString, mark_safe

ARTICLE_TAGS = {
    *("p", "br", "hr", "h2", "h3", "h4", "ul", "ol", "li", "blockquote", "pre", "code"),
    *("a", "em", "strong", "sub", "sup", "s", "u"),
    *("figure", "figcaption", "img", "table", "thead", "tbody", "tr", "th", "td"),
}
ARTICLE_ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}
COMMENT_TAGS = {
    *("p", "br", "a", "em", "strong", "code", "pre", "blockquote", "ul", "ol", "li"),
}
ESCAPED = {"&amp;": "\U000f0000", "&lt;": "\U000f0001", "&gt;": "\U000f0002"}  # private use
WEB_ADDRESS = re.compile(r"https?://[^\s\x00-\x1f<>\"]+", re.IGNORECASE)


def clean_article(source: str) -> SafeString:
    """Clean an editor's HTML: the elements an article may have, pictures of our own only."""
    return _trusted(
        nh3.clean(
            source,
            tags=ARTICLE_TAGS,
            attributes=ARTICLE_ATTRIBUTES,
            attribute_filter=_keep_own_pictures,
            url_schemes={"http", "https", "mailto", "tel"},
            link_rel=None,
            # a wide table scrolls on a phone: with a tab stop it does so from the keyboard too
            set_tag_attribute_values={"table": {"tabindex": "0"}},
        )
    )


def clean_comment(source: str) -> SafeString:
    """Clean a stranger's HTML: a few tags, and links that we do not vouch for.

    bleach is no longer maintained and lets digit-only addresses such as tel:0800 through, so the
    address rule is ours and nh3 is the last wall. It also takes 6 microseconds for each escaped
    character, so these pass it as letters of which no markup can be made.
    """
    source = source.translate(dict.fromkeys(map(ord, ESCAPED.values())))
    for escaped, letter in ESCAPED.items():
        source = source.replace(escaped, letter)
    once = bleach.clean(source, tags=COMMENT_TAGS, attributes=_keep_web_links, strip=True)
    for escaped, letter in ESCAPED.items():
        once = once.replace(letter, escaped)
    return _trusted(
        nh3.clean(
            once,
            tags=COMMENT_TAGS,
            attributes={"a": {"href"}},
            url_schemes={"http", "https"},
            link_rel="nofollow ugc noopener",
        )
    )


def cleaned(kept: str) -> SafeString:
    """Take back HTML that `clean_comment` made and the database kept."""
    return _trusted(kept)


def _keep_own_pictures(tag: str, name: str, value: str) -> str | None:
    return None if (tag, name) == ("img", "src") and not value.startswith("/media/") else value


def _keep_web_links(tag: str, name: str, value: str) -> bool:
    return (tag, name) == ("a", "href") and bool(WEB_ADDRESS.fullmatch(value))


def _trusted(html: str) -> SafeString:
    return mark_safe(html)  # noqa: S308
