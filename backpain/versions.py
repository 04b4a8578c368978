"""The versions of what pages show, as this process last read them from the database.

A thread re-reads them a few times a second, so that serving a held page asks no database. Whoever
holds a page compares the versions it was made under with `latest()`.
"""

from __future__ import annotations

import atexit
import logging
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from threading import Event, Lock, Thread
from time import monotonic

from django.db import Error, connection

from backpain.models import PageTag

INTERVAL = 0.2  # seconds between two readings
OVERDUE = 1.0  # so old may the last reading be; then a request reads for itself
PATIENCE = 0.25  # so long may a request wait for another's reading
NEVER = float("-inf")

logger = logging.getLogger(__name__)


class Versions:
    """One process's view of the tags' versions."""

    def __init__(self) -> None:
        self._current: Mapping[str, str] | None = None  # replaced, never altered; None: never read
        self._read_at = NEVER  # when the last reading that succeeded was begun
        self._reading_since: float | None = None  # None: nobody reads
        self._is_failing = False
        self._start_over()

    def latest(self) -> Mapping[str, str] | None:
        """Return tag -> version, at most `OVERDUE` seconds old while the database answers.

        The first call in a process starts the reading thread. A call that finds the readings
        overdue (a new process, a starved thread, a machine that slept) reads first. None: the
        database has not answered yet.
        """
        if monotonic() - self._read_at > OVERDUE:
            self._catch_up()
        return self._current

    def reread(self) -> None:
        """Read at once, if this process watches the versions: it has just changed one."""
        if self._is_watched():
            with self._reading():
                self._read()

    def stop(self) -> None:
        """End the reading thread and forget what it read."""
        self._stopped.set()
        if self._thread and self._is_watched():
            self._thread.join()
        self._current, self._read_at = None, NEVER

    def _catch_up(self) -> None:
        if self._pid != os.getpid():  # a fork copies the lock, perhaps held, and no thread
            self._start_over()
        if self._is_failing and self._is_watched():
            return  # the thread tries again; held pages are the best there is
        with self._reading(self._patience()) as is_mine:
            if is_mine and monotonic() - self._read_at > OVERDUE:
                self._read()
            if is_mine and not self._is_watched():
                self._start()

    def _patience(self) -> float:
        """Return how long to wait for a reading under way: not for one that hangs."""
        if self._current is None:
            return OVERDUE  # without versions no page can be served from memory
        since = self._reading_since
        return PATIENCE if since is None else max(0.0, since + PATIENCE - monotonic())

    @contextmanager
    def _reading(self, patience: float = -1) -> Iterator[bool]:
        """Take the turn to read; False if another did not end within `patience` seconds."""
        if not self._lock.acquire(timeout=patience):
            yield False
            return
        self._reading_since = monotonic()
        try:
            yield True
        finally:
            self._reading_since = None
            self._lock.release()

    def _start_over(self) -> None:
        self._pid = os.getpid()
        self._reading_since = None
        self._lock = Lock()  # held while reading: no earlier reading replaces a later one
        self._stopped = Event()
        self._thread: Thread | None = None

    def _is_watched(self) -> bool:
        return self._thread is not None and self._pid == os.getpid() and self._thread.is_alive()

    def _start(self) -> None:
        self._stopped = Event()
        self._thread = Thread(target=self._watch, name="page versions", daemon=True)
        self._thread.start()

    def _watch(self) -> None:
        stopped = self._stopped
        seen: object = None
        try:
            while not stopped.wait(INTERVAL):
                with self._reading():
                    seen = self._read_if_changed(seen)
        finally:
            connection.close()

    def _read_if_changed(self, seen: object) -> object:
        """Read, unless this thread's connection shows that nobody wrote since it was `seen`."""
        began_at = monotonic()  # before the look: the process may be put to sleep after it
        state = _state()
        if state and state == seen and not self._is_failing:
            self._read_at = began_at
            return state
        return state if self._read() else None

    def _read(self) -> bool:
        began_at = monotonic()
        try:
            connection.close_if_unusable_or_obsolete()
            found = dict(PageTag.objects.values_list("name", "version"))
        except Error as error:
            self._note(error)
            return False
        self._note(None)
        self._read_at = began_at
        if found != self._current:
            self._current = found
        return True

    def _note(self, error: Error | None) -> None:
        if error and not self._is_failing:
            logger.error("The database is silent; pages held in memory are served. %s", error)
        elif self._is_failing and not error:
            logger.warning("The database answers again.")
        self._is_failing = error is not None


def _state() -> object:
    """Return what changes whenever another connection writes: SQLite tells it without reading."""
    if connection.vendor != "sqlite":
        return None
    try:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA data_version")
            return (connection.connection, cursor.fetchone())
    except Error:
        return None


VERSIONS = Versions()
atexit.register(VERSIONS.stop)
