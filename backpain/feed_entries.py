"""What stands in a feed, whoever writes it and in whichever format."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Picture:
    """A picture that goes with an entry, by its whole address."""

    url: str
    bytes: int  # 0 where nobody knows
    type: str
    width: int
    height: int


@dataclass(frozen=True)
class Entry:
    """Something in a feed. Addresses are whole ones, but for `path`."""

    key: str  # what it is for ever, such as "article/12"
    title: str
    path: str  # where it stands on the site
    published: datetime
    updated: datetime  # for its substance
    summary: str  # plain text
    content: str  # HTML
    authors: Sequence[tuple[str, str]]  # name and address; "" for no address
    categories: Sequence[str] = ()
    picture: Picture | None = None
    discussion: str = ""  # where readers talk about it


@dataclass(frozen=True)
class Channel:
    """What a feed is about."""

    key: str  # what it is for ever, such as "category/3"
    title: str
    path: str  # the page of the site that shows the same
    description: str
