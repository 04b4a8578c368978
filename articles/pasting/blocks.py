"""Paragraphs, headings and what else stands by itself."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from articles.body import tree
from articles.pasting import inline, lists

LEVELS = {"h1": "h2", "h5": "h4", "h6": "h4"}
HEADINGS = {"h2", "h3", "h4"}
BLOCKS = (tree.BLOCKS | {"ul", "ol", "aside", "div"}) - {"br"}
LEVEL = re.compile("[1-6]")
PARAGRAPH_BREAK = re.compile(r"\n\n")


def plain(node: tree.Node, is_pasted: bool) -> list[tree.Node]:
    """Return what stands for a block; words and elements of a line come back as they are."""
    if isinstance(node, str):
        return [node]
    tree.fill(node, inline.joined(list(tree.nodes(node))))
    node.tag = _named(node, is_pasted)
    if node.tag == "div":
        return _of_division(node)
    if node.tag in {"ul", "ol"}:
        return lists.plain(node)
    if node.tag in HEADINGS:
        inline.without(node, "strong")
    if node.tag in {"p", *HEADINGS}:
        return _line(node)
    return [node]


def wrap_loose_words(root: Element) -> None:
    """Make paragraphs of words between the blocks; an empty line or two breaks end one."""
    content: list[tree.Node] = []
    loose: list[tree.Node] = []
    for node in tree.nodes(root):
        if not isinstance(node, str) and node.tag in BLOCKS:
            content += [*_paragraph(loose), node]
            loose = []
        elif not isinstance(node, str):
            loose.append(node)
        else:
            first, *more = PARAGRAPH_BREAK.split(node)
            loose.append(first)
            for words in more:
                content += _paragraph(loose)
                loose = [words]
    tree.fill(root, content + _paragraph(loose))


def _named(block: Element, is_pasted: bool) -> str:
    tag = LEVELS.get(block.tag, block.tag)
    level = block.get("aria-level", "")
    if block.get("role") == "heading" and LEVEL.fullmatch(level):
        tag = LEVELS.get(f"h{level}", f"h{level}")
    elif tag == "p" and "MsoTitle" in block.get("class", "").split():
        tag = "h2"
    return "p" if is_pasted and tag == "pre" else tag


def _of_division(division: Element) -> list[tree.Node]:
    content = list(tree.nodes(division))
    if any(not isinstance(node, str) and node.tag in BLOCKS for node in content):
        return content
    return _paragraph(content)


def _line(block: Element) -> list[tree.Node]:
    """Return a paragraph or heading without the spaces and breaks at its ends, if it says
    anything; blocks that stand in it, as no browser allows, follow it.
    """
    content = _trimmed(list(tree.nodes(block)))
    tree.fill(block, content)
    return [block] if tree.line(block) or block.find(".//img") is not None else []


def _paragraph(content: list[tree.Node]) -> list[tree.Node]:
    paragraph = Element("p")
    tree.fill(paragraph, inline.joined(content))
    return _line(paragraph)


def _trimmed(content: list[tree.Node]) -> list[tree.Node]:
    while content and _is_blank(content[0]):
        content = content[1:]
    while content and _is_blank(content[-1]):
        content = content[:-1]
    if content and isinstance(content[0], str):
        content = [content[0].lstrip(" \n"), *content[1:]]
    if content and isinstance(content[-1], str):
        content = [*content[:-1], content[-1].rstrip(" \n")]
    return content


def _is_blank(node: tree.Node) -> bool:
    return not node.strip(" \n") if isinstance(node, str) else node.tag == "br"
