"""The shapes of what the sample publication is made of; days are counted back from its loading."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Drawing:
    """A picture in pictures/<name>.webp, drawn in drawings/<name>.svg."""

    name: str
    alternative_text: str
    caption: str = ""


@dataclass(frozen=True)
class Person:
    slug: str  # its portrait is the drawing of this name
    name: str
    credentials: str
    role: str
    biography: str


@dataclass(frozen=True)
class Section:
    """A category."""

    slug: str
    name: str
    description: str


@dataclass(frozen=True)
class Reading:
    """A source; no address where we are not sure of it."""

    citation: str
    url: str = ""


@dataclass(frozen=True)
class Piece:
    """An article; its body is articles/<slug>.html."""

    slug: str
    title: str
    standfirst: str
    section: str
    authors: tuple[str, ...]
    drawing: str
    days: float  # since it was published
    tags: tuple[str, ...]
    readings: tuple[Reading, ...]
    reviewer: str = ""
    read_next: str = ""
    updated_days: float | None = None  # since it was updated, if it was


@dataclass(frozen=True)
class Said:
    """A comment and what was answered to it."""

    name: str
    body: str
    days: float
    mailbox: str = ""  # "" for a person of the desk
    person: str = ""  # the slug of the author who says it
    status: str = "approved"
    verdict: str = "passed"
    replies: tuple[Said, ...] = field(default=())


@dataclass(frozen=True)
class Reader:
    """A subscriber to the newsletter."""

    mailbox: str
    days: float
    confirmed: bool
