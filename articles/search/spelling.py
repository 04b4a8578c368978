"""What a person may have meant to type."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from articles.search import backends, vocabulary, words
from articles.search.query import Query, Term, any_of, parse

TRIED = 3  # suggestions that are looked for before none is made


def suggest(query: Query, finds: Callable[[Query], bool]) -> str:
    """Return other words to search for, of which `finds` says that they find something; else ""."""
    unknown = [word for word in query.words if not _is_known(word)]
    choices = {word: vocabulary.alike(word, TRIED) for word in unknown}
    if not unknown or not all(choices.values()):
        return ""
    for at in range(TRIED):
        meant = {word: alike[min(at, len(alike) - 1)] for word, alike in choices.items()}
        suggestion = _typed(query, meant)
        if finds(parse(suggestion)):
            return suggestion
    return ""


def corrected(word: str) -> str:
    """Return `word` if some article has it, else the likeliest one, else `word`."""
    if _is_known(word):
        return word
    return next((words.fold(other) for other in vocabulary.alike(word, 1)), word)


def _is_known(word: str) -> bool:
    """Whether some text has the word, or another form of it."""
    query = replace(any_of([word]), wanted=((word,),))
    return bool(backends.current().find(query, [], is_newest=True, limit=1))


def _typed(query: Query, meant: dict[str, str]) -> str:
    """Write a search as a person would, with the words that were `meant`."""
    wanted = [_term(term, meant) for term in query.wanted]
    return " ".join([*wanted, *(f"-{_term(term, {})}" for term in query.unwanted)])


def _term(term: Term, meant: dict[str, str]) -> str:
    text = " ".join(meant.get(word, word) for word in term)
    return f'"{text}"' if len(term) > 1 else text
