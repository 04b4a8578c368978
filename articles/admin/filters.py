"""What narrows the list of articles at the desk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from articles import reviews
from articles.models import Article, Revision
from articles.signing import asking


class ReviewFilter(admin.SimpleListFilter):
    """Articles by when they must be checked again."""

    title = _("review")
    parameter_name = "review"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("waiting", _("Waiting for review")),
            ("overdue", _("Review overdue")),
            ("soon", _("Due within %(days)d days") % {"days": reviews.SOON}),
            ("never", _("Never reviewed")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        public = Article.objects.published()
        if self.value() == "waiting":
            return queryset.filter(pk__in=asking.waiting().values("article"))
        if self.value() == "overdue":
            return queryset.filter(pk__in=reviews.overdue(public).values("pk"))
        if self.value() == "soon":
            return queryset.filter(pk__in=reviews.due_within(public, reviews.SOON).values("pk"))
        if self.value() == "never":
            return queryset.filter(reviewed_on=None, kind=Article.Kind.ARTICLE)
        return queryset


class StateFilter(admin.SimpleListFilter):
    """Articles by how they stand between desk and readers, as the list's first column says it."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("draft", _("Draft")),
            ("live", _("Live")),
            ("with-draft", _("Live, with a draft")),
            ("scheduled", _("Scheduled")),
            ("change", _("Change scheduled")),
            ("stuck", _("Change not made")),
            ("ended", _("Ended")),
            ("withdrawn", _("Withdrawn")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        narrow = STATES.get(self.value() or "")
        return queryset.filter(narrow(now())) if narrow else queryset


def _published(moment: datetime) -> Q:
    return Q(status=Article.Status.PUBLISHED, publish_at__lte=moment)


def _live(moment: datetime) -> Q:
    return _published(moment) & (Q(unpublish_at=None) | Q(unpublish_at__gt=moment))


def _planned(problem: Q) -> Q:
    return Q(pk__in=Revision.objects.exclude(apply_at=None).filter(problem).values("article"))


STATES: dict[str, Callable[[datetime], Q]] = {
    "draft": lambda moment: Q(status=Article.Status.DRAFT),
    "live": _live,
    "with-draft": lambda moment: _live(moment) & Q(draft__isnull=False),
    "scheduled": lambda moment: Q(status=Article.Status.PUBLISHED, publish_at__gt=moment),
    "change": lambda moment: _planned(Q(apply_problem="")),
    "stuck": lambda moment: _planned(~Q(apply_problem="")),
    "ended": lambda moment: _published(moment) & Q(unpublish_at__lte=moment),
    "withdrawn": lambda moment: Q(status=Article.Status.WITHDRAWN),
}
