"""What the desk's index says about the work behind the site."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db.models import Max
from django.http import HttpRequest
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from backpain import outbox
from backpain.desk import Panel
from backpain.models import Letter, WorkerBeat

SILENCE = timedelta(minutes=2)  # a worker leaves a sign of life every 10 s, unless a step is long


def background_work(request: HttpRequest) -> Panel | None:
    """Say whether a worker is alive: without one no letter is sent and no comment is judged."""
    if not _runs_the_site(request):
        return None
    title = _("Background work")
    beat = WorkerBeat.objects.aggregate(last=Max("beaten_at"))["last"]
    if beat is None:
        words = _("No worker has been seen yet: no letter is sent. “make run” starts one.")
        return Panel(title, words, is_warning=True)
    silent = now() - beat
    if silent < SILENCE:
        return Panel(title, _("The worker is running."))
    minutes = int(silent.total_seconds() // 60)
    words = ngettext(
        "No worker has been seen for %(minutes)d minute: no letter is sent.",
        "No worker has been seen for %(minutes)d minutes: no letter is sent.",
        minutes,
    )
    return Panel(title, words % {"minutes": minutes}, is_warning=True)


def letters(request: HttpRequest) -> Panel | None:
    """Say how many letters wait or failed, and where they go."""
    if not _runs_the_site(request):
        return None
    waiting = outbox.waiting().count()
    failed = Letter.objects.exclude(failed_at=None).count()
    sentences = [_where_letters_go()]
    if waiting:
        words = ngettext("%(count)d letter waits.", "%(count)d letters wait.", waiting)
        sentences.append(words % {"count": waiting})
    if failed:
        words = ngettext("%(count)d letter failed.", "%(count)d letters failed.", failed)
        sentences.append(words % {"count": failed})
    is_lost = not settings.HAS_MAIL_SERVER and not settings.IS_LOCAL
    return Panel(_("Letters"), " ".join(sentences), is_warning=bool(failed or is_lost))


def _runs_the_site(request: HttpRequest) -> bool:
    return request.user.has_perm("backpain.change_publication")


def _where_letters_go() -> str:
    if settings.HAS_MAIL_SERVER:
        return _("Letters go out through the mail server.")
    if settings.IS_LOCAL:
        return _("Letters are files in %(folder)s.") % {"folder": settings.MAIL_DIR}
    return _("No letter leaves this site: EMAIL_URL is not set. They are files in %(folder)s.") % {
        "folder": settings.MAIL_DIR
    }
