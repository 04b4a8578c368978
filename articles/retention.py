"""What is forgotten with time."""

from datetime import timedelta

from django.db.models import Q
from django.utils.timezone import now

from articles.models import Report

AFTER_HANDLING = timedelta(days=30)
AT_THE_LATEST = timedelta(days=180)
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
