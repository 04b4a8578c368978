"""The words that stand in articles, to suggest one of them instead of a mistyped one."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.db import connection
from django.db.models import Count, IntegerField
from django.db.models.functions import Length

from articles.models import SearchWord, WordPart
from articles.search import words
from articles.search.documents import Document

SHORTEST, LONGEST = 3, 40
CANDIDATES = 200
BATCH = 400  # words that are taken up by one statement
WORD = re.compile(rf"[^\W\d_]{{{SHORTEST},{LONGEST}}}")


def learn(documents: Iterable[Document]) -> None:
    """Take up the words of `documents` that are new.

    Words that no article has any more stay until the index is rebuilt: whoever suggests one looks
    first whether it is found.
    """
    written: dict[str, str] = {}
    for document in documents:
        text = f"{document.title} {document.standfirst} {document.names} {document.body}"
        for word in set(WORD.findall(text)):
            written.setdefault(words.fold(word), word.lower())
    _add(written)


def known(asked: Iterable[str]) -> set[str]:
    """Return those of these folded words that stand in some article."""
    return set(SearchWord.objects.filter(word__in=list(asked)).values_list("word", flat=True))


def alike(word: str, count: int) -> list[str]:
    """Return up to `count` words that `word` may have been meant to be, the likeliest first."""
    parts = _parts(word)
    shared = (
        WordPart.objects.filter(part__in=parts)
        .values("word", "word__word", "word__written")
        .annotate(shared=Count("pk"), length=Length("word__word", output_field=IntegerField()))
        .filter(length__gte=len(word) - 2, length__lte=len(word) + 2)
        .order_by("-shared", "length")[:CANDIDATES]
    )
    most = 1 if len(word) <= 4 else 2
    near = [
        (_unlikeness(word, row["word__word"]), -row["shared"], row["word__written"])
        for row in shared
        if row["word__word"] != word
    ]
    return [written for (steps, _), _, written in sorted(near) if steps <= most][:count]


def distance(one: str, other: str) -> int:
    """Return how many letters must be changed, added, left out or swapped with their neighbour
    to make `other` of `one` (Damerau 1964, each letter touched once).
    """
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        before, last, row = row, before, [i]
        for j, target in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != target))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == target:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return row[-1]


def _unlikeness(typed: str, word: str) -> tuple[int, int]:
    """Of two words as near, the likelier is as long: letters change places more often than they
    are forgotten."""
    return distance(typed, word), abs(len(word) - len(typed))


def _add(written: dict[str, str]) -> None:
    """Keep those of these words that are not kept yet, and their parts.

    All who do this at the same time go through the words in one order, so that none waits for
    another who waits for him.
    """
    words_in_order = sorted(written)
    with connection.cursor() as cursor:
        for start in range(0, len(words_in_order), BATCH):
            some = words_in_order[start : start + BATCH]
            cursor.execute(
                "INSERT INTO articles_searchword (word, written) VALUES "  # noqa: S608 (places only)
                f"{', '.join(['(%s, %s)'] * len(some))}"
                " ON CONFLICT (word) DO NOTHING RETURNING id, word",
                [value for word in some for value in (word, written[word])],
            )
            new = cursor.fetchall()
            cursor.executemany(
                "INSERT INTO articles_wordpart (word_id, part) VALUES (%s, %s)",
                [(key, part) for key, word in new for part in sorted(_parts(word))],
            )


def _parts(word: str) -> set[str]:
    """Return the threes of letters in a word, its beginning counting more than its end."""
    padded = f"  {word} "
    return {padded[at : at + 3] for at in range(len(padded) - 2)}
