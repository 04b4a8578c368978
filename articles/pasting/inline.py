"""What stands within a line: bold, italic, links, spaces."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit
from xml.etree.ElementTree import Element

from articles.body import tree

NAMES = {"b": "strong", "i": "em"}
MARKS = {"strong", "em", "sub", "sup"}
SPACE = re.compile(r"[ \t\r\n]+")
SPACE_OR_NBSP = re.compile(r"[ \t\r\n\xa0]+")
STYLES = {  # the innermost first
    "sub": re.compile(r"(?<![-\w])vertical-align:\s*sub(?!\w)"),
    "sup": re.compile(r"(?<![-\w])vertical-align:\s*super"),
    "em": re.compile(r"(?<![-\w])font-style:\s*italic"),
    "strong": re.compile(r"(?<![-\w])font-weight:\s*(?:bold|[6-9]00)"),
}
NOT_MEANT = {
    "strong": re.compile(r"(?<![-\w])font-weight:\s*(?:normal|[1-4]00)"),
    "em": re.compile(r"(?<![-\w])font-style:\s*normal"),
}
PARAGRAPH_BREAK = re.compile(r"\n\s*\n")


def plain(node: tree.Node, is_pasted: bool) -> list[tree.Node]:
    """Return what stands for a text or an element of a line; blocks come back as they are."""
    if isinstance(node, str):
        return [_spaced(node, is_pasted)]
    node.tag = NAMES.get(node.tag, node.tag)
    if node.tag == "del":  # what a tracked change took away
        return []
    if node.tag == "span":
        return _styled(node)
    if node.tag in MARKS:
        return _mark(node)
    if node.tag == "a":
        return _link(node)
    if is_pasted and node.tag in {"u", "s", "code"}:
        return list(tree.nodes(node))
    if is_pasted and node.tag == "img" and not node.get("src", "").startswith("/media/"):
        return []
    return [node]


def _spaced(words: str, is_pasted: bool) -> str:
    """Return words with single spaces, but for the empty lines by which paragraphs are typed."""
    if is_pasted:
        return SPACE_OR_NBSP.sub(" ", words)
    return "\n\n".join(SPACE.sub(" ", part) for part in PARAGRAPH_BREAK.split(words))


def _styled(span: Element) -> list[tree.Node]:
    """Return what a span says by its style, as elements."""
    style = span.get("style", "").lower()
    content = list(tree.nodes(span))
    for tag, pattern in STYLES.items():
        if pattern.search(style) and tree.line(span):
            content = _mark(_element(tag, content))
    return content


def _mark(mark: Element) -> list[tree.Node]:
    """Return a mark, once; nothing around what has no words, or where its style takes it back."""
    content = list(tree.nodes(mark))
    meant = NOT_MEANT.get(mark.tag)
    tree.fill(mark, content)
    has_blocks = any(
        child.tag in tree.BLOCKS - {"br"} for child in mark.iter() if child is not mark
    )
    if not tree.line(mark) or has_blocks or (meant and meant.search(mark.get("style", "").lower())):
        return list(tree.nodes(mark))
    tree.replace(mark, lambda node: _unwrapped(node, mark.tag), skip=())
    mark.attrib.clear()
    return [mark]


def _link(link: Element) -> list[tree.Node]:
    address = target(link.get("href", ""))
    if not address or (not tree.line(link) and link.find(".//img") is None):
        return list(tree.nodes(link))
    link.set("href", address)
    return [link]


def target(address: str) -> str:
    """Return where a link leads: not by way of Google, and "" for a place in the Word document."""
    address = address.strip()
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    if address.startswith("#_"):
        return ""
    if parts.hostname in {"www.google.com", "google.com"} and parts.path == "/url":
        query = parse_qs(parts.query)
        return (query.get("q") or query.get("url") or [address])[0]
    return address


def _unwrapped(node: tree.Node, tag: str) -> list[tree.Node]:
    if isinstance(node, str) or node.tag != tag:
        return [node]
    return list(tree.nodes(node))


def without(element: Element, tag: str) -> None:
    """Take all elements `tag` away that stand below `element`, and leave what is in them."""
    tree.replace(element, lambda node: _unwrapped(node, tag) if node is not element else [node], ())


def joined(content: list[tree.Node]) -> list[tree.Node]:
    """Return content in which neighbouring marks of one kind, the runs of a word processor, are
    one mark."""
    found: list[tree.Node] = []
    for node in content:
        last = found[-1] if found else None
        is_alike = (
            not isinstance(node, str)
            and last is not None
            and not isinstance(last, str)
            and node.tag == last.tag
            and node.tag in MARKS
        )
        if is_alike and not isinstance(last, str | None) and not isinstance(node, str):
            tree.fill(last, joined([*tree.nodes(last), *tree.nodes(node)]))
        else:
            found.append(node)
    return found


def _element(tag: str, content: list[tree.Node]) -> Element:
    element = Element(tag)
    tree.fill(element, content)
    return element
