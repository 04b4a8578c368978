"""HTML from Word, Google Docs and other sites, or typed by hand, made into plain markup.

`backpain/static/js/editor/paste.js` does the same in the browser, where a text is pasted: tests
hold both to the same clipboards.
"""

from __future__ import annotations

import re

from articles.body import tree
from articles.pasting import blocks, inline, lists
from backpain import html

WORD_PROCESSOR = re.compile(
    r"\bmso-|class=\"?'?Mso|<o:p|urn:schemas-microsoft-com|docs-internal-guid", re.IGNORECASE
)


def tidy(source: str) -> str:
    """Return HTML in the elements of an article: headings from h2 to h4, paragraphs, lists nested
    as they were meant, bold and italic as elements, links that lead where they say.

    Text of a word processor keeps nothing else. Not clean yet: the field's allow-list follows.
    """
    is_pasted = WORD_PROCESSOR.search(source) is not None
    root = tree.parse(html.well_formed(source))
    lists.build(root)
    tree.replace(root, lambda node: inline.plain(node, is_pasted), skip={"pre"})
    tree.replace(root, lambda node: blocks.plain(node, is_pasted), skip={"pre"})
    blocks.wrap_loose_words(root)
    return tree.write(root)
