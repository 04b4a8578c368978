"""Where an article stands between desk and readers, in words."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Article

PUBLISHED = gettext_lazy("Published")
UNPUBLISHED = gettext_lazy("Unpublished")
SAVED = gettext_lazy("Draft saved")


@dataclass(frozen=True)
class Standing:
    """What readers see of an article now, and what can be done with it."""

    words: str
    publish: str  # what stands on the button
    can_unpublish: bool
    can_discard: bool


def act(posted: Container[str]) -> object:
    """Return what the pressed button did, in words."""
    if "_publish" in posted:
        return PUBLISHED
    return UNPUBLISHED if "_unpublish" in posted else SAVED


def after(article: Article, posted: Container[str]) -> str:
    """Return what to say once an act is done."""
    if act(posted) == PUBLISHED:
        return _appears(article) if not article.is_public else _("Published: readers see it now.")
    if act(posted) == UNPUBLISHED:
        return _("No reader sees it any more. It is a draft again.")
    if article.status == Article.Status.DRAFT:
        return _("Draft saved. Only the desk sees it.")
    return _("Draft saved. Readers see what was published until you publish the changes.")


def of(article: Article | None) -> Standing:
    """Return how `article` stands; None: it is not saved yet."""
    if article is None or article.status == Article.Status.DRAFT:
        return Standing(_("Only the desk sees this draft."), _("Publish"), False, False)
    has_draft = article.draft is not None
    if article.status == Article.Status.WITHDRAWN:
        words = _("Withdrawn: its address says so, and why.")
        return Standing(_with_draft(words, article), _("Publish again"), False, has_draft)
    words = _with_draft(_seen(article), article)
    return Standing(words, _("Publish changes"), True, has_draft)


def _seen(article: Article) -> str:
    if article.publish_at > now():
        return _appears(article)
    if article.is_public:
        return _("Readers see what was published on %(day)s.") % {"day": _day(article.publish_at)}
    return _("Readers saw it until %(day)s.") % {"day": _day(article.unpublish_at)}


def _with_draft(words: str, article: Article) -> str:
    if not article.draft:
        return words
    more = _("They do not see the draft of %(day)s.")
    return f"{words} {more % {'day': _day(article.draft.created_at)}}"


def _appears(article: Article) -> str:
    return _("It appears by itself on %(day)s.") % {"day": _day(article.publish_at)}


def _day(moment: datetime | None) -> str:
    return date_format(localtime(moment), "DATETIME_FORMAT")
