"""What a database must offer to be searched, and which one does."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from django.db import connection

from articles.search.documents import Document
from articles.search.query import Query

START, END = "\x02", "\x03"  # around what was found: no indexed text holds control characters
WEIGHTS = {"title": 10.0, "standfirst": 5.0, "names": 4.0, "body": 1.0}

Found = tuple[list[tuple[int, float]], bool]  # keys and scores; whether there are more
Marks = list[list[str]]  # of each list one must be there


@dataclass(frozen=True)
class Marked:
    """An article's words, what was found in them between START and END."""

    title: str
    standfirst: str
    body: str


class Backend(Protocol):
    """An index of documents in the database, part of its transactions."""

    keys: str  # the table that has a row with `article_id` for each document

    def write(self, documents: Iterable[Document]) -> None:
        """Put documents in, in place of those with the same keys."""

    def remove(self, keys: Collection[int]) -> None:
        """Take documents out; keys that are not there do not matter."""

    def clear(self) -> None:
        """Take all documents out."""

    def tidy(self) -> None:
        """Put the index in order after many were written."""

    def find(self, query: Query, marks: Marks, *, is_newest: bool, most: int) -> Found:
        """Return about `most` documents at the most, the best or the newest of all, and whether
        there are more.
        """

    def marked(self, query: Query, keys: Collection[int]) -> dict[int, Marked]:
        """Return the words of these documents with what was found in them marked."""


def current() -> Backend:
    """Return the index of the site's own database."""
    return _of(connection.vendor)


@cache
def _of(vendor: str) -> Backend:
    if vendor == "postgresql":
        from articles.search.postgresql import PostgreSQL

        return PostgreSQL()
    from articles.search.sqlite import SQLite

    return SQLite()
