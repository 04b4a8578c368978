"""A reader's plain text becomes HTML: paragraphs, quotes, lists, code, emphasis and links.

Readers never write HTML: everything they type is escaped piece by piece, so what comes out is
ours, and `clean_comment` stands behind it as the wall. Every step reads the text once: cost
grows with its length and with nothing else, whatever a stranger types.
"""

import re
from collections.abc import Callable
from itertools import takewhile

from django.utils.safestring import SafeString

from backpain.html import clean_comment
from comments.links import ADDRESS, escape, with_links

DEEPEST_QUOTE = 3
MOST_TAGS = 1000  # more is no prose, and each costs time: such a text stands as it was typed
BULLET = re.compile(r"-[ \t]+(?=\S)")
NUMBER = re.compile(r"(\d{1,3})[.)][ \t]+(?=\S)")
QUOTE = re.compile(r"[ ]{0,3}>[ ]?")
FENCE = "```"
# What stands inside a line. An address comes first: it may hold marks that mean nothing there.
MARKED = re.compile(
    rf"(?P<address>{ADDRESS.pattern})"
    r"|`(?P<code>[^`]++)`"
    r"|(?<![\w*])\*\*(?P<strong>(?=[^\s*])[^*]++)(?<=\S)\*\*(?![\w*])"
    r"|(?<![\w*])\*(?P<em>(?=[^\s*])[^*]++)(?<=\S)\*(?![\w*])",
    re.IGNORECASE,
)


def render(text: str) -> SafeString:
    """Return normalised plain `text` as the HTML that a comment shows."""
    html = _blocks(text.split("\n"), 0)
    if html.count("<") > MOST_TAGS:
        html = f"<pre>{escape(text)}</pre>"
    return clean_comment(html)


def _blocks(lines: list[str], depth: int) -> str:
    """Return `lines` as blocks; `depth` counts the quotes around them."""
    done: list[str] = []
    paragraph: list[str] = []
    start = 0
    while start < len(lines):
        count, block = _block(lines, start, depth)
        if not block:
            paragraph += [line for line in lines[start : start + count] if line.strip()]
        if paragraph and (block or not lines[start].strip()):
            done.append(_paragraph(paragraph))
            paragraph = []
        if block:
            done.append(block)
        start += count
    return "".join([*done, _paragraph(paragraph) if paragraph else ""])


def _block(lines: list[str], start: int, depth: int) -> tuple[int, str]:
    """Return how many lines from `start` make a block of their own, and its HTML ("": none)."""
    line = lines[start]
    if line.startswith(FENCE):
        return _code(lines, start)
    if QUOTE.match(line):
        return _quote(lines, start, depth)
    if BULLET.match(line):
        return _list(_run(lines, start, _is_bullet), BULLET, "ul")
    if line.startswith("1"):
        return _list(_run(lines, start, _is_number), NUMBER, "ol")
    return 1, ""


def _run(lines: list[str], start: int, belongs: Callable[[str, int], bool]) -> list[str]:
    """Return the lines from `start` on that belong together; `belongs` is told their place."""
    found = []
    for place in range(start, len(lines)):
        if not belongs(lines[place], place - start):
            break
        found.append(lines[place])
    return found


def _is_bullet(line: str, place: int) -> bool:
    return bool(BULLET.match(line))


def _is_number(line: str, place: int) -> bool:
    match = NUMBER.match(line)
    return bool(match) and int(match[1]) == place + 1  # type: ignore[index]


def _list(items: list[str], marker: re.Pattern[str], tag: str) -> tuple[int, str]:
    """Return a list; a single item is none: "- Ann" is a signature, "1. May" a date."""
    if len(items) < 2:
        return 1, ""
    inside = "".join(f"<li>{_inline(marker.sub('', item, count=1))}</li>" for item in items)
    return len(items), f"<{tag}>{inside}</{tag}>"


def _code(lines: list[str], start: int) -> tuple[int, str]:
    """Return what stands between two fences, or from the fence to the end, letter for letter."""
    opening = lines[start].removeprefix(FENCE)
    if FENCE in opening:  # ```in one line```
        return 1, ""
    code = list(takewhile(lambda line: line.strip() != FENCE, lines[start + 1 :]))
    if opening.strip():
        code.insert(0, opening.strip())  # the name of a language, or the first words
    end = start + 1 + len(code) - bool(opening.strip())
    shown = escape("\n".join(code))
    return min(end + 1, len(lines)) - start, f"<pre><code>{shown}</code></pre>"


def _quote(lines: list[str], start: int, depth: int) -> tuple[int, str]:
    quoted = _run(lines, start, lambda line, place: bool(QUOTE.match(line) or not line.strip()))
    while not quoted[-1].strip():  # an empty line between two quoted ones is part of the quote
        quoted.pop()
    if depth + 1 < DEEPEST_QUOTE:
        inside = _blocks([QUOTE.sub("", line, count=1) for line in quoted], depth + 1)
    else:
        inside = _paragraph([line.lstrip("> ") for line in quoted])
    return len(quoted), f"<blockquote>{inside}</blockquote>"


def _paragraph(lines: list[str]) -> str:
    return f"<p>{'<br>'.join(map(_inline, lines))}</p>"


def _inline(line: str) -> str:
    """Return one line with its emphasis, code and links as HTML."""
    pieces = []
    end = 0
    for match in MARKED.finditer(line):
        pieces += [escape(line[end : match.start()]), _marked(match)]
        end = match.end()
    return "".join([*pieces, escape(line[end:])])


def _marked(match: re.Match[str]) -> str:
    kind = match.lastgroup
    words = match[kind or 0]
    if kind == "code":
        return f"<code>{escape(words)}</code>"
    if kind in {"strong", "em"}:
        return f"<{kind}>{with_links(words)}</{kind}>"
    return with_links(words)
