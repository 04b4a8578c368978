"""HTML becomes safe here and nowhere else: the only module that knows bleach and nh3, or marks.

Readers never write HTML (comments.markup makes it from their plain text), editors do. Both pass
an allow-list before a page shows them.
"""

import json
import re
from urllib.parse import urljoin

import bleach
import nh3
from django.utils.safestring import SafeString, mark_safe

ARTICLE_TAGS = {
    *("p", "br", "hr", "h2", "h3", "h4", "ul", "ol", "li", "blockquote", "pre", "code"),
    *("a", "em", "strong", "sub", "sup", "s", "u"),
    *("figure", "figcaption", "img", "table", "thead", "tbody", "tr", "th", "td", "aside"),
}
SCHEMES = {"http", "https", "mailto", "tel"}
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
TYPED_TAGS = ARTICLE_TAGS | {"h1", "h5", "h6", "div", "span", "b", "i", "del"}
TYPED_ATTRIBUTES = {
    **ARTICLE_ATTRIBUTES,
    "*": {"class", "style", "role", "aria-level"},
    "img": ARTICLE_ATTRIBUTES["img"] | {"data-file"},
}
CUT = "\ue000"  # a letter that belongs to nobody: stands where a body is cut into pieces
BODY_TAGS = (ARTICLE_TAGS | {"div", "span"}) - {"img"}
BODY_ATTRIBUTES = {
    **ARTICLE_ATTRIBUTES,
    "a": {"href", "title", "id", "rel", "aria-label"},
    "div": {"class", "role", "tabindex", "aria-label"},
    "aside": {"class", "role"},
    "p": {"class"},
    "sup": {"class"},
    **{heading: {"id"} for heading in ("h2", "h3", "h4")},
}
OUR_NAMES = {
    "id": re.compile(r"s-[-\w]+|cited-\d+-\d+"),
    "class": re.compile(r"table|cited|call-out|call-out__title"),
    "role": re.compile(r"region|note"),
    "tabindex": re.compile(r"0"),
}
ESCAPED = {"&amp;": "\U000f0000", "&lt;": "\U000f0001", "&gt;": "\U000f0002"}  # private use
# So that no text inside can end the script element, or a line of JavaScript.
AS_JSON = {ord(letter): f"\\u{ord(letter):04x}" for letter in "<>&\u2028\u2029"}
WEB_ADDRESS = re.compile(r"https?://[^\s\x00-\x1f<>\"]+", re.IGNORECASE)


def clean_article(source: str) -> SafeString:
    """Clean an editor's HTML: the elements an article may have, pictures of our own only."""
    return _trusted(
        nh3.clean(
            source,
            tags=ARTICLE_TAGS,
            attributes=ARTICLE_ATTRIBUTES,
            attribute_filter=_keep_own_pictures,
            url_schemes=SCHEMES,
            link_rel=None,
            # a wide table scrolls on a phone: with a tab stop it does so from the keyboard too
            set_tag_attribute_values={"table": {"tabindex": "0"}},
        )
    )


def well_formed(source: str) -> str:
    """Return well-formed HTML with what word processors say by elements and styles, for
    `articles.pasting` to read. It is not clean: what comes of it passes another wall.
    """
    return nh3.clean(
        source,
        tags=TYPED_TAGS,
        attributes=TYPED_ATTRIBUTES,
        clean_content_tags={"script", "style", "title", "xml", "template"},
        url_schemes=SCHEMES,
        link_rel=None,
    ).replace(CUT, "")


def without_strangers(source: str) -> str:
    """Rid an editor's HTML of all that no article may have. Well-formed, for `articles.body` to
    take apart, and not for a page: what comes of it passes `clean_body`.
    """
    return nh3.clean(
        source,
        tags=ARTICLE_TAGS | {"h1"},
        attributes=ARTICLE_ATTRIBUTES,
        attribute_filter=_keep_own_pictures,
        url_schemes=SCHEMES,
        link_rel=None,
    ).replace(CUT, "")


def clean_body(source: str) -> list[SafeString]:
    """Clean the HTML that `articles.body` made, and cut it wherever `CUT` stands.

    The pieces are safe to show one after the other; they need not be whole by themselves.
    """
    whole = nh3.clean(
        source,
        tags=BODY_TAGS,
        attributes=BODY_ATTRIBUTES,
        attribute_filter=_keep_names_of_ours,
        url_schemes=SCHEMES,
        link_rel=None,
    )
    return [_trusted(piece) for piece in whole.split(CUT)]


def clean_feed(source: str, base: str) -> SafeString:
    """Clean the HTML of an article for a feed, every address absolute, and our names left out."""

    def absolute(tag: str, name: str, value: str) -> str | None:
        if name not in {"href", "src"}:
            return value
        try:
            return urljoin(base, value)
        except ValueError:  # such as "//[…": no browser gets anywhere with it
            return None

    return _trusted(
        nh3.clean(
            source,
            tags=ARTICLE_TAGS,
            attributes=ARTICLE_ATTRIBUTES | {"a": {"href", "title", "rel"}},
            attribute_filter=absolute,
            url_schemes=SCHEMES,
            link_rel=None,
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


def data_block(data: object) -> SafeString:
    """Write `data` as JSON-LD for a page's head: a block of data, which no browser runs.

    JSON's own escapes keep it apart from the markup; HTML's would be part of the data
    (html.spec.whatwg.org, "Restrictions for contents of script elements").
    """
    written = json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(AS_JSON)
    return _trusted(f'<script type="application/ld+json">{written}</script>')


def _keep_own_pictures(tag: str, name: str, value: str) -> str | None:
    return None if (tag, name) == ("img", "src") and not value.startswith("/media/") else value


def _keep_names_of_ours(tag: str, name: str, value: str) -> str | None:
    known = OUR_NAMES.get(name)
    return value if known is None or known.fullmatch(value) else None


def _keep_web_links(tag: str, name: str, value: str) -> bool:
    return (tag, name) == ("a", "href") and bool(WEB_ADDRESS.fullmatch(value))


def _trusted(html: str) -> SafeString:
    return mark_safe(html)  # noqa: S308
