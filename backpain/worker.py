"""The background loop: what apps register here is done again and again by `manage.py worker`."""

from collections.abc import Callable
from dataclasses import dataclass


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
