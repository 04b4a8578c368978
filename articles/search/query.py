"""What a person typed into the search field, understood once for every database.

Words are all wanted, "words in quotation marks" as a phrase, -words not at all; everything else
is literal. Nothing that is typed is an error.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from articles.search import words

LONGEST = 200  # characters that are read
MOST_TERMS = 16
QUOTES = str.maketrans(dict.fromkeys("“”„‟«»", '"'))
TERM = re.compile(r'(?P<minus>-?)(?:"(?P<phrase>[^"]*)"(?=\s|$)|(?P<word>\S+))')

Term = tuple[str, ...]  # folded words that follow one another


@dataclass(frozen=True)
class Query:
    """A search: articles with all `wanted`, or with any of them, and with nothing `unwanted`."""

    typed: str
    wanted: tuple[Term, ...] = ()
    unwanted: tuple[Term, ...] = ()
    is_any: bool = False

    @property
    def is_common(self) -> bool:
        """Whether it has only words that stand in every article."""
        return bool(self.typed) and not self.wanted

    @property
    def words(self) -> list[str]:
        return [word for term in self.wanted for word in term]

    def __bool__(self) -> bool:
        return bool(self.wanted)


def parse(typed: str) -> Query:
    """Read what was typed, of whatever length and characters."""
    typed = words.tidy(typed[: 10 * LONGEST])[:LONGEST].strip()
    wanted: dict[Term, None] = {}
    unwanted: dict[Term, None] = {}
    for found in TERM.finditer(typed.translate(QUOTES)):
        term = words.split(found["phrase"] or found["word"] or "")
        if term:
            (unwanted if found["minus"] else wanted)[term] = None
    if not wanted:  # there is nothing to leave out of: a dash before the only word is a dash
        wanted, unwanted = unwanted, wanted
    return Query(typed, _telling(wanted), _telling(unwanted))


def any_of(terms: list[str]) -> Query:
    """Look for articles with any of these folded words."""
    wanted: dict[Term, None] = {(term,): None for term in terms}
    return Query(" ".join(terms), _telling(wanted), is_any=True)


def _telling(terms: dict[Term, None]) -> tuple[Term, ...]:
    told = [term for term in terms if not all(words.is_common(word) for word in term)]
    return tuple(told[:MOST_TERMS])
