"""The index in PostgreSQL: words with weights in a GIN index (postgresql.org/docs/15/textsearch).

Nothing that a person typed is tsquery syntax here: each phrase is folded to words of letters and
digits, and goes through phraseto_tsquery as a parameter.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from articles.search import words
from articles.search.backends import END, START, WEIGHTS, Found, Marked, Marks
from articles.search.documents import Document
from articles.search.query import Query

# What PostgreSQL 15 can stem, by the language of the site
LANGUAGES = {
    "ar": "arabic",
    "ca": "catalan",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "eu": "basque",
    "fi": "finnish",
    "fr": "french",
    "ga": "irish",
    "hi": "hindi",
    "hu": "hungarian",
    "hy": "armenian",
    "id": "indonesian",
    "it": "italian",
    "lt": "lithuanian",
    "nb": "norwegian",
    "ne": "nepali",
    "nl": "dutch",
    "nn": "norwegian",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sr": "serbian",
    "sv": "swedish",
    "ta": "tamil",
    "tr": "turkish",
}
# ts_rank_cd takes them as D, C, B, A with 1 as the most; marks have no position and no weight.
RANKS = f"{{{', '.join(str(weight / 10) for weight in reversed(WEIGHTS.values()))}}}"
BY_LENGTH = 1  # a rank is divided by the logarithm of the text's length
RANKED = 300  # articles that are ranked where very many have the words,
TITLED = 200  # and of those with the words in their title
PHRASES = 300  # articles with a phrase that are shown: it is looked for in each one by one
LIKELY = 5000  # articles with the words of a phrase, among which it is looked for first

WRITE = """
INSERT INTO articles_search (article_id, publish_at, title_words, words) VALUES (
    %(key)s, %(publish_at)s, to_tsvector(%(language)s::regconfig, %(title)s),
    setweight(to_tsvector(%(language)s::regconfig, %(title)s), 'A')
    || setweight(to_tsvector(%(language)s::regconfig, %(standfirst)s), 'B')
    || setweight(to_tsvector(%(language)s::regconfig, %(names)s), 'C')
    || to_tsvector(%(language)s::regconfig, %(body)s) || array_to_tsvector(%(marks)s::text[])
)
ON CONFLICT (article_id) DO UPDATE SET publish_at = excluded.publish_at,
    title_words = excluded.title_words, words = excluded.words
"""
WRITE_TEXT = """
INSERT INTO articles_searchtext (article_id, title, standfirst, body)
VALUES (%(key)s, %(title)s, %(standfirst)s, %(body)s)
ON CONFLICT (article_id) DO UPDATE SET title = excluded.title,
    standfirst = excluded.standfirst, body = excluded.body
"""
FOUND = """WITH asked AS MATERIALIZED (SELECT {wanted} AS wanted, {whole} AS whole),
found AS MATERIALIZED (
    SELECT article_id, publish_at FROM articles_search
    WHERE words @@ (SELECT whole FROM asked)
)"""
# The index knows no places, so that a phrase is looked for in the words of each article that has
# its words: from the newest on, until there are enough. Finding the newest thousands takes half the
# time of sorting all, and where the words are that common the others are seldom asked for.
FOUND_PHRASE = """WITH asked AS MATERIALIZED (SELECT {wanted} AS wanted, {whole} AS whole),
latest AS (
    SELECT article_id, publish_at FROM articles_search
    WHERE words @@ {loose} ORDER BY publish_at DESC LIMIT %(likely)s
),
earlier AS (
    SELECT article_id, publish_at FROM articles_search
    WHERE words @@ {loose} ORDER BY publish_at DESC OFFSET %(likely)s
),
possible AS (SELECT * FROM latest UNION ALL SELECT * FROM earlier),
found AS MATERIALIZED (
    SELECT possible.article_id, possible.publish_at FROM possible
    CROSS JOIN LATERAL (
        SELECT words @@ (SELECT whole FROM asked) AS is_found FROM articles_search
        WHERE article_id = possible.article_id OFFSET 0
    ) AS looked
    WHERE is_found LIMIT %(limit)s
)"""
NEWEST = "{found} SELECT article_id, 0.0 FROM found ORDER BY publish_at DESC LIMIT %(limit)s"
BEST = """{found},
newest AS MATERIALIZED (
    SELECT article_id, publish_at FROM found ORDER BY publish_at DESC LIMIT %(limit)s
),
titled AS MATERIALIZED (
    SELECT article_id FROM articles_search
    WHERE title_words @@ (SELECT wanted FROM asked) {narrowed}
    ORDER BY publish_at DESC LIMIT %(titled)s
),
ranked AS MATERIALIZED (
    (SELECT article_id FROM newest ORDER BY publish_at DESC LIMIT CASE
        WHEN (SELECT count(*) FROM newest) < %(limit)s THEN %(limit)s ELSE %(ranked)s END)
    UNION SELECT article_id FROM titled
)
SELECT article_id, ts_rank_cd(%(ranks)s, words, wanted, %(by_length)s) AS rank
FROM ranked JOIN articles_search USING (article_id), asked
UNION ALL
SELECT article_id, 0.0 FROM newest WHERE article_id NOT IN (SELECT article_id FROM ranked)
ORDER BY rank DESC
"""
IN_FOUND = "AND article_id IN (SELECT article_id FROM found)"
MARK = """
SELECT at, ts_headline(%(language)s::regconfig, line, {wanted}, %(options)s)
FROM unnest(%(lines)s::text[]) WITH ORDINALITY AS lines (line, at)
"""
OPTIONS = f'HighlightAll=true, StartSel="{START}", StopSel="{END}"'


class PostgreSQL:
    """Ranking reads an article's words, so where very many are found it is the newest of them and
    those with the words in the title that are ranked.
    """

    keys = "articles_search"

    def write(self, documents: Iterable[Document]) -> None:
        with connection.cursor() as cursor:
            for document in documents:
                texts: dict[str, Any] = {
                    name: getattr(document, name)
                    for name in ("title", "standfirst", "names", "body")
                }
                fields: dict[str, Any] = {
                    "key": document.key,
                    "publish_at": document.publish_at,
                    "language": _language(),
                    "marks": [f"#{mark}" for mark in document.marks],
                }
                folded = {name: words.fold(text) for name, text in texts.items()}
                cursor.execute(WRITE, fields | folded)
                cursor.execute(WRITE_TEXT, fields | texts)

    def remove(self, keys: Collection[int]) -> None:
        with connection.cursor() as cursor:
            for table in ("articles_search", "articles_searchtext"):
                sql = f"DELETE FROM {table} WHERE article_id = ANY(%s)"  # noqa: S608
                cursor.execute(sql, [list(keys)])

    def clear(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE articles_search, articles_searchtext")

    def tidy(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE articles_search, articles_searchtext")

    @transaction.atomic
    def find(self, query: Query, marks: Marks, *, is_newest: bool, most: int) -> Found:
        has_phrase = any(len(term) > 1 for term in query.wanted)
        limit = (min(most, PHRASES) if has_phrase else most) + 1
        wanted, values = _asked(query)
        whole, more = _narrowed(wanted, query, marks)
        values |= more | {
            "limit": limit,
            "ranked": RANKED,
            "titled": TITLED,
            "likely": LIKELY,
            "ranks": RANKS,
            "by_length": BY_LENGTH,
        }
        found = (FOUND_PHRASE if has_phrase else FOUND).format(
            wanted=wanted, whole=whole, loose=_loose(query, marks)
        )
        narrowed = IN_FOUND if marks or query.unwanted else ""  # else all titled are found
        sql = (NEWEST if is_newest else BEST).format(found=found, narrowed=narrowed)
        with connection.cursor() as cursor:
            # The planner does not count what it costs to unpack an article's words, and would
            # read them all for a common word rather than look it up.
            cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL jit = off")
            cursor.execute(sql, values)
            rows = [(key, score) for key, score in cursor.fetchall()]
        return rows, len(rows) >= limit

    def marked(self, query: Query, keys: Collection[int]) -> dict[int, Marked]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT article_id, title, standfirst, body FROM articles_searchtext"
                " WHERE article_id = ANY(%s)",
                [list(keys)],
            )
            rows = cursor.fetchall()
        lines = _mark(query, [text for _, *texts in rows for text in texts])
        return {row[0]: Marked(*lines[3 * at : 3 * at + 3]) for at, row in enumerate(rows)}


def _mark(query: Query, lines: list[str]) -> list[str]:
    """Mark in `lines` what was found, which PostgreSQL looks for in their folded form."""
    wanted, values = _asked(query)
    values |= {"options": OPTIONS, "lines": [words.fold(line) for line in lines]}
    with connection.cursor() as cursor:
        cursor.execute(MARK.format(wanted=wanted), values)
        folded = dict(cursor.fetchall())
    return [_as_written(line, folded[at]) for at, line in enumerate(lines, 1)]


def _as_written(line: str, marked: str) -> str:
    """Carry the marks in a folded line over to the line, character by character."""
    letters = iter(line)
    return "".join(char if char in (START, END) else next(letters, "") for char in marked)


def _asked(query: Query) -> tuple[str, dict[str, Any]]:
    """Return SQL for what is wanted, and the values in it."""
    values: dict[str, Any] = {"language": _language()}
    for at, term in enumerate(query.wanted):
        values[f"wanted{at}"] = " ".join(term)
    operator = " || " if query.is_any else " && "
    return f"({operator.join(_phrase(f'wanted{at}') for at in range(len(query.wanted)))})", values


def _narrowed(wanted: str, query: Query, marks: Marks) -> tuple[str, dict[str, Any]]:
    """Return SQL for the whole search, and the further values in it."""
    values: dict[str, Any] = {}
    parts = [wanted]
    for at, term in enumerate(query.unwanted):
        values[f"unwanted{at}"] = " ".join(term)
        parts.append(f"!!{_phrase(f'unwanted{at}')}")
    for at, any_ in enumerate(marks):
        values[f"marks{at}"] = " | ".join(f"'#{mark}'" for mark in any_)
    return f"({' && '.join([*parts, *_marks(marks)])})", values


def _loose(query: Query, marks: Marks) -> str:
    """Return SQL for whatever may be found: all words of each phrase, wherever they stand."""
    names = [f"wanted{at}" for at in range(len(query.wanted))]
    parts = [f"plainto_tsquery(%(language)s::regconfig, %({name})s)" for name in names]
    return f"({' && '.join([*parts, *_marks(marks)])})"


def _marks(marks: Marks) -> list[str]:
    return [f"%(marks{at})s::tsquery" for at in range(len(marks))]


def _phrase(name: str) -> str:
    return f"phraseto_tsquery(%(language)s::regconfig, %({name})s)"


def _language() -> str:
    return LANGUAGES.get(settings.LANGUAGE_CODE.partition("-")[0], "simple")
