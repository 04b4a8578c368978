"""The index follows the articles: at once when one is saved, by the worker when a name changes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from itertools import islice

from django.db import connection, transaction
from django.db.models import Model

from articles.models import Article, ArticleQuerySet, Author, Category, SearchWord, Tag, Unindexed
from articles.search import backends, documents, vocabulary

BATCH = 50  # articles that the worker indexes in one transaction
NAMED = (Author, Category, Tag)
GONE = """
SELECT article_id FROM {keys} AS kept
WHERE NOT EXISTS (SELECT 1 FROM articles_article WHERE id = kept.article_id) LIMIT %s
"""
MISSING = """
SELECT id FROM articles_article AS written WHERE status = 'published'
AND NOT EXISTS (SELECT 1 FROM {keys} WHERE article_id = written.id)
AND NOT EXISTS (SELECT 1 FROM articles_unindexed WHERE article_id = written.id) LIMIT %s
"""
SWEPT = 2000  # at once
REBUILT = 200  # in one transaction: fewer are slower, more keep others from writing


@transaction.atomic
def index(keys: Collection[int]) -> None:
    """Bring the index to what these articles say now; drafts and withdrawn ones leave it."""
    backend = backends.current()
    found = documents.of(keys)
    backend.remove(set(keys) - {document.key for document in found})
    backend.write(found)
    vocabulary.learn(found)


def index_later(articles: ArticleQuerySet) -> None:
    """Let the worker index `articles`, of which there may be very many."""
    keys = articles.order_by().values_list("pk", flat=True)
    chunks = iter(keys.iterator(chunk_size=2000))
    while some := [Unindexed(pk=key) for key in islice(chunks, 2000)]:
        Unindexed.objects.bulk_create(some, ignore_conflicts=True)


def catch_up(most: int = BATCH) -> int:
    """Index some of the articles that wait for it; return how many."""
    with transaction.atomic():
        keys = list(Unindexed.objects.values_list("pk", flat=True)[:most])
        Unindexed.objects.filter(pk__in=keys).delete()
        index(keys)
    return len(keys)


@transaction.atomic
def sweep() -> int:
    """Take out of the index what was deleted, and queue what was written, without telling us, as
    an import in bulk does; return how many articles that concerns.
    """
    backend = backends.current()
    gone, missing = (_keys(sql.format(keys=backend.keys)) for sql in (GONE, MISSING))
    backend.remove(gone)
    Unindexed.objects.bulk_create([Unindexed(pk=key) for key in missing], ignore_conflicts=True)
    return len(gone) + len(missing)


def rebuild(tell: Callable[[int, int], object]) -> int:
    """Make the index anew from the articles; return how many there are.

    `tell` is given how many are done, of how many. Readers find less until it is finished;
    stopped in the middle, the worker does the rest.
    """
    published = Article.objects.filter(status=Article.Status.PUBLISHED)
    with transaction.atomic():
        backends.current().clear()
        _forget_words()
        Unindexed.objects.all().delete()
        index_later(published)
    total, done = Unindexed.objects.count(), 0
    while some := catch_up(REBUILT):
        done += some
        tell(done, max(total, done))
    backends.current().tidy()
    return done


def on_deleted(sender: type[Model], instance: Model, **kwargs: object) -> None:
    """Take a deleted article out of the index, in the transaction that deletes it."""
    backends.current().remove([instance.pk])


def on_renaming(sender: type[Model], instance: Model, **kwargs: object) -> None:
    """Index the articles of a category, tag or author anew when its name changes."""
    if instance.pk and not kwargs.get("raw"):
        before = sender._default_manager.filter(pk=instance.pk).values_list("name", flat=True)
        if before.first() not in {None, getattr(instance, "name", None)}:
            on_leaving(sender, instance)


def on_leaving(sender: type[Model], instance: Model, **kwargs: object) -> None:
    """Index the articles of a category, tag or author anew."""
    if isinstance(instance, NAMED):
        index_later(instance.articles.all())


def _keys(sql: str) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(sql, [SWEPT])
        return [key for (key,) in cursor.fetchall()]


def _forget_words() -> None:
    """Empty the vocabulary; row by row a million parts would take minutes."""
    tables: Iterable[str] = ("articles_wordpart", SearchWord._meta.db_table)
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608 (names of our own tables)
