"""Two people wrote at once: what each changed, and one text of both.

What only one of them changed is taken as it is. Where both changed the same field in different
ways somebody chooses; what is not chosen stays in the history.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from django.db import transaction

from articles.models import Article, Revision
from articles.revisions import comparing, saving
from articles.revisions.blending import blend
from articles.revisions.content import Content
from articles.revisions.fields import Change

if TYPE_CHECKING:
    from django.contrib.auth.models import User

MINE, THEIRS, BOTH = "mine", "theirs", "both"


class UnchosenError(Exception):
    """Nobody said which of the two to take for one of the fields."""


@dataclass(frozen=True)
class Dispute:
    """A field that both changed: how each did from what stood before, and both where that goes."""

    name: str
    label: str
    mine: Change
    theirs: Change
    both: Change | None


@dataclass(frozen=True)
class Merge:
    """What came of one text under two hands."""

    base: Content
    mine: Content
    theirs: Content

    @property
    def disputed(self) -> list[str]:
        """The names of the fields for which somebody has to choose."""
        both = set(self._changed(self.mine)) & set(self._changed(self.theirs))
        return [name for name in comparing.differing(self.mine, self.theirs) if name in both]

    def disputes(self) -> list[Dispute]:
        """Return what to choose from."""
        return [self._dispute(name) for name in self.disputed]

    def agreed(self) -> tuple[list[Change], list[Change]]:
        """Return what only the one changed, and what only the other did."""
        disputed = set(self.disputed)
        return (self._undisputed(self.mine, disputed), self._undisputed(self.theirs, disputed))

    @cached_property
    def blended(self) -> str | None:
        """The body with the paragraphs that each changed, where these are not the same."""
        return blend(*(content.get("body", "") for content in (self.base, self.mine, self.theirs)))

    def result(self, chosen: Mapping[str, str]) -> Content:
        """Return one text of both; `chosen` says MINE or THEIRS by the name of a disputed field, or
        BOTH of the body where it can be blended.

        Raises UnchosenError if one is missing.
        """
        disputed = self.disputed
        if any(chosen.get(name) not in self._choices(name) for name in disputed):
            raise UnchosenError
        taken = set(self._changed(self.mine)).difference(disputed)
        taken |= {name for name in disputed if chosen[name] == MINE}
        result = {**self.theirs, **_only(self.mine, list(taken))}
        if "body" in disputed and chosen["body"] == BOTH:
            result["body"] = self.blended
        return result

    def _choices(self, name: str) -> list[str]:
        can_blend = name == "body" and self.blended is not None
        return [MINE, THEIRS, *([BOTH] if can_blend else [])]

    def _changed(self, after: Content) -> list[str]:
        return comparing.differing(self.base, after)

    def _undisputed(self, after: Content, disputed: set[str]) -> list[Change]:
        names = [name for name in self._changed(after) if name not in disputed]
        return comparing.changes(_only(self.base, names), _only(after, names))

    def _dispute(self, name: str) -> Dispute:
        before = _only(self.base, [name])
        [mine] = comparing.changes(before, _only(self.mine, [name]))
        [theirs] = comparing.changes(before, _only(self.theirs, [name]))
        both = None
        if BOTH in self._choices(name):
            both = next(iter(comparing.changes(before, {name: self.blended})), None)
        return Dispute(name, mine.label, mine, theirs, both)


def merge_of(aside: Revision, article: Article) -> Merge:
    """Return what was set aside as `aside`, with what `article` says now."""
    base = aside.base.content if aside.base else {}
    return Merge(base, aside.content, saving.written(article))


@transaction.atomic
def settle(
    aside: Revision, chosen: Mapping[str, str], editor: User, *, seen: int
) -> Revision | None:
    """Make one text of what was set aside and what is written now, and keep it as the draft.

    seen: the stamp of what the editor chose from; a text that changed since is not overwritten, but
    what was chosen is set aside in turn (see saving.save). Raises UnchosenError. None: all of it is
    written already.
    """
    article = Article.objects.select_related("draft").get(pk=aside.article_id)
    content = merge_of(aside, article).result(chosen)
    return saving.save(article, content, editor, base=seen)


def _only(content: Content, names: list[str]) -> Content:
    return {name: content[name] for name in names if name in content}
