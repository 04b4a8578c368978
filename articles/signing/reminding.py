"""Letters about reviews that are due: once some weeks before, once on the day, to each person one.

A row says for which article and day a letter was written, in the transaction that wrote it. Of two
workers that write the same rows one is refused by the database, with its letters.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from articles import lines, reviews, rights
from articles.models import Article, ReviewReminder
from articles.signing import letters

if TYPE_CHECKING:
    from django.contrib.auth.models import User

EARLY = 30  # days before a review is due
ON_THE_DAY = 0


def remind() -> int:
    """Write to the reviewers and editors of what becomes due; return how many articles that were.

    At most once a day, so that nobody gets two letters on one day.
    """
    try:
        with transaction.atomic():
            return _remind(localdate())
    except IntegrityError:
        return 0  # another worker was quicker


def _remind(today: date) -> int:
    if ReviewReminder.objects.filter(sent_on=today).exists():
        return 0
    due = list(_to_say(today))
    named = _people(due)
    told = {article.pk for articles in named.values() for _day, article in articles}
    ReviewReminder.objects.bulk_create(
        ReviewReminder(article=article, due_on=day, days_before=_kind(day, today), sent_on=today)
        for day, article in due
        if article.pk in told
    )
    for person, articles in named.items():
        letters.due(person, articles)
    return len(told)


def _to_say(today: date) -> Iterator[tuple[date, Article]]:
    """Yield what becomes due and was not said yet, the most urgent first."""
    public = reviews.due_by(Article.objects.published(), today + timedelta(days=EARLY))
    fetched = public.select_related("reviewer__user").defer("body")
    articles = fetched.prefetch_related(lines.with_wider())
    dated = [(reviews.due_on(article), article) for article in articles]
    known = set(
        ReviewReminder.objects.filter(article__in=[article for _day, article in dated]).values_list(
            "article", "due_on", "days_before"
        )
    )
    for day, article in sorted(dated, key=lambda pair: (pair[0] or today, pair[1].pk)):
        if day and (article.pk, day, _kind(day, today)) not in known:
            yield day, article


def _people(due: list[tuple[date, Article]]) -> dict[User, list[tuple[date, Article]]]:
    """Return what to say to whom: to a reviewer what they reviewed, to editors all of it."""
    found: dict[User, list[tuple[date, Article]]] = defaultdict(list)
    editors = [editor for editor in rights.editors() if letters.has_address(editor)] if due else []
    for day, article in due:
        reviewer = article.reviewer.user if article.reviewer else None
        asked = [reviewer] if reviewer and letters.has_address(reviewer) else []
        for person in dict.fromkeys([*asked, *editors]):
            found[person].append((day, article))
    return found


def _kind(day: date, today: date) -> int:
    return ON_THE_DAY if day <= today else EARLY
