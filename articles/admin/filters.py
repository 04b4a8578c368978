"""What narrows the list of articles at the desk."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from articles import reviews
from articles.models import Article


class ReviewFilter(admin.SimpleListFilter):
    """Articles by when they must be checked again."""

    title = _("review")
    parameter_name = "review"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("overdue", _("Review overdue")),
            ("soon", _("Due within %(days)d days") % {"days": reviews.SOON}),
            ("never", _("Never reviewed")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        public = Article.objects.published()
        if self.value() == "overdue":
            return queryset.filter(pk__in=reviews.overdue(public).values("pk"))
        if self.value() == "soon":
            return queryset.filter(pk__in=reviews.due_within(public, reviews.SOON).values("pk"))
        if self.value() == "never":
            return queryset.filter(reviewed_on=None, kind=Article.Kind.ARTICLE)
        return queryset
