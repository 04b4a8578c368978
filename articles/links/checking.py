"""Asks the addresses elsewhere, one after the other, in a thread beside the worker's other jobs.

A server may take its time: letters and captchas do not wait for it. Each host is asked at most once
in a few seconds, by all workers together (its row says when it is free again); each link is claimed
by a guarded update with a lease. Where nobody at all answers, it is our own network that is down,
and nothing is marked.
"""

from __future__ import annotations

import logging
import time
from datetime import timedelta
from threading import Lock, Thread

from django.conf import settings
from django.db import close_old_connections, connection
from django.utils.timezone import now

from articles.links import judging
from articles.links.asking import Answer, ask
from articles.models import Link, LinkHost

PAUSE = timedelta(seconds=5)  # between two requests to a host
AFTER_TOO_MANY = timedelta(hours=1)  # where a host said that there were too many
LEASE = timedelta(minutes=10)  # a worker that takes longer is dead
PATIENCE = 60.0  # seconds in which a host becomes free, or the request is given up
RECENT = timedelta(minutes=10)  # an answer so fresh shows that our network works
WITNESSES = 3  # links elsewhere that are asked whether it does
TOO_MANY_REQUESTS = 429

log = logging.getLogger("backpain.links")


class HostBusyError(Exception):
    """A host may not be asked for some time yet."""


_lock = Lock()
_thread: Thread | None = None


def begin() -> int:
    """See that a thread asks what is due; return 0: the worker need not wait for it."""
    global _thread
    with _lock:
        is_alive = _thread is not None and _thread.is_alive()
        if settings.CHECKS_LINKS and not is_alive and _next() is not None:
            _thread = Thread(target=_check_all, name="links", daemon=True)
            _thread.start()
    return 0


def check_next() -> int:
    """Ask for the link that is due longest; return how many were asked for: 1 or 0."""
    link = _claim()
    if link is None:
        return 0
    try:
        answer = ask(link.url, wait_for)
    except HostBusyError:
        Link.objects.filter(pk=link.pk).update(next_check_at=now() + AFTER_TOO_MANY)
        return 1
    if answer.status == TOO_MANY_REQUESTS:
        LinkHost.objects.filter(pk=link.host_id).update(free_at=now() + AFTER_TOO_MANY)
    if _is_silent(answer) and not _somebody_answers(link):
        judging.hold(link)
    else:
        judging.keep(link, answer)
    return 1


def wait_for(host: str) -> None:
    """Return when `host` may be asked, and let the others wait. HostBusyError: it takes long."""
    LinkHost.objects.get_or_create(name=host)
    until = time.monotonic() + PATIENCE
    while not _take(host):
        if time.monotonic() > until:
            raise HostBusyError(host)
        time.sleep(0.25)


def _take(host: str) -> bool:
    moment = now()
    free = LinkHost.objects.filter(name=host, free_at__lte=moment)
    return bool(free.update(free_at=moment + PAUSE))


def _check_all() -> None:
    try:
        while check_next():
            close_old_connections()
    except Exception:
        log.exception("The check of links ended; it begins again in a minute.")
    finally:
        connection.close()


def _next() -> Link | None:
    free = Link.objects.due().named().exclude(host=None).filter(host__free_at__lte=now())
    return free.first()


def _claim() -> Link | None:
    link = _next()
    if link is None:
        return None
    lease = now() + LEASE
    claim = Link.objects.filter(pk=link.pk, next_check_at=link.next_check_at)
    return link if claim.update(next_check_at=lease) else _claim()


def _is_silent(answer: Answer) -> bool:
    return answer.status is None and not answer.is_refused_by_us


def _somebody_answers(silent: Link) -> bool:
    """Say whether a server that answered before still does: then our network works."""
    others = Link.objects.exclude(host=silent.host_id).exclude(answered_at=None)
    tried: set[str | None] = set()
    for link in others.order_by("-answered_at")[: 10 * WITNESSES]:
        if link.answered_at and link.answered_at > now() - RECENT:
            return True
        if link.host_id in tried or len(tried) >= WITNESSES:
            continue
        tried.add(link.host_id)
        if _answers(link):
            return True
    return False


def _answers(link: Link) -> bool:
    """Say whether the server of `link` says anything, and remember it."""
    try:
        status = ask(link.url, wait_for).status
    except HostBusyError:
        return False
    if status is not None:
        Link.objects.filter(pk=link.pk).update(answered_at=now())
    return status is not None
