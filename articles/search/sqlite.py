"""The index in SQLite: an FTS5 table keyed by article (sqlite.org/fts5.html).

Nothing that a person typed is FTS5 syntax here: each word is folded to letters and digits, and
stands in quotation marks.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db import connection

from articles.search.backends import END, START, WEIGHTS, Found, Marked, Marks
from articles.search.documents import Document
from articles.search.query import Query, Term

COMMON = 5000  # articles with the words, from which on not all are ranked
TITLED = 300  # of these those with the words in their title that are
TEXTS = "{title standfirst names body}"
SCORE = f"-bm25(articles_search, {', '.join(map(str, WEIGHTS.values()))}, 0.0)"  # of marks: none
FOUND = "FROM articles_search WHERE articles_search MATCH %s"
COUNT = f"SELECT 1 {FOUND} LIMIT 1 OFFSET %s"
BEST = f"SELECT rowid, {SCORE} {FOUND} ORDER BY 2 DESC LIMIT %s"
LATEST = f"SELECT rowid, {SCORE} {FOUND} ORDER BY rowid DESC LIMIT %s"
NEWEST = """
SELECT articles_search.rowid, 0.0 FROM articles_search
JOIN articles_searchorder ON article_id = articles_search.rowid
WHERE articles_search MATCH %s ORDER BY publish_at DESC LIMIT %s
"""


class SQLite:
    """Words are stemmed by Porter's rules for English, whatever the site's language.

    Ranking reads where the words stand in each article, so where very many have them it is the
    latest of these and those with the words in the title that are ranked.
    """

    keys = "articles_searchorder"

    def write(self, documents: Iterable[Document]) -> None:
        rows = list(documents)
        self.remove([row.key for row in rows])
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO articles_search (rowid, title, standfirst, names, body, marks)"
                " VALUES (%s, %s, %s, %s, %s, %s)",
                [
                    (row.key, row.title, row.standfirst, row.names, row.body, " ".join(row.marks))
                    for row in rows
                ],
            )
            adapt = connection.ops.adapt_datetimefield_value
            cursor.executemany(
                "INSERT INTO articles_searchorder (article_id, publish_at) VALUES (%s, %s)",
                [(row.key, adapt(row.publish_at)) for row in rows],
            )

    def remove(self, keys: Collection[int]) -> None:
        with connection.cursor() as cursor:
            for sql in (
                "DELETE FROM articles_search WHERE rowid = %s",
                "DELETE FROM articles_searchorder WHERE article_id = %s",
            ):
                cursor.executemany(sql, [(key,) for key in keys])

    def clear(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM articles_search")
            cursor.execute("DELETE FROM articles_searchorder")

    def tidy(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO articles_search (articles_search) VALUES ('optimize')")

    def find(self, query: Query, marks: Marks, *, is_newest: bool, most: int) -> Found:
        rows = self._rows(query, marks, is_newest=is_newest, limit=most + 1)
        return rows, len(rows) > most

    def _rows(
        self, query: Query, marks: Marks, *, is_newest: bool, limit: int
    ) -> list[tuple[int, float]]:
        asked = _match(query, marks)
        with connection.cursor() as cursor:
            if is_newest:
                return list(cursor.execute(NEWEST, [asked, limit]).fetchall())
            if not cursor.execute(COUNT, [asked, COMMON]).fetchall():
                return list(cursor.execute(BEST, [asked, limit]).fetchall())
            latest = cursor.execute(LATEST, [asked, limit]).fetchall()
            titled = cursor.execute(LATEST, [_match(query, marks, "{title}"), TITLED]).fetchall()
        return sorted((dict(latest) | dict(titled)).items(), key=lambda row: -row[1])

    def marked(self, query: Query, keys: Collection[int]) -> dict[int, Marked]:
        parts = ", ".join(f"highlight(articles_search, {at}, %s, %s)" for at in (0, 1, 3))
        places = ", ".join(["%s"] * len(keys))
        sql = (
            f"SELECT rowid, {parts} FROM articles_search"  # noqa: S608 (numbers and places only)
            f" WHERE articles_search MATCH %s AND rowid IN ({places})"
        )
        with connection.cursor() as cursor:
            cursor.execute(sql, [*(START, END) * 3, _match(query, []), *keys])
            return {key: Marked(*texts) for key, *texts in cursor.fetchall()}


def _match(query: Query, marks: Marks, columns: str = TEXTS) -> str:
    """Write a search in FTS5's syntax; what is wanted must stand in `columns`."""
    wanted = (" OR " if query.is_any else " AND ").join(map(_phrase, query.wanted))
    text = f"{columns} : ({wanted})"
    if query.unwanted:
        text = f"({text} NOT {TEXTS} : ({' OR '.join(map(_phrase, query.unwanted))}))"
    narrowed = [f"{{marks}} : ({' OR '.join(_phrase((mark,)) for mark in any_)})" for any_ in marks]
    return " AND ".join([text, *narrowed])


def _phrase(term: Term) -> str:
    return f'"{" ".join(term)}"'
