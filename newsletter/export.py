"""Subscribers as a table for spreadsheets and scripts."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import datetime

from django.http import StreamingHttpResponse
from django.utils.timezone import now
from django.utils.translation import gettext as _

from newsletter.models import SubscriberQuerySet

# Excel reads UTF-8 only after this mark; Python's utf-8-sig and most other readers drop it.
MARK = "\ufeff"
FORMULA = ("=", "+", "-", "@", "\t", "\r")
FIELDS = [
    *("email", "status", "created_at", "confirmed_at", "unsubscribed_at"),
    "source_article__title",
]


def as_csv(subscribers: SubscriberQuerySet) -> StreamingHttpResponse:
    """Answer with a file of `subscribers`, read from the database while it is sent."""
    return StreamingHttpResponse(
        _lines(subscribers),
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="subscribers-{now():%Y-%m-%d}.csv"',
            "Cache-Control": "no-store",
        },
    )


def _lines(subscribers: SubscriberQuerySet) -> Iterator[str]:
    writer = csv.writer(_Echo(), quoting=csv.QUOTE_ALL)
    header = [_("address"), _("status"), _("joined"), _("confirmed"), _("left"), _("signed up at")]
    yield MARK + writer.writerow(header)
    rows = subscribers.order_by("pk").values_list(*FIELDS)
    for row in rows.iterator(chunk_size=2000):
        yield writer.writerow([_cell(value) for value in row])


class _Echo:
    """A file that hands back what is written."""

    def write(self, line: str) -> str:
        return line


def _cell(value: str | datetime | None) -> str:
    """Return `value` as text that no spreadsheet takes for a formula."""
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    cell = value or ""
    return f"'{cell}" if cell.startswith(FORMULA) else cell
