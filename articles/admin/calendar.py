"""The calendar at the desk: what the clock brings, by month."""

from __future__ import annotations

import re
from calendar import Calendar
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, cast

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.dates import WEEKDAYS
from django.utils.formats import get_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from articles import coming, moments, rights
from articles.coming import Event
from backpain.desk import Panel

if TYPE_CHECKING:
    from django.contrib.auth.models import User

MONTH = re.compile(r"((?:19|20|21)[0-9]{2})-(0[1-9]|1[0-2])", re.ASCII)
NEXT = 5  # events that the index names


@dataclass(frozen=True)
class Day:
    """A cell of the table."""

    on: date
    is_inside: bool  # of the month that is shown
    is_today: bool
    events: list[Event]


class CalendarAdmin(admin.ModelAdmin):
    """Shows the months of the articles that somebody sees at the desk."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.calendar_view)
        return [path("calendar/", view, name="articles_article_calendar"), *super().get_urls()]

    def calendar_view(self, request: HttpRequest) -> HttpResponse:
        """Show a month, this one unless the address names another."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        first = _month(request.GET.get("month", ""))
        following = _first_after(first)
        found = coming.between(_user(request), first, following - timedelta(days=1))
        weeks = _weeks(first, found)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Calendar"),
            "opts": self.opts,
            "first": first,
            "previous": (first - timedelta(days=1)).replace(day=1),
            "following": following,
            "is_this_month": first == localdate().replace(day=1),
            "weekdays": [WEEKDAYS[day.on.weekday()] for day in weeks[0]],
            "weeks": weeks,
            "days": [day for week in weeks for day in week if day.events],
            "zone": moments.zone_words(),
        }
        return TemplateResponse(request, "admin/articles/article/calendar.html", context)


def coming_up(request: HttpRequest) -> Panel | None:
    """Name what comes next, for whoever sees articles at the desk."""
    user = _user(request)
    if not rights.may_see(user):
        return None
    events = coming.next_for(user, NEXT)
    words = "" if events else _("Nothing is planned.")
    named = tuple(
        (event.line, reverse("admin:articles_article_change", args=[event.article]))
        for event in events
    )
    return Panel(_("Coming up"), words, reverse("admin:articles_article_calendar"), lines=named)


def _month(asked: str) -> date:
    """Return the first day of the month that an address names as "2026-12", else of this one."""
    found = MONTH.fullmatch(asked)
    return date(int(found[1]), int(found[2]), 1) if found else localdate().replace(day=1)


def _first_after(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)


def _weeks(first: date, events: list[Event]) -> list[list[Day]]:
    """Return the month as weeks of seven days, which begin as they do in the site's language."""
    by_day: dict[date, list[Event]] = defaultdict(list)
    for event in events:
        by_day[event.day].append(event)
    begins = (int(get_format("FIRST_DAY_OF_WEEK")) - 1) % 7  # Django counts from Sunday
    today = localdate()
    return [
        [Day(day, day.month == first.month, day == today, by_day.get(day, [])) for day in week]
        for week in Calendar(begins).monthdatescalendar(first.year, first.month)
    ]


def _user(request: HttpRequest) -> User:
    return cast("User", request.user)  # the desk lets nobody else in
