"""Where an article stands between desk and readers, in words."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Article, Revision
from articles.revisions.outlook import day_of, in_words

PUBLISHED = gettext_lazy("Published")
SCHEDULED = gettext_lazy("Change scheduled")
HELD = gettext_lazy("Draft saved, not published")  # something of the checklist was in the way
UNPUBLISHED = gettext_lazy("Unpublished")
SAVED = gettext_lazy("Draft saved")


@dataclass(frozen=True)
class Standing:
    """What readers see of an article now, and what can be done with it."""

    words: str
    can_unpublish: bool
    can_discard: bool
    can_unschedule: bool = False


def act(posted: Container[str]) -> object:
    """Return what the pressed button is to do, in words."""
    if "_publish" in posted:
        return PUBLISHED
    return UNPUBLISHED if "_unpublish" in posted else SAVED


def after(article: Article, done: object, planned: Revision | None = None) -> str:
    """Return what to say once an act is done; `planned` is the change that is to come."""
    if done == PUBLISHED:
        return _seen(article) if not article.is_public else _("Published: readers see it now.")
    if done == SCHEDULED and planned:
        return _planned(planned)
    if done == UNPUBLISHED:
        return _("No reader sees it any more. It is a draft again.")
    if article.status == Article.Status.DRAFT:
        return _("Draft saved. Only the desk sees it.")
    if planned and planned.pk != article.draft_id:
        words = _("Draft saved, for later: what was saved on %(day)s is published as planned.")
        return words % {"day": day_of(planned.created_at)}
    return _("Draft saved. Readers see what was published until you publish the changes.")


def of(article: Article | None, planned: Revision | None = None) -> Standing:
    """Return how `article` stands, as the database has it; None: it is not saved yet.

    planned: the change of it that is to come.
    """
    if article is None or article.status == Article.Status.DRAFT:
        return Standing(_("Only the desk sees this draft."), False, False)
    has_draft = article.draft is not None
    if article.status == Article.Status.WITHDRAWN:
        words = _("Withdrawn: its address says so, and why.")
        return Standing(_with_draft(words, article), False, has_draft)
    words = _with_draft(_seen(article), article)
    if planned:
        words = f"{words} {_planned(planned, article)}"
    return Standing(words, True, has_draft, planned is not None)


def state(article: Article) -> str:
    """Return how `article` stands in a few words, for a list.

    Fetch it with `changes_at`: see Article.objects.with_planned_changes().
    """
    if article.status != Article.Status.PUBLISHED:
        return str(article.get_status_display()).lower()
    if article.publish_at > now():
        return _("scheduled %(day)s") % {"day": _short(article.publish_at)}
    if not article.is_public:
        return _("ended")
    if moment := getattr(article, "changes_at", None):
        return _("live, change scheduled %(day)s") % {"day": _short(moment)}
    return _("live, with a draft") if article.draft_id else _("live")


def _short(moment: datetime) -> str:
    return date_format(localtime(moment), "SHORT_DATETIME_FORMAT")


def _seen(article: Article) -> str:
    if article.publish_at > now():
        return _("It appears by itself on %(day)s.") % {"day": in_words(article.publish_at)}
    if article.is_public or article.unpublish_at is None:
        words = _("Readers see what was published on %(day)s.")
        return words % {"day": day_of(article.publish_at)}
    return _("Readers saw it until %(day)s.") % {"day": day_of(article.unpublish_at)}


def _with_draft(words: str, article: Article) -> str:
    if not article.draft:
        return words
    more = _("They do not see the draft of %(day)s.")
    return f"{words} {more % {'day': day_of(article.draft.created_at)}}"


def _planned(planned: Revision, article: Article | None = None) -> str:
    if planned.apply_at is None:
        return ""
    day = {"day": in_words(planned.apply_at), "saved": day_of(planned.created_at)}
    if planned.apply_problem:
        words = _("It was to change on %(day)s, and did not: %(problem)s")
        return words % {**day, "problem": planned.apply_problem}
    if article and article.draft_id != planned.pk:
        return _("It changes on %(day)s, to what was saved on %(saved)s.") % day
    return _("It changes on %(day)s.") % day
