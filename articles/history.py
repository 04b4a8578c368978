"""What changed in an article since it came out, as readers are told."""

from __future__ import annotations

from dataclasses import dataclass

from articles.models import Article, ChangeNote

SHORT = 3  # entries that are shown at once


@dataclass(frozen=True)
class History:
    """The public history of one article, the newest entry first."""

    entries: list[ChangeNote]

    @property
    def prominent(self) -> list[ChangeNote]:
        """Corrections and retractions: they also stand above the text."""
        return [entry for entry in self.entries if entry.is_prominent]

    @property
    def is_retraction(self) -> bool:
        """Whether readers are told that the article no longer stands."""
        return any(entry.is_retraction for entry in self.entries)

    @property
    def newest(self) -> list[ChangeNote]:
        """What is shown at once."""
        return self.entries[:SHORT]

    @property
    def older(self) -> list[ChangeNote]:
        """What is folded up."""
        return self.entries[SHORT:]


def of(article: Article) -> History:
    """Return the public history of `article`; no query where `changes` are prefetched."""
    return History(list(article.changes.all()))
