"""What a moderator can do about a comment, and how the desk says what was done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy

from comments.models import Comment, Event
from comments.refusals import MovedError, NothingToUndoError

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from django_stubs_ext import StrPromise


@dataclass(frozen=True)
class Decision:
    """One thing to do: the method of Comment that does it, and its words."""

    verb: str
    leads_to: str  # the status; "": the one before
    label: StrPromise
    name: StrPromise  # what a screen reader says of the button
    done: StrPromise
    done_to_many: StrPromise


DECISIONS = {
    decision.verb: decision
    for decision in (
        Decision(
            "approve",
            Comment.Status.APPROVED,
            gettext_lazy("Approve"),
            gettext_lazy("Approve the comment by %(name)s"),
            gettext_lazy("The comment by %(name)s is approved and stands under the article."),
            ngettext_lazy("%(count)d comment approved.", "%(count)d comments approved.", "count"),
        ),
        Decision(
            "mark_as_spam",
            Comment.Status.SPAM,
            gettext_lazy("Spam"),
            gettext_lazy("Mark the comment by %(name)s as spam"),
            gettext_lazy("The comment by %(name)s is with the spam."),
            ngettext_lazy(
                "%(count)d comment marked as spam.", "%(count)d comments marked as spam.", "count"
            ),
        ),
        Decision(
            "bin",
            Comment.Status.BIN,
            gettext_lazy("Bin"),
            gettext_lazy("Put the comment by %(name)s into the bin"),
            gettext_lazy("The comment by %(name)s is in the bin."),
            ngettext_lazy(
                "%(count)d comment put into the bin.",
                "%(count)d comments put into the bin.",
                "count",
            ),
        ),
        Decision(
            "undo",
            "",
            gettext_lazy("Undo"),
            gettext_lazy("Undo the last decision about the comment by %(name)s"),
            gettext_lazy("The last decision about the comment by %(name)s is undone."),
            ngettext_lazy("%(count)d decision undone.", "%(count)d decisions undone.", "count"),
        ),
    )
}


@dataclass(frozen=True)
class Button:
    """A button for one comment; `value` is what it posts as "act"."""

    value: str
    label: str
    name: str
    verb: str


@dataclass(frozen=True)
class Outcome:
    """What came of a pressed button, in words, and what its link says."""

    is_done: bool
    words: str
    link: str


@dataclass(frozen=True)
class Tab:
    """One of the list's statuses, with the number of its comments."""

    status: str
    label: str
    count: int
    is_chosen: bool


def chosen_status(typed: str | None) -> str:
    """Return the status that the list shows: what waits, where the address names none."""
    return typed if typed in Comment.Status.values else Comment.Status.WAITING


def tabs(counts: Mapping[str, int], chosen: str) -> list[Tab]:
    """Return a tab for each status in the order of work."""
    return [
        Tab(status.value, str(status.label), counts.get(status, 0), status == chosen)
        for status in Comment.Status
    ]


def buttons(comment: Comment) -> list[Button]:
    """Return what can be done about `comment`, whose events should be fetched with it."""
    if comment.status == Comment.Status.WITHDRAWN:
        return []
    possible = [
        decision
        for decision in DECISIONS.values()
        if (decision.leads_to != comment.status if decision.leads_to else _can_undo(comment))
    ]
    return [
        Button(
            f"{decision.verb}:{comment.pk}:{comment.status}",
            str(decision.label),
            str(decision.name) % {"name": comment.name},
            decision.verb,
        )
        for decision in possible
    ]


def pressed(value: str) -> tuple[str, int, str]:
    """Return verb, comment and the status that was seen, as a button's value holds them."""
    verb, pk, seen = [*value.split(":"), "", ""][:3]
    if verb not in DECISIONS or not pk.isdecimal() or len(pk) > 18:
        raise BadRequest("No such button.")
    return verb, int(pk), seen


def act(comment: Comment, verb: str, seen: str, by: User) -> Outcome:
    """Do what a button says, unless the comment is no longer as the person saw it."""
    try:
        if comment.status != seen:
            raise MovedError
        getattr(comment, verb)(by)
    except MovedError:
        return Outcome(False, why_not(comment), _("Open it"))
    except NothingToUndoError:
        return Outcome(False, _("Nothing is left to undo."), _("Open it"))
    words = str(DECISIONS[verb].done) % {"name": comment.name}
    return Outcome(True, words, _("Open it") if verb == "undo" else _("Open it to undo"))


def act_on_many(comments: Iterable[Comment], verb: str, by: User, ticked: int) -> list[Outcome]:
    """Act on each of `comments` as they are on the list; `ticked` counts those that were chosen."""
    done = left = 0
    for comment in comments:
        try:
            getattr(comment, verb)(by)
            done += 1
        except (MovedError, NothingToUndoError):
            left += 1
    outcomes = []
    if done:
        words = DECISIONS[verb].done_to_many % {"count": done}
        outcomes.append(Outcome(True, words, ""))
    if left := max(left, ticked - done):
        words = ngettext(
            "%(count)d comment was left alone: it was moved meanwhile, or nothing is to be undone.",
            "%(count)d comments were left alone: they were moved meanwhile, or nothing is to be "
            "undone.",
            left,
        )
        outcomes.append(Outcome(False, words % {"count": left}, ""))
    return outcomes


def why_not(comment: Comment) -> str:
    """Say who moved `comment` before."""
    last = comment.events.select_related("actor").last()
    if last is None:
        return _("Nothing was done: the comment was not as you saw it.")
    return _("Nothing was done. Latest about the comment by %(name)s: %(verb)s, %(who)s.") % {
        "name": comment.name,
        "verb": last.get_verb_display(),
        "who": last.actor or last.get_via_display(),
    }


def level(outcome: Outcome) -> int:
    """Return the level of the message for `outcome`."""
    return messages.SUCCESS if outcome.is_done else messages.WARNING


def _can_undo(comment: Comment) -> bool:
    standing = [
        event
        for event in comment.events.all()
        if event.verb != Event.Verb.UNDO and not hasattr(event, "undone_by")
    ]
    return bool(standing) and standing[-1].verb in Event.UNDOABLE
