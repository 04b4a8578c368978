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
    interests: str = ""


@dataclass(frozen=True)
class Section:
    """A category; `part_of` names the wider one. `safety_text` is HTML."""

    slug: str
    name: str
    description: str
    part_of: str = ""
    safety_text: str = ""


@dataclass(frozen=True)
class Movement:
    """An exercise."""

    slug: str
    name: str
    steps: tuple[str, ...]
    not_for: str
    sets: int | None = None
    repetitions: int | None = None
    hold_seconds: int | None = None
    how_often: str = ""
    drawing: str = ""


@dataclass(frozen=True)
class Sheet:
    """A page beside the articles; its body is pages/<slug>.html."""

    slug: str
    title: str
    standfirst: str


@dataclass(frozen=True)
class Strand:
    """A series: articles in the order in which to read them."""

    slug: str
    name: str
    description: str
    articles: tuple[str, ...]


@dataclass(frozen=True)
class Change:
    """An entry of an article's public history."""

    kind: str
    text: str
    days: float


@dataclass(frozen=True)
class Reading:
    """A source; no address where we are not sure of it."""

    citation: str
    url: str = ""
    doi: str = ""
    kind: str = "study"


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
    reviewed_days: float = 0  # since its review, if it has a reviewer
    related: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    withdrawn: str = ""  # why it was taken back; `read_next` is then what to read instead


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
