"""What is in a revision: everything an editor writes in the form of an article, as plain JSON.

Rows are named by their keys and dates by ISO 8601, so that a revision means the same for good; a
row that is gone by then is left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

from django.db.models import Field, Model
from django.utils.timezone import now

from articles.models import Article, Author, Byline, ChangeNote, Source

Content = dict[str, Any]

TEXT = [  # columns of an article; the categories, tags and rows follow
    *("kind", "title", "slug", "standfirst", "body", "picture", "series", "series_position"),
    *("read_next", "reviewer", "reviewed_on", "review_scope", "review_due_on"),
    *("disclosure", "disclosure_text"),
    *("seo_title", "seo_description", "canonical_url", "is_hidden_from_search"),
]
PLAN = ["publish_at", "unpublish_at", "comments_are_open"]  # these no restoring brings back
SETS = ["categories", "tags", "related"]
SOURCE = [*("citation", "kind", "url", "doi", "pmid", "isbn"), "accessed_on", "archived_url"]
NOTE = ["kind", "text", "at"]


def content_of(article: Article) -> Content:
    """Return what `article` says now, to readers if it is public. Six queries.

    An article that never was public has no date of publication unless it lies ahead.
    """
    content = columns_of(article)
    content |= {name: keys_of(getattr(article, name).all()) for name in SETS}
    content["authors"] = list(article.byline_set.values_list("author", flat=True))
    content["sources"] = [row_of(source, SOURCE) for source in article.sources.all()]
    content["changes"] = []  # those that are to come with the next publication
    if not article.has_been_public and article.publish_at <= now():
        content["publish_at"] = None
    return content


def columns_of(article: Article) -> Content:
    return row_of(article, [*TEXT, *PLAN])


def row_of(row: Model, names: Iterable[str]) -> Content:
    """Return some columns of `row` as JSON has them."""
    return {name: _plain(_field(row, name).value_from_object(row)) for name in names}


def keys_of(rows: Iterable[Model]) -> list[int]:
    """Return the keys of `rows` in an order that only they decide."""
    return sorted(row.pk for row in rows)


def show(article: Article, content: Content) -> None:
    """Give `article` the columns of `content`, in memory alone.

    A row that it names and that is gone stands empty, and so does what cannot be without it.
    """
    for name in TEXT:
        field = _field(article, name)
        if name in content:
            setattr(article, field.attname, _existing(field, content[name]))
    for name in PLAN:
        value = _field(article, name).to_python(content.get(name))
        if name != "publish_at" or value:
            setattr(article, name, value)
    if not article.reviewer_id:
        article.reviewed_on = None
    if article.kind == Article.Kind.PAGE:
        article.comments_are_open = False


def put(article: Article, content: Content) -> None:
    """Make `article`, a row of the database, what `content` says. Call it in a transaction, and
    articles.publishing.refresh() after it.
    """
    show(article, content)
    article.save()
    for name in SETS:
        field = Article._meta.get_field(name)
        rows = field.related_model._default_manager.filter(pk__in=content.get(name, []))  # type: ignore[union-attr]
        getattr(article, name).set(rows)
    _put_authors(article, content.get("authors", []))
    _put_sources(article, content.get("sources", []))


def put_notes(article: Article, content: Content) -> None:
    """Add to the public history of `article` what is to be said with this publication, and is not
    said there yet.
    """
    for row in content.get("changes", []):
        ChangeNote.objects.get_or_create(article=article, **_read(ChangeNote, row, NOTE))


def _put_authors(article: Article, keys: list[int]) -> None:
    if list(article.byline_set.values_list("author", flat=True)) == keys:
        return
    authors = Author.objects.in_bulk(keys)
    article.byline_set.all().delete()
    Byline.objects.bulk_create(
        Byline(article=article, author=authors[key], position=at)
        for at, key in enumerate(keys)
        if key in authors
    )


def _put_sources(article: Article, rows: list[Content]) -> None:
    if [row_of(source, SOURCE) for source in article.sources.all()] == rows:
        return
    article.sources.all().delete()
    Source.objects.bulk_create(
        Source(article=article, position=at, **_read(Source, row, SOURCE))
        for at, row in enumerate(rows)
    )


def _read(model: type[Model], row: Content, names: Iterable[str]) -> Content:
    return {name: _field(model, name).to_python(row[name]) for name in names if name in row}


def _existing(field: Field, value: Any) -> Any:
    if field.related_model is None or value is None:
        return field.to_python(value)
    rows = field.related_model._default_manager.filter(pk=value)
    return value if rows.exists() else None


def _field(model: Model | type[Model], name: str) -> Field:
    return model._meta.get_field(name)  # type: ignore[return-value]


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value.isoformat() if isinstance(value, date) else value
