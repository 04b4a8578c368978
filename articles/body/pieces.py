"""What a body falls into: running HTML and the things that stand between it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

from django.utils.safestring import SafeString


@dataclass(frozen=True)
class Piece:
    """One part of a body; `template` shows it on a page, `feed_template` in a feed."""

    template: ClassVar[str]
    feed_template: ClassVar[str]

    @property
    def text(self) -> str:
        """What the piece adds to the body's plain text."""
        return ""


@dataclass(frozen=True)
class Markup(Piece):
    """Running HTML, clean. It may end inside an element that a later piece closes."""

    template = "articles/body/_markup.html"
    feed_template = "articles/body/_markup.html"
    html: SafeString


@dataclass(frozen=True)
class Image(Piece):
    """A picture within a line of text; `file` is the name of a picture's file."""

    template = "articles/body/_inline_image.html"
    feed_template = "articles/body/_feed_image.html"
    file: str
    alternative_text: str


@dataclass(frozen=True)
class Figure(Piece):
    """A picture that stands by itself, with the caption that the body gives it."""

    template = "articles/body/_figure.html"
    feed_template = "articles/body/_feed_figure.html"
    file: str
    alternative_text: str
    caption: SafeString
    caption_text: str

    @property
    def text(self) -> str:
        return self.caption_text


@dataclass(frozen=True)
class Exercise(Piece):
    """An exercise, by its slug; `level` is that of its heading: 3, or 2 before the first h2."""

    template = "articles/body/_exercise.html"
    feed_template = "articles/body/_feed_exercise.html"
    slug: str
    level: int


@dataclass(frozen=True)
class Embed(Piece):
    """A video of a company elsewhere, which nothing is asked for until a reader says so.

    `key` is what the company names it by; `watch` is its page there, `player` what a frame loads,
    from `origin`.
    """

    template = "articles/body/_embed.html"
    feed_template = "articles/body/_feed_embed.html"
    provider: str
    key: str
    title: str
    watch: str
    player: str
    origin: str

    @property
    def text(self) -> str:
        return self.title


@dataclass(frozen=True)
class Newsletter(Piece):
    """Where the newsletter's call-out stands; `is_chosen` if the editor said so."""

    template = "articles/body/_newsletter.html"
    feed_template = "articles/body/_nothing.html"
    is_chosen: bool


@dataclass(frozen=True)
class Safety(Piece):
    """Where the words about medical help stand, if the editor chose a place for them."""

    template = "articles/body/_safety.html"
    feed_template = "articles/body/_feed_safety.html"


@dataclass(frozen=True)
class Heading:
    """A heading that can be linked to; `parts` are the next smaller ones below it."""

    level: int
    id: str
    text: str
    parts: tuple[Heading, ...] = ()


@dataclass(frozen=True)
class Body:
    """A body taken apart.

    `headings` are the h2 with their h3; `markers` the numbers of the sources in the order in which
    the text cites them, each as often as it does, whether there is such a source or not. `text`
    has a line for each block.
    """

    pieces: tuple[Piece, ...] = ()
    headings: tuple[Heading, ...] = ()
    markers: tuple[int, ...] = ()
    text: str = ""

    @cached_property
    def pictures(self) -> tuple[str, ...]:
        """The file names of the pictures, each once."""
        shown = (piece.file for piece in self.pieces if isinstance(piece, Image | Figure))
        return tuple(dict.fromkeys(shown))

    @cached_property
    def exercises(self) -> tuple[str, ...]:
        """The slugs of the exercises, each once."""
        shown = (piece.slug for piece in self.pieces if isinstance(piece, Exercise))
        return tuple(dict.fromkeys(shown))

    @cached_property
    def embeds(self) -> tuple[Embed, ...]:
        """The videos, each once."""
        return tuple(dict.fromkeys(piece for piece in self.pieces if isinstance(piece, Embed)))

    @property
    def has_safety(self) -> bool:
        """Whether the words about medical help stand in the text; if not, they stand above it."""
        return any(isinstance(piece, Safety) for piece in self.pieces)

    @property
    def citations(self) -> Counter[int]:
        """How often the text cites each source."""
        return Counter(self.markers)

    @property
    def words(self) -> int:
        return len(self.text.split())
