"""What is not kept: addresses that never answered, and where a post came from."""

from datetime import timedelta

from django.db import transaction
from django.utils.timezone import now

from newsletter.models import ConsentEvent, Subscriber

KEEP = timedelta(days=30)
BATCH = 500


@transaction.atomic
def delete_unconfirmed() -> int:
    """Delete some of those who did not confirm in 30 days; return how many.

    Not while the link of a later letter still works. The rows are locked, so that nobody who
    confirms at this moment is deleted.
    """
    moment = now()
    stale = Subscriber.objects.waiting().filter(
        created_at__lt=moment - KEEP, confirm_expires_at__lt=moment
    )
    found = [subscriber.pk for subscriber in stale.select_for_update()[:BATCH]]
    Subscriber.objects.filter(pk__in=found).delete()
    return len(found)


def forget_clients() -> int:
    """Take the client's address out of some of the proofs older than 30 days; return how many."""
    old = ConsentEvent.objects.filter(at__lt=now() - KEEP, client_address__isnull=False)
    found = list(old.order_by("at").values_list("pk", flat=True)[:BATCH])
    return ConsentEvent.objects.filter(pk__in=found).update(client_address=None)
