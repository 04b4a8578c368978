"""Words set in the publication's own type, as large as the room allows."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

from django.conf import settings
from PIL import ImageFont

SERIF, SANS = "source-serif-4", "source-sans-3"
BOLD = 650
SIZES = (92, 84, 76, 68, 60, 52, 46)
LEADING = 1.14
MISSING = "\uffff"  # a letter that no font has
PICTOGRAPHS = {"So", "Sk"}  # emoji and the colours of their skin
JOINERS = re.compile("[\u200b-\u200f\u2060\ufe00-\ufe0f\u00ad]")


@cache
def font(family: str, size: int, weight: int) -> ImageFont.FreeTypeFont:
    """Return one of the fonts that pages use: SERIF or SANS."""
    path = settings.BASE_DIR / "backpain" / "static" / "fonts" / f"{family}.woff2"
    face = ImageFont.truetype(path, size)
    face.set_variation_by_axes([weight])
    return face


def writable(words: str, family: str = SERIF) -> str:
    """Return `words` as our font can write them; "" where it lacks a letter.

    What a font lacks it draws as a box. Pictographs, which nobody misses, are left out.
    """
    letters = JOINERS.sub("", unicodedata.normalize("NFC", words))
    missing = {letter for letter in set(letters) if _is_missing(letter, family)}
    if any(unicodedata.category(letter) not in PICTOGRAPHS for letter in missing):
        return ""
    return " ".join("".join(letter for letter in letters if letter not in missing).split())


def set_title(title: str, measure: int, room: int) -> tuple[int, list[str]]:
    """Return the largest size at which `title` finds room, and its lines, of about one length.

    `measure` is the longest line and `room` the height, in pixels. What is too long even for the
    smallest size ends with "…".
    """
    for size in SIZES:
        face = font(SERIF, size, BOLD)
        lines = _lines(title, face, measure)
        most = int(room // (size * LEADING))
        if len(lines) <= most:
            return size, _balanced(title, face, measure, len(lines))
    rest = " ".join(lines[most - 1 :])
    return size, [*lines[: most - 1], fitted(rest, face, measure)]


def fitted(words: str, face: ImageFont.FreeTypeFont, measure: int) -> str:
    """Return `words`, cut so that they are at most `measure` pixels long."""
    if face.getlength(words) <= measure:
        return words
    while words and face.getlength(f"{words}…") > measure:
        words = words[:-1]
    return words.rstrip(" ,;:-\N{EN DASH}") + "…"


def _is_missing(letter: str, family: str) -> bool:
    face = font(family, 40, 400)
    return bytes(face.getmask(letter)) == bytes(face.getmask(MISSING))


def _balanced(title: str, face: ImageFont.FreeTypeFont, measure: int, count: int) -> list[str]:
    """Return the lines of the narrowest measure that takes no more of them."""
    for narrower in range(measure // 2, measure, 20):
        lines = _lines(title, face, narrower)
        if len(lines) == count:
            return lines
    return _lines(title, face, measure)


def _lines(title: str, face: ImageFont.FreeTypeFont, measure: int) -> list[str]:
    lines = [""]
    for word in _broken(title.split(), face, measure):
        longer = f"{lines[-1]} {word}".strip()
        if face.getlength(longer) <= measure:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _broken(words: Iterable[str], face: ImageFont.FreeTypeFont, measure: int) -> Iterable[str]:
    """Give the words, one that is longer than a line in pieces."""
    for word in words:
        while face.getlength(word) > measure:
            fits = len(word) - 1
            while fits > 1 and face.getlength(word[:fits]) > measure:
                fits -= 1
            yield word[:fits]
            word = word[fits:]
        yield word
