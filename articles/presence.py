"""Who has the form of an article open: a notice to the others, never a lock."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.utils.timezone import now

from articles.models import Article, Presence

if TYPE_CHECKING:
    from django.contrib.auth.models import User

SILENCE = timedelta(seconds=60)  # after it somebody is gone: a form speaks three times in that


def note(editor: User, article: Article) -> None:
    """Note that `editor` has the form of `article` open now."""
    moment = now()
    row, is_new = Presence.objects.get_or_create(
        article=article, editor=editor, defaults={"since": moment, "seen_at": moment}
    )
    if not is_new:
        row.since = moment if row.seen_at < moment - SILENCE else row.since
        row.seen_at = moment
        row.save(update_fields=["since", "seen_at"])


def others(editor: User, article: Article) -> QuerySet[Presence]:
    """Return who else has it open, those first who came first."""
    rows = Presence.objects.filter(article=article, seen_at__gte=now() - SILENCE)
    return rows.exclude(editor=editor).select_related("editor").order_by("since", "pk")
