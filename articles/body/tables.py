"""Tables that scroll by themselves on a narrow screen, and say which cells are headings."""

from __future__ import annotations

from collections import Counter
from xml.etree.ElementTree import Element

from django.utils.translation import gettext

from articles.body import tree

HEADINGS = {"h2", "h3", "h4"}
SCOPES = {"col", "row", "colgroup", "rowgroup"}


def improve(root: Element) -> None:
    """Give headings their scope, and each outermost table a region that the keyboard reaches.

    w3.org/WAI/tutorials/tables/ and, for what scrolls, adrianroselli.com/2020/11/.
    """
    if root.find(".//table") is None:
        return
    labels = _labels(root)
    for table in root.iter("table"):
        _set_scopes(table)
    tree.replace(root, lambda node: [_region(node, labels)], skip={"table"})


def _labels(root: Element) -> dict[Element, str]:
    """Name each table after the heading before it; a second one gets a number."""
    labels: dict[Element, str] = {}
    heading = gettext("Table")
    seen: Counter[str] = Counter()
    for element in root.iter():
        if element.tag in HEADINGS:
            heading = tree.line(element) or heading
        elif element.tag == "table":
            seen[heading] += 1
            again = f" ({seen[heading]})" if seen[heading] > 1 else ""
            labels[element] = heading + again
    return labels


def _region(node: tree.Node, labels: dict[Element, str]) -> tree.Node:
    if isinstance(node, str) or node.tag != "table":
        return node
    region = {"class": "table", "role": "region", "tabindex": "0", "aria-label": labels[node]}
    return tree.wrap(node, region)


def _set_scopes(table: Element) -> None:
    """Say what the th of a table head: the columns in its first row, the row elsewhere."""
    heads = table.findall("thead/tr")
    rows = heads + table.findall("tbody/tr") + table.findall("tr")
    for row in rows:
        cells = list(row)
        is_head = row in heads or (row is rows[0] and not _has_only_a_row_heading(cells))
        for cell in cells if is_head else cells[:1]:
            if cell.tag == "th" and cell.get("scope") not in SCOPES:
                cell.set("scope", "col" if is_head else "row")


def _has_only_a_row_heading(cells: list[Element]) -> bool:
    return [cell.tag for cell in cells] == ["th"] + ["td"] * (len(cells) - 1) and len(cells) > 1
