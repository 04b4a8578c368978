"""Why a comment must wait for a person: a list of rules, each of which says it in words."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _

from backpain.models import Publication
from comments.models import Comment

Rule = Callable[[Comment, str], str]


def unknown_origin(comment: Comment, mode: str) -> str:
    if comment.origin_known:
        return ""
    return _("The browser did not say which page the comment was written on.")


def captcha_not_passed(comment: Comment, mode: str) -> str:
    passed = comment.captcha_verdict == Comment.Verdict.PASSED
    return "" if passed else str(Comment.Verdict(comment.captcha_verdict).label)


def moderated(comment: Comment, mode: str) -> str:
    return _("Every comment waits for a moderator.") if mode == Publication.Moderation.ALL else ""


def first_time(comment: Comment, mode: str) -> str:
    """Ask for the same client too: whoever knows a reader's address could post as that reader."""
    if mode != Publication.Moderation.FIRST_TIME:
        return ""
    known = Comment.objects.visible().filter(email=comment.email, address=comment.address)
    if comment.email and comment.address and known.exists():
        return ""
    return _("No comment with this e-mail address was approved from this client before.")


RULES: list[Rule] = [unknown_origin, captcha_not_passed, moderated, first_time]


def objections(comment: Comment) -> list[str]:
    """Say why `comment` must wait for a moderator; an empty list means it need not."""
    mode = Publication.current().moderation
    return [reason for rule in RULES if (reason := rule(comment, mode))]
