"""What is forgotten with time."""

from datetime import timedelta

from django.db.models import Q
from django.utils.timezone import now

from articles.models import Presence, PreviewLink, Report, Unsaved

AFTER_HANDLING = timedelta(days=30)
AT_THE_LATEST = timedelta(days=180)
UNSAVED = timedelta(days=30)
PRESENT = timedelta(days=1)
PREVIEW_LINK = timedelta(days=90)  # after it expired
BATCH = 500


def forget_addresses() -> int:
    """Delete the e-mail addresses of a batch of reports that need no answer any more.

    Return how many those were. A report's words stay.
    """
    moment = now()
    over = Q(handled_at__lt=moment - AFTER_HANDLING) | Q(created_at__lt=moment - AT_THE_LATEST)
    old = Report.objects.filter(over).exclude(email="")
    batch = list(old.values_list("pk", flat=True)[:BATCH])
    return Report.objects.filter(pk__in=batch).update(email="")


def forget_unsaved() -> int:
    """Delete a batch of what editors typed long ago and never saved, and of who was at a form.

    Return how many rows those were.
    """
    moment = now()
    typed = Unsaved.objects.filter(saved_at__lt=moment - UNSAVED)
    present = Presence.objects.filter(seen_at__lt=moment - PRESENT)
    return sum(
        rows.filter(pk__in=list(rows.values_list("pk", flat=True)[:BATCH])).delete()[0]
        for rows in (typed, present)
    )


def forget_preview_links() -> int:
    """Delete a batch of the links to previews that expired long ago; return how many."""
    old = PreviewLink.objects.filter(expires_at__lt=now() - PREVIEW_LINK)
    batch = list(old.values_list("pk", flat=True)[:BATCH])
    return PreviewLink.objects.filter(pk__in=batch).delete()[0]
