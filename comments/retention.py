"""What is forgotten with time."""

from datetime import timedelta

from django.utils.timezone import now

from comments.models import Comment

KEPT = timedelta(days=30)
BATCH = 500


def forget_addresses() -> int:
    """Delete the IP addresses of a batch of comments older than 30 days; return how many."""
    old = Comment.objects.filter(address__isnull=False, created_at__lt=now() - KEPT)
    batch = list(old.values_list("pk", flat=True)[:BATCH])
    return Comment.objects.filter(pk__in=batch).update(address=None, fingerprint=None)
