"""What the clock brings: what appears, changes, leaves, and what must be reviewed again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, cast

from django.db.models import TextChoices
from django.utils.formats import date_format, time_format
from django.utils.timezone import localdate, localtime, make_aware, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import lines, reviews, rights
from articles.models import Article, ArticleQuerySet, Revision
from articles.models.revisions import RevisionQuerySet

if TYPE_CHECKING:
    from django.contrib.auth.models import User

LONGEST_REVIEW_AHEAD = 366  # days in which the next reviews are looked for


class Kind(TextChoices):
    APPEARS = "appears", gettext_lazy("appears")
    CHANGES = "changes", gettext_lazy("changes")
    STUCK = "stuck", gettext_lazy("did not change")
    LEAVES = "leaves", gettext_lazy("leaves")
    REVIEW = "review", gettext_lazy("review due")


@dataclass(frozen=True)
class Event:
    """Something that happens to an article on a day, `at` a moment or, of a review, at none."""

    kind: Kind
    day: date
    article: int
    title: str
    at: datetime | None = None

    @property
    def is_over(self) -> bool:
        return self.day < localdate() if self.at is None else self.at <= now()

    @property
    def words(self) -> str:
        """What happens, in the tense of now."""
        past = {Kind.APPEARS: _("appeared"), Kind.LEAVES: _("left")}
        return str(past.get(self.kind, self.kind.label) if self.is_over else self.kind.label)

    @property
    def clock(self) -> str:
        return time_format(localtime(self.at).time(), "TIME_FORMAT") if self.at else ""

    @property
    def line(self) -> str:
        """All of it on a line: "3 December 2026, 09:00: “Walking” appears"."""
        day = date_format(self.day, "DATE_FORMAT")
        names = {"day": day, "time": self.clock, "title": self.title, "what": self.words}
        if self.at is None:
            return _("%(day)s: “%(title)s”, %(what)s") % names
        return _("%(day)s, %(time)s: “%(title)s” %(what)s") % names


def between(user: User, first: date, last: date) -> list[Event]:
    """Return what happens from the `first` day to the `last`, by the clocks of the site, to the
    articles that `user` sees at the desk. As many queries for many events as for few.
    """
    since, until = _begin(first), _begin(last + timedelta(days=1))
    articles = _seen_by(user)
    due = reviews.due_between(articles.published(), first, last)
    found = [
        *_appearing(articles.filter(publish_at__gte=since, publish_at__lt=until)),
        *_leaving(articles.filter(unpublish_at__gte=since, unpublish_at__lt=until)),
        *_changing(articles, Revision.objects.filter(apply_at__gte=since, apply_at__lt=until)),
        *_due(due),
    ]
    return sorted(found, key=_order)


def next_for(user: User, count: int) -> list[Event]:
    """Return the next `count` things that happen."""
    moment, articles = now(), _seen_by(user)
    today = localdate()
    planned = Revision.objects.filter(apply_at__gt=moment).order_by("apply_at")
    last = today + timedelta(days=LONGEST_REVIEW_AHEAD)
    found = [
        *_appearing(articles.filter(publish_at__gt=moment).order_by("publish_at"), count),
        *_leaving(articles.filter(unpublish_at__gt=moment).order_by("unpublish_at"), count),
        *_changing(articles, planned, count),
        *_due(reviews.due_between(articles.published(), today + timedelta(days=1), last)),
    ]
    return sorted(found, key=_order)[:count]


def _seen_by(user: User) -> ArticleQuerySet:
    """Return the articles that are published, or will be at their moment."""
    out = Article.objects.filter(status=Article.Status.PUBLISHED)
    return cast("ArticleQuerySet", rights.seen_at_desk(user, out))


def _appearing(articles: ArticleQuerySet, count: int | None = None) -> list[Event]:
    return [
        Event(Kind.APPEARS, localdate(one.publish_at), one.pk, one.title, one.publish_at)
        for one in articles.only("title", "publish_at")[:count]
    ]


def _leaving(articles: ArticleQuerySet, count: int | None = None) -> list[Event]:
    return [
        Event(Kind.LEAVES, localdate(one.unpublish_at), one.pk, one.title, one.unpublish_at)
        for one in articles.only("title", "unpublish_at")[:count]
        if one.unpublish_at
    ]


def _changing(
    articles: ArticleQuerySet, planned: RevisionQuerySet, count: int | None = None
) -> list[Event]:
    rows = planned.filter(article__in=articles.values("pk"))
    found = rows.values_list("apply_at", "apply_problem", "article", "article__title")
    return [
        Event(Kind.STUCK if problem else Kind.CHANGES, localdate(at), key, title, at)
        for at, problem, key, title in found[:count]
    ]


def _due(articles: ArticleQuerySet) -> list[Event]:
    fields = ["title", "reviewed_on", "review_due_on"]
    rows = articles.only(*fields).prefetch_related(lines.with_wider())
    found = ((reviews.due_on(one), one) for one in rows)
    return [Event(Kind.REVIEW, day, one.pk, one.title) for day, one in found if day]


def _order(event: Event) -> tuple[date, bool, datetime, str]:
    return event.day, event.at is not None, event.at or _begin(event.day), event.title


def _begin(day: date) -> datetime:
    return make_aware(datetime.combine(day, time.min))
