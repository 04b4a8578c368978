"""How often each redirect, or link to a preview, is used: counted beside the requests and never in
their way.
"""

from __future__ import annotations

import logging
from collections import Counter
from datetime import datetime
from threading import Event, Lock, Thread

from django.db import connection
from django.db.models import F
from django.utils.timezone import now

from articles.models import PreviewLink, Redirect

PAUSE = 5.0  # seconds between two writings
MOST = 1000  # redirects that are remembered until the next one

logger = logging.getLogger(__name__)


class Hits:
    """What this process has counted and not yet written.

    A request only adds to a number in memory. A thread, begun by the first hit, writes them after
    `PAUSE` seconds, one UPDATE a redirect, and ends when nothing is left. So the figures are a
    little low: what a process counted in its last seconds is lost when it ends, so is what the
    database refuses, and of more than `MOST` redirects used within a pause the rest. Robots and
    HEAD count like readers.

    model: what is counted; its rows have `hits` and `last_hit_at`.
    """

    def __init__(self, model: type[Redirect | PreviewLink] = Redirect) -> None:
        self._model = model
        self._forgotten = Event()
        self.forget()

    def forget(self) -> None:
        """Start anew, as a process that has counted nothing."""
        self._forgotten.set()
        self._forgotten = Event()
        self._lock = Lock()
        self._counts: Counter[int] = Counter()
        self._last: dict[int, datetime] = {}
        self._thread: Thread | None = None

    def count(self, row: Redirect | PreviewLink) -> None:
        """Count that `row` was used just now."""
        with self._lock:
            if row.pk not in self._counts and len(self._counts) >= MOST:
                return
            self._counts[row.pk] += 1
            self._last[row.pk] = now()
            if self._thread is None or not self._thread.is_alive():
                self._thread = Thread(target=self._write_later, name="hits", daemon=True)
                self._thread.start()

    def write(self) -> None:
        """Write what was counted; what the database refuses is given up."""
        with self._lock:
            counts, self._counts = self._counts, Counter()
            last, self._last = self._last, {}
        try:
            for key, count in counts.items():
                row = self._model._default_manager.filter(pk=key)
                row.update(hits=F("hits") + count, last_hit_at=last[key])
        except Exception as error:
            logger.warning("Hits of %s could not be written. %s", self._model.__name__, error)

    def _write_later(self) -> None:
        forgotten = self._forgotten
        while not forgotten.wait(PAUSE):
            with self._lock:
                if not self._counts:
                    self._thread = None
                    return
            self.write()
            connection.close()  # this thread's own: a new one cannot be stale


HITS = Hits()
