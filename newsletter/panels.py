"""What the desk's first page says of the newsletter."""

from django.db.models import Count, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from backpain.desk import Panel
from newsletter.models import Subscriber


def subscribers(request: HttpRequest) -> Panel | None:
    """Say how many get our letters and how many have not confirmed."""
    if not request.user.has_perm("newsletter.view_subscriber"):
        return None
    counts = Subscriber.objects.aggregate(
        active=Count("pk", filter=Q(status=Subscriber.Status.ACTIVE)),
        waiting=Count("pk", filter=Q(status=Subscriber.Status.PENDING)),
    )
    words = ngettext("%(count)d subscriber", "%(count)d subscribers", counts["active"])
    return Panel(
        title=_("Newsletter"),
        words=_("%(subscribers)s, %(waiting)d waiting to confirm")
        % {"subscribers": words % {"count": counts["active"]}, "waiting": counts["waiting"]},
        url=reverse("admin:newsletter_subscriber_changelist"),
    )
