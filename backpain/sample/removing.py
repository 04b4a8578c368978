"""The sample goes out: what it made and nothing else, and no reader's words by accident."""

from __future__ import annotations

from collections import Counter
from itertools import chain
from typing import Any

from django.db import models, transaction

from articles.models import Article, Author, Category, Exercise, Picture, Series, Tag
from articles.pictures import files as picture_files
from backpain import pages
from backpain.models import Publication, SampleRow
from backpain.sample.content import PUBLICATION
from comments.models import Comment
from newsletter.models import Subscriber


class NothingToRemoveError(Exception):
    """No row of the sample is left."""


class ReadersWroteError(Exception):
    """Readers have commented on articles of the sample, and their words would go with them."""

    def __init__(self, comments: list[Comment]) -> None:
        super().__init__(f"{len(comments)} comments of readers")
        self.comments = comments


def remove(*, with_comments: bool = False) -> Counter[str]:
    """Delete what `load` made, its files too; return how many rows of each model went.

    What others use by now stays: a category, tag, author or picture of an article of theirs, and
    the publication's words if somebody changed them. Raises NothingToRemoveError; and
    ReadersWroteError unless readers' comments on sample articles may go `with_comments`.
    """
    with transaction.atomic():
        if not SampleRow.objects.exists():
            raise NothingToRemoveError
        readers = _comments_of_readers()
        if readers and not with_comments:
            raise ReadersWroteError(readers)
        files = {name for picture in _made(Picture) for name in picture_files.of(picture)}
        removed = _delete_rows()
        SampleRow.objects.all().delete()
        pages.changed("site", "articles")
        picture_files.remove_unused(files)
    return removed


def _comments_of_readers() -> list[Comment]:
    on_sample_articles = Comment.objects.filter(article__in=_made(Article))
    return list(on_sample_articles.exclude(pk__in=_keys(Comment)).order_by("created_at"))


def _delete_rows() -> Counter[str]:
    """Delete first what depends on others, and of the rest what nobody else uses."""
    removed: Counter[str] = Counter()
    for rows in (
        Comment.objects.filter(article__in=_made(Article)),
        _made(Comment),
        _made(Subscriber),
        _made(Article),
    ):
        removed += _delete(rows)
    removed += _delete(_made(Author).filter(articles=None, reviewed_articles=None, comment=None))
    removed += _delete(_made(Exercise).exclude(pk__in=_exercises_in_use()))
    removed += _delete(_made(Series).filter(articles=None))
    removed += _delete(_made(Category).filter(articles=None, children=None, parent__isnull=False))
    removed += _delete(_made(Category).filter(articles=None, children=None))
    removed += _delete(_made(Tag).filter(articles=None))
    removed += _delete(_made(Picture).exclude(pk__in=_pictures_in_use()))
    removed += _delete(_made(Publication).filter(**PUBLICATION))
    return removed


def _delete(rows: models.QuerySet[Any]) -> Counter[str]:
    """Delete `rows`; count only them, not what goes with them, such as places in a byline."""
    found = list(rows.values_list("pk", flat=True))
    rows.model._default_manager.filter(pk__in=found).delete()
    return Counter({rows.model._meta.label_lower: len(found)})


def _pictures_in_use() -> list[int]:
    """Say which pictures a remaining article or author shows, in its body too."""
    bodies = " ".join(Article.objects.values_list("body", flat=True))
    shown = {picture.pk for picture in _made(Picture) if picture.file.url in bodies}
    leads = Article.objects.exclude(picture=None).values_list("picture", flat=True)
    portraits = Author.objects.exclude(portrait=None).values_list("portrait", flat=True)
    movements = Exercise.objects.exclude(picture=None).values_list("picture", flat=True)
    return list(shown.union(chain(leads, portraits, movements)))


def _exercises_in_use() -> list[int]:
    """Say which exercises the body of a remaining article shows."""
    bodies = " ".join(Article.objects.values_list("body", flat=True))
    return [exercise.pk for exercise in _made(Exercise) if exercise.marker in bodies]


def _made(model: type[Any]) -> models.QuerySet[Any]:
    """Return the rows of `model` that the sample made and that are still there."""
    rows: models.QuerySet[Any] = model._default_manager.filter(pk__in=_keys(model))
    return rows


def _keys(model: type[Any]) -> list[int]:
    rows = SampleRow.objects.filter(model=model._meta.label_lower)
    return list(rows.values_list("key", flat=True))
