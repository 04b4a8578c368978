"""What a person may have meant to type."""

from __future__ import annotations

from collections.abc import Callable

from articles.search import backends, vocabulary, words
from articles.search.query import Query, Term, any_of, parse

TRIED = 3  # suggestions that are looked for before none is made
MOST_CORRECTED = 4  # words


def suggest(query: Query, finds: Callable[[Query], bool]) -> str:
    """Return other words to search for, of which `finds` says that they find something; else ""."""
    unknown = _unknown(query.words)
    if not 0 < len(unknown) <= MOST_CORRECTED:
        return ""
    choices = {word: vocabulary.alike(word, TRIED) for word in unknown}
    if not all(choices.values()):
        return ""
    for at in range(TRIED):
        meant = {word: alike[min(at, len(alike) - 1)] for word, alike in choices.items()}
        suggestion = _typed(query, meant)
        if finds(parse(suggestion)):
            return suggestion
    return ""


def corrected(asked: list[str]) -> list[str]:
    """Return these folded words, a likely one in place of each that no article has."""
    unknown = set(_unknown(asked)[:MOST_CORRECTED])
    meant = {word: vocabulary.alike(word, 1) for word in unknown}
    return [words.fold(meant[word][0]) if meant.get(word) else word for word in asked]


def _unknown(asked: list[str]) -> list[str]:
    """Return those of these words that no text has, in no form."""
    telling = [word for word in dict.fromkeys(asked) if not words.is_common(word)]
    known = vocabulary.known(telling)
    find = backends.current().find
    return [
        word
        for word in telling
        if word not in known and not find(any_of([word]), [], is_newest=True, most=1)[0]
    ]


def _typed(query: Query, meant: dict[str, str]) -> str:
    """Write a search as a person would, with the words that were `meant`."""
    wanted = [_term(term, meant) for term in query.wanted]
    return " ".join([*wanted, *(f"-{_term(term, {})}" for term in query.unwanted)])


def _term(term: Term, meant: dict[str, str]) -> str:
    text = " ".join(meant.get(word, word) for word in term)
    return f'"{text}"' if len(term) > 1 else text
