"""Subscribers as a table for spreadsheets and scripts."""

from __future__ import annotations

from django.http import StreamingHttpResponse
from django.utils.translation import gettext as _

from backpain import tables
from newsletter.models import SubscriberQuerySet

FIELDS = [
    *("email", "status", "created_at", "confirmed_at", "unsubscribed_at"),
    "source_article__title",
]


def as_csv(subscribers: SubscriberQuerySet) -> StreamingHttpResponse:
    """Answer with a file of `subscribers`, read from the database while it is sent."""
    header = [_("address"), _("status"), _("joined"), _("confirmed"), _("left"), _("signed up at")]
    rows = subscribers.order_by("pk").values_list(*FIELDS)
    return tables.answer("subscribers", header, rows.iterator(chunk_size=2000))
