"""Words as searches compare them, the same whichever database keeps the index."""

from __future__ import annotations

import re
import unicodedata

from django.conf import settings

from backpain import text

# So common that they say nothing of an article: the list of PostgreSQL's english dictionary,
# which is Snowball's (snowballstem.org), after `fold`.
ENGLISH = frozenset(
    re.findall(
        r"\w+",
        "i me my myself we our ours ourselves you your yours yourself yourselves he him his "
        "himself she her hers herself it its itself they them their theirs themselves what which "
        "who whom this that these those am is are was were be been being have has had having do "
        "does did doing a an the and but if or because as until while of at by for with about "
        "against between into through during before after above below to from up down in out on "
        "off over under again further then once here there when where why how all any both each "
        "few more most other some such no nor not only own same so than too very s t can will "
        "just don should now ",
    )
)


class _Folding(dict[int, str]):
    """A table for `str.translate` that learns each character when it first meets it."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _folded(chr(code))
        return folded


def fold(words: str) -> str:
    """Return `words` in lower case, Latin letters without their marks, a space for whatever is
    neither letter nor digit. It has as many characters as before, each in its place.

    This is what FTS5's "unicode61 remove_diacritics 2" does; PostgreSQL gets it from here.
    """
    return words.translate(_TABLE)


def split(words: str) -> tuple[str, ...]:
    """Return the single words in `words`, folded."""
    return tuple(fold(words).split())


def tidy(words: str) -> str:
    """Return what a person or an article wrote on one line, its letters composed."""
    return text.one_line(words)


def is_common(word: str) -> bool:
    """Whether a folded word is so common in the site's language that it says nothing."""
    return settings.LANGUAGE_CODE.partition("-")[0] == "en" and word in ENGLISH


def _folded(char: str) -> str:
    if unicodedata.category(char)[0] not in "LN":
        return " "
    lower = char.casefold()
    if len(lower) != 1:
        lower = char.lower()[0]
    base = unicodedata.normalize("NFD", lower)[0]
    return base if base.isascii() else lower


_TABLE = _Folding()
