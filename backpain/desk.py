"""The desk's index: panels that apps hand the library when Django starts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest


@dataclass(frozen=True)
class Panel:
    """One thing an editor or moderator should know of: a figure or a state, in words."""

    title: str
    words: str
    url: str = ""  # where to act on it
    is_warning: bool = False
    lines: tuple[tuple[str, str], ...] = ()  # more words, each with where it leads


PANELS: list[Callable[[HttpRequest], Panel | None]] = []


def register(panel: Callable[[HttpRequest], Panel | None]) -> None:
    """Add a panel; it returns None where `request.user` has no business with it."""
    PANELS.append(panel)
