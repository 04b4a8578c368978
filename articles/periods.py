"""The years and months that articles were published in, by the site's own clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, datetime

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime, make_aware

from articles.models import Article, ArticleQuerySet


@dataclass(frozen=True)
class Period:
    """A year, or a month of one."""

    year: int
    month: int | None = None

    @property
    def is_possible(self) -> bool:
        """Whether there is such a time, with room around it for the time zone."""
        return MINYEAR < self.year < MAXYEAR and self.month in {None, *range(1, 13)}

    @property
    def start(self) -> datetime:
        return make_aware(datetime(self.year, self.month or 1, 1))  # noqa: DTZ001

    @property
    def end(self) -> datetime:
        """The first moment after it."""
        if self.month in {None, 12}:
            return Period(self.year + 1).start
        return Period(self.year, (self.month or 0) + 1).start

    @property
    def name(self) -> str:
        """Its name in the site's language, such as "May 2026"."""
        return date_format(self.start, "YEAR_MONTH_FORMAT") if self.month else str(self.year)

    @property
    def wider(self) -> Period | None:
        """The year of a month."""
        return Period(self.year) if self.month else None

    def get_absolute_url(self) -> str:
        if self.month:
            return reverse("articles:month", args=[self.year, self.month])
        return reverse("articles:year", args=[self.year])

    def articles(self) -> ArticleQuerySet:
        return Article.objects.filter(publish_at__gte=self.start, publish_at__lt=self.end)

    def earlier(self) -> Period | None:
        """The nearest period of the same length before it that has articles."""
        before = Article.objects.listed().filter(publish_at__lt=self.start)
        return self._around(before.newest_first())

    def later(self) -> Period | None:
        """The nearest one after it that has articles."""
        after = Article.objects.listed().filter(publish_at__gte=self.end)
        return self._around(after.newest_first().reverse())

    def months(self) -> list[tuple[Period, int]]:
        """Return the months of a year that have articles, and how many, in one query."""
        months = [Period(self.year, month) for month in range(1, 13)]
        counts = (
            self.articles()
            .listed()
            .aggregate(
                **{
                    str(month.month): Count(
                        "pk", filter=Q(publish_at__gte=month.start, publish_at__lt=month.end)
                    )
                    for month in months
                }
            )
        )
        counted = [(month, counts[str(month.month)]) for month in months]
        return [(month, count) for month, count in counted if count]

    def _around(self, articles: ArticleQuerySet) -> Period | None:
        moment = articles.values_list("publish_at", flat=True).first()
        if moment is None:
            return None
        local = localtime(moment)
        return Period(local.year, local.month if self.month else None)
