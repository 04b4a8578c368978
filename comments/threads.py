"""The comments of an article in the order in which they are read."""

from __future__ import annotations

from dataclasses import dataclass
from operator import attrgetter

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from articles.models import Article
from backpain.text import initials
from comments.models import Comment

DEEPEST_SHOWN = 3  # a thread is indented three times, then goes on at that depth
SHOWN = (
    *("pk", "article_id", "parent_id", "root_id", "depth", "status", "name", "html"),
    *("created_at", "author_id", "is_from_desk"),
)


@dataclass(slots=True)
class Entry:
    """A comment at its place, with ready words: a template that made them would take most of the
    time of the page."""

    comment: Comment
    level: int
    is_visible: bool
    pk: str
    css: str  # the class of its depth
    name: str
    badge: str
    initials: str
    text: SafeString
    url: str
    day: str
    moment: str
    reply: str  # what the link to answer it is called
    answers: str  # whom it answers; "" for the first of a thread
    is_deeper_than_shown: bool


def of(article: Article) -> list[Entry]:
    """Return the thread under `article`: oldest first, every comment followed by its replies.

    A removed comment that readers have replied to keeps its place, without its words.
    """
    # Sorted here: asked to sort, SQLite may rather read the whole site's comments by date.
    visible = Comment.objects.visible().filter(article=article).only(*SHOWN)
    by_pk = {comment.pk: comment for comment in visible.iterator()}
    by_pk |= _removed_between(article, by_pk)
    return _in_order(sorted(by_pk.values(), key=attrgetter("created_at", "pk")), by_pk)


def _removed_between(article: Article, visible: dict[int, Comment]) -> dict[int, Comment]:
    """Return by key what is gone but stands between two comments that are not, or above one."""
    orphans = [c for c in visible.values() if c.parent_id and c.parent_id not in visible]
    if not orphans:
        return {}
    roots = {comment.root_id for comment in orphans}
    gone = Comment.objects.filter(Q(pk__in=roots) | Q(root__in=roots), article=article)
    found = {comment.pk: comment for comment in gone.exclude(pk__in=visible).only(*SHOWN)}
    needed: dict[int, Comment] = {}
    for orphan in orphans:
        above = found.get(orphan.parent_id or 0)
        while above and above.pk not in needed:
            needed[above.pk] = above
            above = found.get(above.parent_id or 0)
    return needed


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
        entries.append(_entry(comment, by_pk.get(comment.parent_id or 0), level))
        waiting += [(reply, level + 1) for reply in reversed(replies.get(comment.pk, []))]
    return entries


def _entry(comment: Comment, parent: Comment | None, level: int) -> Entry:
    written_at = localtime(comment.created_at)
    return Entry(
        comment=comment,
        level=level,
        is_visible=comment.is_visible,
        pk=str(comment.pk),
        css=f" comment--depth-{min(level, DEEPEST_SHOWN)}" if level else "",
        name=comment.name,
        badge=comment.badge,
        initials=initials(comment.name),
        text=comment.rendered,
        url=comment.get_absolute_url(),
        day=date_format(written_at, "DATE_FORMAT"),
        moment=written_at.isoformat(timespec="seconds"),
        reply=_("Reply to %(name)s") % {"name": comment.name},
        answers=_answers(comment, parent),
        # A comment whose parent was deleted has lost its place, too: that must be said.
        is_deeper_than_shown=level > DEEPEST_SHOWN or (bool(comment.depth) and not level),
    )


def _answers(comment: Comment, parent: Comment | None) -> str:
    if parent and parent.is_visible:
        return _("in reply to %(name)s") % {"name": parent.name}
    return _("in reply to a removed comment") if comment.depth else ""
