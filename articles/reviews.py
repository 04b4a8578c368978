"""When an article was last checked, when it is due again, and what readers are told of it.

The lines that readers see follow the pattern "Know that a page is up to date" of the NHS digital
service manual; its sample reviews a page every three years.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils.timezone import localdate, make_aware

from articles import lines
from articles.models import Article, ArticleQuerySet, Author, Category

MONTHS = 36  # between reviews, where no category says otherwise
SOON = 60  # days before a review is due in which the desk speaks of it


@dataclass(frozen=True)
class Review:
    """What readers are told of an article's last review."""

    on: date
    reviewer: Author
    scope: str  # "": the whole article
    due_on: date
    is_overdue: bool
    changed_at: datetime | None  # when the text changed in substance, if it did since


def of(article: Article) -> Review | None:
    """Return the last review of `article`; None where it was never reviewed.

    Dates are days in the site's time zone.
    """
    on, due = article.reviewed_on, due_on(article)
    if on is None or article.reviewer is None or due is None:
        return None
    return Review(
        on=on,
        reviewer=article.reviewer,
        scope=article.review_scope,
        due_on=due,
        is_overdue=is_overdue(article),
        changed_at=_changed_at(article, on),
    )


def due_on(article: Article) -> date | None:
    """Say from which day `article` is due for a review; None where that was never planned.

    That is the day set for the article, else counted from its last review by the shortest time
    that its categories ask for.
    """
    if article.review_due_on or not article.reviewed_on:
        return article.review_due_on
    return due_after(article.reviewed_on, None, article.categories.all())


def due_after(on: date, planned: date | None, categories: Iterable[Category]) -> date:
    """Say from which day what was reviewed `on` a day and is filed under `categories` is due again.

    planned: the day that was set for it.
    """
    return planned or months_after(on, _months_of(categories))


def is_overdue(article: Article) -> bool:
    """Say whether the day on which `article` is due for a review has come."""
    due = due_on(article)
    return due is not None and due <= localdate()


def becomes_due_at(article: Article) -> datetime | None:
    """Return the moment at which the day begins on which `article` is due for a review."""
    due = due_on(article)
    return make_aware(datetime.combine(due, time.min)) if due else None


def overdue(articles: ArticleQuerySet) -> ArticleQuerySet:
    """Keep those of `articles` whose day of the next review has come: `is_overdue`, as a query."""
    return due_by(articles, localdate())


def due_within(articles: ArticleQuerySet, days: int) -> ArticleQuerySet:
    """Keep those of `articles` that become due in the next `days` days and are not yet."""
    soon = due_by(articles, localdate() + timedelta(days=days))
    return soon.exclude(pk__in=overdue(articles).values("pk"))


def due_between(articles: ArticleQuerySet, first: date, last: date) -> ArticleQuerySet:
    """Keep those of `articles` that become due from the `first` day to the `last`."""
    before = due_by(articles, first - timedelta(days=1))
    return due_by(articles, last).exclude(pk__in=before.values("pk"))


def due_by(articles: ArticleQuerySet, day: date) -> ArticleQuerySet:
    """Keep what is due by `day`. The months differ by category, so each number of them is asked
    for in its own words: databases count months differently.
    """
    filed = Article.categories.through.objects.filter(article=OuterRef("pk"))
    counted = Q(~Exists(filed), reviewed_on__lte=latest_before(day, MONTHS))
    for months, categories in _categories_by_months().items():
        here = Q(Exists(filed.filter(category__in=categories)))
        counted |= here & Q(reviewed_on__lte=latest_before(day, months))
    without_own = Q(review_due_on=None, reviewed_on__isnull=False)
    return articles.filter(Q(review_due_on__lte=day) | (without_own & counted))


def months_after(day: date, months: int) -> date:
    """Return the day `months` months after `day`; the last of a month that is too short for it."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def latest_before(day: date, months: int) -> date:
    """Return the latest day that has `day` or an earlier one `months` months after it."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    if year < date.min.year:
        return date.min
    length = calendar.monthrange(year, month + 1)[1]
    is_month_end = day.day == calendar.monthrange(day.year, day.month)[1]
    return date(year, month + 1, length if is_month_end else min(day.day, length))


def _changed_at(article: Article, on: date) -> datetime | None:
    """Say when `article` changed after its review `on` a day: for one whose reviewed text is not
    known the dates speak.
    """
    if article.reviewed_text_id:
        return article.changed_since_review_at
    is_later = article.is_updated and localdate(article.updated_at) > on
    return article.updated_at if is_later else None


def _months_of(named: Iterable[Category]) -> int:
    categories = list(named)
    lines.load(categories)
    return min((_months(category) for category in categories), default=MONTHS)


def _months(category: Category) -> int:
    own = (nearest.review_months for nearest in reversed(category.line()))
    return next((months for months in own if months), MONTHS)


def _categories_by_months() -> dict[int, list[int]]:
    categories = list(Category.objects.all())
    lines.load(categories)
    found: dict[int, list[int]] = {}
    for category in categories:
        found.setdefault(_months(category), []).append(category.pk)
    return found
