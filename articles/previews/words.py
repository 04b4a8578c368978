"""What a preview shows, in words."""

from __future__ import annotations

from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from articles.models import Article, Revision


def of_written(article: Article) -> str:
    """Say what is written last in `article`."""
    if article.draft is None:
        return _("As it stands now.")
    return _("The draft of %(moment)s.") % {"moment": moment(article.draft.created_at)}


def of_revision(revision: Revision) -> str:
    return _("The version of %(moment)s.") % {"moment": moment(revision.created_at)}


def moment(at: datetime) -> str:
    return date_format(localtime(at), "DATETIME_FORMAT")
