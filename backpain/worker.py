"""The background loop: what apps register here is done again and again by `manage.py worker`."""

from __future__ import annotations

import logging
import os
import signal
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db import close_old_connections
from django.utils.timezone import now

from backpain.models import WorkerBeat

log = logging.getLogger(__name__)

BEAT_EVERY = 10.0
KEEP_BEATS = timedelta(days=1)
LONGEST_PAUSE = 300.0  # between attempts at a job that keeps failing


@dataclass(frozen=True)
class Job:
    """A step of background work, safe to run twice. It returns how many things it did: after a
    step that did something the worker runs it again at once, else after `every` seconds."""

    name: str
    step: Callable[[], int]
    every: float


JOBS: list[Job] = []


def register(name: str, step: Callable[[], int], *, every: float = 0.5) -> None:
    """Hand the worker a job; apps call this when Django starts."""
    JOBS.append(Job(name, step, every))


def run(*, once: bool = False) -> int:
    """Do the registered jobs until SIGTERM or SIGINT, or, with `once`, until none has work left.

    Return how many jobs failed at their last attempt. Several workers may run at once.
    """
    worker = Worker(JOBS)
    signals = (signal.SIGTERM, signal.SIGINT)
    before = [signal.signal(number, lambda *_: worker.stop()) for number in signals]
    try:
        worker.run_once() if once else worker.run()
    finally:
        for number, handler in zip(signals, before, strict=True):
            signal.signal(number, handler)
    return worker.failing


class Worker:
    """Does jobs in turn, each when it is due; a job that fails never ends the others."""

    def __init__(self, jobs: list[Job]) -> None:
        self._turns = [_Turn(Job("sign of life", _beat, BEAT_EVERY)), *map(_Turn, jobs)]
        self._stopping = threading.Event()

    def stop(self) -> None:
        """End after the step that is being done."""
        self._stopping.set()

    @property
    def failing(self) -> int:
        return sum(turn.failures > 0 for turn in self._turns)

    def run(self) -> None:
        while not self._stopping.is_set():
            self._round()
            due_at = min(turn.due_at for turn in self._turns)
            self._stopping.wait(max(0.0, due_at - time.monotonic()))

    def run_once(self) -> None:
        """Do every job until it finds nothing to do; one that fails is left for another time."""
        while self._round() and not self._stopping.is_set():
            pass

    def _round(self) -> int:
        done = 0
        for turn in self._turns:
            if self._stopping.is_set():
                break
            if turn.due_at <= time.monotonic():
                done += turn.take()
        return done


class _Turn:
    """When a job is due, and how often in a row it has failed."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.due_at = 0.0
        self.failures = 0

    def take(self) -> int:
        """Do one step of the job; return how many things it did, 0 if it failed."""
        close_old_connections()  # a database that was restarted is met with a new connection
        try:
            done = self.job.step()
        except Exception:
            self.failures += 1
            pause = min(2.0 ** (self.failures - 1), LONGEST_PAUSE)
            self.due_at = time.monotonic() + pause
            log.exception("The job %r failed; next attempt in %d s.", self.job.name, pause)
            return 0
        self.failures = 0
        self.due_at = time.monotonic() + (0 if done else self.job.every)
        return done


def _beat() -> int:
    """Leave a sign of life, and clear away those of workers long gone."""
    moment = now()
    name = f"{socket.gethostname()}:{os.getpid()}"
    WorkerBeat.objects.update_or_create(name=name, defaults={"beaten_at": moment})
    WorkerBeat.objects.filter(beaten_at__lt=moment - KEEP_BEATS).delete()
    return 0
