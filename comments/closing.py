"""When an article takes no more comments."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.formats import date_format
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _

from articles.models import Article
from backpain.models import Publication


def closes_at(article: Article, publication: Publication) -> datetime | None:
    """Return the moment from which `article` takes no comments; None: the clock closes nothing."""
    days = publication.comments_close_after_days
    return article.publish_at + timedelta(days=days) if days else None


def why_closed(article: Article, publication: Publication) -> str:
    """Say in words why `article` takes no comments; "" while it takes them."""
    if not article.comments_are_open:
        return _("Comments on this article are closed.")
    moment = closes_at(article, publication)
    if moment is None or now() < moment:
        return ""
    return _("Comments on this article closed on %(date)s.") % {
        "date": date_format(localtime(moment), "DATE_FORMAT")
    }
