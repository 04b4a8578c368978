"""The comments of an article in the order in which they are read."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from articles.models import Article
from comments.models import Comment

DEEPEST_SHOWN = 3  # a thread is indented three times, then goes on at that depth
SHOWN = (
    *("pk", "article_id", "parent_id", "root_id", "depth", "status", "name", "html"),
    *("created_at", "author_id", "is_from_desk"),
)


@dataclass(slots=True)
class Entry:
    """A comment at its place: the one it answers, and how deep it stands."""

    comment: Comment
    parent: Comment | None
    level: int

    @property
    def css(self) -> str:
        """The class of its depth."""
        return f" comment--depth-{min(self.level, DEEPEST_SHOWN)}" if self.level else ""

    @property
    def answers_removed(self) -> bool:
        """Whether it answers a comment of which not even the place is left."""
        return bool(self.comment.depth) and self.parent is None

    @property
    def is_deeper_than_shown(self) -> bool:
        return self.level > DEEPEST_SHOWN


def of(article: Article) -> list[Entry]:
    """Return the thread under `article`: oldest first, every comment followed by its replies.

    A removed comment that readers have replied to keeps its place, without its words.
    """
    visible = list(
        Comment.objects.visible().filter(article=article).oldest_first().only(*SHOWN).iterator()
    )
    by_pk = {comment.pk: comment for comment in visible}
    removed = _removed_between(article, by_pk)
    if not removed:
        return _in_order(visible, by_pk)
    everything = sorted([*visible, *removed], key=lambda comment: (comment.created_at, comment.pk))
    return _in_order(everything, {comment.pk: comment for comment in everything})


def _removed_between(article: Article, visible: dict[int, Comment]) -> list[Comment]:
    """Return the comments that are gone but stand between two that are not, or above one."""
    orphans = [c for c in visible.values() if c.parent_id and c.parent_id not in visible]
    if not orphans:
        return []
    roots = {comment.root_id for comment in orphans}
    gone = Comment.objects.filter(Q(pk__in=roots) | Q(root__in=roots), article=article)
    found = {comment.pk: comment for comment in gone.exclude(pk__in=visible).only(*SHOWN)}
    needed: dict[int, Comment] = {}
    for orphan in orphans:
        above = found.get(orphan.parent_id or 0)
        while above and above.pk not in needed:
            needed[above.pk] = above
            above = found.get(above.parent_id or 0)
    return list(needed.values())


def _in_order(comments: list[Comment], by_pk: dict[int, Comment]) -> list[Entry]:
    """Return `comments`, given oldest first, with each one's replies after it."""
    replies: dict[int | None, list[Comment]] = {}
    for comment in comments:
        above = comment.parent_id if comment.parent_id in by_pk else None
        replies.setdefault(above, []).append(comment)
    entries: list[Entry] = []
    waiting = [(comment, 0) for comment in reversed(replies.get(None, []))]
    while waiting:
        comment, level = waiting.pop()
        entries.append(Entry(comment, by_pk.get(comment.parent_id or 0), level))
        waiting += [(reply, level + 1) for reply in reversed(replies.get(comment.pk, []))]
    return entries
