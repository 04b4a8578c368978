"""Moments as editors type them: a day and a time on the clocks of the site.

Where daylight saving ends an hour comes twice, and where it begins an hour is missing. A time in
the first is asked which of the two it means, by the name of the zone behind it ("02:30 CET"); for
one in the second the next that there is is named.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any, NamedTuple

from django import forms
from django.contrib.admin.widgets import AdminSplitDateTime
from django.core.exceptions import ValidationError
from django.utils.formats import date_format, time_format
from django.utils.timezone import get_current_timezone, localtime, now
from django.utils.translation import gettext as _

ZONE = re.compile(r"^(.*?)\s*([A-Za-z]{2,6}|[+-]\d\d(?:\d\d)?)$")  # as tzname() writes them


class Clock(NamedTuple):
    """A time as it was typed, with the zone's name where one stood behind it."""

    time: time
    zone: str = ""


def zone_words() -> str:
    """Return which clocks the moments of the desk are of, and what they show now."""
    moment = localtime(now())
    words = _("Times are those of %(zone)s, where it is %(time)s now.")
    return words % {"zone": zone_name(), "time": time_format(moment.time(), "TIME_FORMAT")}


def zone_name() -> str:
    """Return the name of the site's time zone as people know it: "Europe/Berlin", "UTC"."""
    return str(get_current_timezone())


def aware(day: date, clock: Clock) -> datetime:
    """Return the moment at which the clocks of the site show `clock` on `day`.

    Raises ValidationError, in words for the editor, where there is none, or two.
    """
    zone = get_current_timezone()
    first, second = (datetime.combine(day, clock.time, zone).replace(fold=n) for n in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return _named(first, first, clock)
    if _exists(first):
        return _chosen(first, second, clock)
    opens = _change(second.astimezone(UTC), first.astimezone(UTC), zone)
    words = _(
        "On %(day)s the clocks are put forward, and there is no %(time)s. The next moment is "
        "%(next)s."
    )
    raise ValidationError(words % _in_words(first, next=_time(opens)), code="missing")


def _chosen(first: datetime, second: datetime, clock: Clock) -> datetime:
    """Return the one of two moments that the typed name of the zone says."""
    if clock.zone:
        return _named(first, second, clock)
    words = _(
        "On %(day)s the clocks are put back, and %(time)s comes twice. Write which is meant: "
        "“%(first)s”, or an hour later “%(second)s”."
    )
    names = {"first": _time(first, zone=True), "second": _time(second, zone=True)}
    raise ValidationError(words % _in_words(first, **names), code="twice")


def _named(first: datetime, second: datetime, clock: Clock) -> datetime:
    for moment in (first, second):
        if clock.zone.upper() in {"", str(moment.tzname()).upper()}:
            return moment
    words = _("On %(day)s the clocks do not show %(zone)s at %(time)s: leave it out.")
    raise ValidationError(words % _in_words(first, zone=clock.zone), code="zone")


def _exists(moment: datetime) -> bool:
    there = moment.astimezone(UTC).astimezone(moment.tzinfo)
    return there.replace(tzinfo=None) == moment.replace(tzinfo=None)


def _change(before: datetime, after: datetime, zone: tzinfo) -> datetime:
    """Return the moment between two at which the clocks are changed."""
    offset = before.astimezone(zone).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + (after - before) / 2
        if middle.astimezone(zone).utcoffset() == offset:
            before = middle
        else:
            after = middle
    return after.replace(microsecond=0).astimezone(zone)


def _in_words(moment: datetime, **more: str) -> dict[str, str]:
    return {"day": date_format(moment.date()), "time": _time(moment), **more}


def _time(moment: datetime, *, zone: bool = False) -> str:
    words = moment.strftime("%H:%M:%S").removesuffix(":00")
    return f"{words} {moment.tzname()}" if zone else words


class ClockField(forms.TimeField):
    """A time of the day, with the name of a zone behind it or without one."""

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values or isinstance(value, Clock):
            return value or None
        words, zone = str(value).strip(), ""
        if isinstance(value, str) and (match := ZONE.fullmatch(words)) and _is_no_half(match[2]):
            words, zone = match[1], match[2]
        typed = super().to_python(words if isinstance(value, str) else value)
        return Clock(typed, zone) if typed is not None else None


class MomentField(forms.SplitDateTimeField):
    """A day and a time, as the moment at which the clocks of the site show them."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        clock = ClockField(error_messages={"invalid": self.error_messages["invalid_time"]})
        clock.required = False  # as the fields of any field of several values
        self.fields = (self.fields[0], clock)

    def compress(self, data_list: Any) -> datetime | None:
        if not data_list:
            return None
        missing = [value in self.empty_values for value in data_list]
        if any(missing):
            code = "invalid_date" if missing[0] else "invalid_time"
            raise ValidationError(self.error_messages[code], code=code)
        return aware(*data_list)


class MomentWidget(AdminSplitDateTime):
    """Shows behind a time that comes twice which of the two it is."""

    def decompress(self, value: Any) -> Any:
        if not isinstance(value, datetime):
            return super().decompress(value)
        local = localtime(value).replace(microsecond=0)
        other = local.replace(fold=1 - local.fold)
        if local.utcoffset() == other.utcoffset() or not _exists(other):
            return [local.date(), local.time()]
        return [local.date(), f"{local:%H:%M:%S} {local.tzname()}"]


def _is_no_half(zone: str) -> bool:
    return zone.upper() not in {"AM", "PM"}
