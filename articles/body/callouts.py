"""Call-outs: what an editor sets apart from the text, such as its key points.

A first line that is all in bold is the title.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element

from articles.body import tree


def improve(root: Element) -> None:
    """Say what every call-out is, and which line is its title.

    One that is empty is left out, and of two within each other the outer one stays. Its role is
    "note": w3.org/TR/wai-aria-1.2/#note.
    """
    if root.find(".//aside") is not None:
        tree.replace(root, _improved, skip={"p", "table"})


def _improved(node: tree.Node) -> list[tree.Node]:
    if isinstance(node, str) or node.tag != "aside":
        return [node]
    if not tree.line(node) and node.find(".//img") is None:
        return []
    tree.fill(node, [inner for child in tree.nodes(node) for inner in _without_frame(child)])
    node.attrib.update({"class": "call-out", "role": "note"})
    if len(node) and _is_title(node[0]):
        node[0].set("class", "call-out__title")
    return [node]


def _without_frame(node: tree.Node) -> list[tree.Node]:
    if isinstance(node, str) or node.tag != "aside":
        return [node]
    for child in node:
        child.attrib.pop("class", None)
    return list(tree.nodes(node))


def _is_title(first: Element) -> bool:
    is_bold = len(first) == 1 and first[0].tag == "strong"
    return first.tag == "p" and is_bold and tree.line(first) == tree.line(first[0]) != ""
