"""What the first button below the form of an article will do, and when, in words.

The one place that says so: the form shows it for what was saved last, and asks for it again while
its dates are changed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localdate, localtime, now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.models import Article
from articles.moments import zone_name


@dataclass(frozen=True)
class Plan:
    """The moments in a form."""

    publish_at: datetime | None = None
    unpublish_at: datetime | None = None
    change_at: datetime | None = None  # when what readers see of a live article is to change


@dataclass(frozen=True)
class Outlook:
    """What will happen, and what stands on the button."""

    words: str
    button: str


def of(article: Article | None, plan: Plan) -> Outlook:
    """Return what publishing does; `article` as the database has it, None: it is not saved yet."""
    if article and article.is_public:
        return _of_live(plan)
    if article and article.status == Article.Status.WITHDRAWN:
        return Outlook(_appears(plan), _("Publish again"))
    is_ahead = plan.publish_at is not None and plan.publish_at > now()
    if article and article.status == Article.Status.PUBLISHED and not is_ahead:
        return Outlook(_appears(plan), _("Publish changes"))
    return Outlook(_appears(plan), _("Schedule") if is_ahead else _("Publish"))


def in_words(moment: datetime) -> str:
    """Return a moment by the clocks of the site, with their zone."""
    return _("%(day)s (%(zone)s)") % {"day": day_of(moment), "zone": zone_name()}


def day_of(moment: datetime) -> str:
    """Return the day and time of a moment: "3 December 2026, 09:00"."""
    return date_format(localtime(moment), "DATETIME_FORMAT")


def from_now(moment: datetime) -> str:
    """Return how long it is until `moment`: in days by the calendar, else in hours or minutes."""
    days = (localdate(moment) - localdate()).days
    minutes = max(1, round((moment - now()).total_seconds() / 60))
    if minutes < 60:
        return ngettext("in %(count)d minute", "in %(count)d minutes", minutes) % {"count": minutes}
    if minutes < 24 * 60:
        hours = round(minutes / 60)
        return ngettext("in %(count)d hour", "in %(count)d hours", hours) % {"count": hours}
    return ngettext("in %(count)d day", "in %(count)d days", days) % {"count": days}


def _of_live(plan: Plan) -> Outlook:
    if plan.publish_at and plan.publish_at > now():
        words = _("It leaves at once and appears again on %(day)s, %(wait)s.")
        return Outlook(words % _soon(plan.publish_at), _("Schedule"))
    if plan.change_at is None or plan.change_at <= now():
        words = _ended(plan) or _with_end(_("Readers see the changes at once."), plan)
        return Outlook(words, _("Publish changes"))
    words = _("The live article changes on %(day)s, %(wait)s. Until then readers see it as it is.")
    return Outlook(words % _soon(plan.change_at), _("Schedule the changes"))


def _appears(plan: Plan) -> str:
    if ended := _ended(plan):
        return ended
    if plan.publish_at is None:
        return _with_end(_("Readers see it at once, dated today."), plan)
    if plan.publish_at <= now():
        words = _("Readers see it at once, dated %(day)s.")
        day = date_format(localtime(plan.publish_at), "DATE_FORMAT")
        return _with_end(words % {"day": day}, plan)
    if plan.unpublish_at is None:
        return _("It appears on %(day)s, %(wait)s.") % _soon(plan.publish_at)
    words = _("It appears on %(day)s, %(wait)s, and leaves on %(end)s.")
    return words % {**_soon(plan.publish_at), "end": day_of(plan.unpublish_at)}


def _ended(plan: Plan) -> str:
    """Return that no reader sees it, where its end has come already; else ""."""
    if plan.unpublish_at is None or plan.unpublish_at > now():
        return ""
    words = _("No reader sees it: “unpublish at” was %(day)s.")
    return words % {"day": in_words(plan.unpublish_at)}


def _with_end(words: str, plan: Plan) -> str:
    if plan.unpublish_at is None:
        return words
    end = _("It leaves on %(day)s, %(wait)s.") % _soon(plan.unpublish_at)
    return f"{words} {end}"


def _soon(moment: datetime) -> dict[str, str]:
    return {"day": in_words(moment), "wait": from_now(moment)}
