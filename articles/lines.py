"""The wider categories that an article's categories are part of, without a query for each step."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Prefetch, QuerySet

from articles.models import Category


def with_wider(categories: QuerySet[Category] | None = None) -> Prefetch:
    """Fetch categories with three steps of wider ones: `articles.prefetch_related(with_wider())`.

    `categories`, by default all, may bring annotations of their own.

    Hardly a publication nests deeper; `load` fetches what is still missing then.
    """
    rows = Category.objects.all() if categories is None else categories
    return Prefetch("categories", rows.select_related("parent__parent__parent"))


def load(categories: Iterable[Category]) -> None:
    """Give each of `categories` its wider ones, so that `line()` asks the database nothing more.

    One query, of all categories, and none where everything is there already.
    """
    ends = [end for category in categories if (end := _loaded_end(category)).parent_id]
    if not ends:
        return
    every = {category.pk: category for category in Category.objects.all()}
    for category in every.values():
        category.parent = every.get(category.parent_id) if category.parent_id else None
    for end in ends:
        end.parent = every[end.parent_id] if end.parent_id else None


def _loaded_end(category: Category) -> Category:
    """Return the widest category that is loaded already; in a circle, one without `parent_id`."""
    seen = {category.pk}
    while category.parent_id and Category.parent.is_cached(category):
        if category.parent_id in seen:
            return Category()
        seen.add(category.parent_id)
        category = category.parent  # type: ignore[assignment]
    return category
