"""A reader's comment is taken in: once, however often the button is pressed, and never judged
by anything that could refuse a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.crypto import salted_hmac
from django.utils.timezone import now
from django.utils.translation import gettext as _

from articles.models import Article
from backpain import visitors
from comments import captcha, moderation
from comments.models import Comment, CommentQuerySet

SAME_AGAIN = timedelta(minutes=10)
ATTEMPTS = 3


@dataclass(frozen=True)
class Posting:
    """What is posted, and by whom as far as the request tells."""

    article: Article
    words: Mapping[str, Any]  # name, email and body, as a valid form has them
    parent: Comment | None
    address: str
    origin_known: bool
    is_trapped: bool
    captcha_token: str

    @property
    def fingerprint(self) -> str:
        """The same for the same words to the same place from the same client."""
        parts = (self.article.pk, self.parent and self.parent.pk, self.address)
        words = (self.words["email"], self.words["body"])
        return salted_hmac("comments.posting", repr(parts + words), algorithm="sha256").hexdigest()


def seconds_to_wait(address: str) -> int:
    """Count one more comment from `address`; return 0, or how long until it may post again."""
    for limit, seconds in ((5, 10 * 60), (20, 24 * 60 * 60)):
        if not visitors.allow(f"comment-{seconds}", address, limit=limit, seconds=seconds):
            return seconds
    return 0


def keep(posting: Posting) -> Comment:
    """Keep what is posted and return it; the comment kept before, if it is the same again."""
    for attempt in range(ATTEMPTS):
        try:
            with transaction.atomic():
                return earlier(posting) or _write(posting)
        except IntegrityError:  # someone else took the fingerprint between the look and the write
            if attempt == ATTEMPTS - 1:
                raise
    raise AssertionError("unreachable")


def earlier(posting: Posting) -> Comment | None:
    """Return the same comment from the same client if it was just posted and still waits."""
    return _same_again(posting).select_related("article").first()


def _same_again(posting: Posting) -> CommentQuerySet:
    same = Comment.objects.waiting().filter(fingerprint=posting.fingerprint)
    return same.filter(created_at__gt=now() - SAME_AGAIN)


def _write(posting: Posting) -> Comment:
    # Not from one that came in since `earlier` looked: its fingerprint turns this one away.
    older = Comment.objects.filter(fingerprint=posting.fingerprint)
    older.exclude(pk__in=_same_again(posting)).update(fingerprint=None)
    verdict = captcha.verdict_without_asking(posting.captcha_token)
    comment = Comment(
        **posting.words,
        article=posting.article,
        parent=posting.parent,
        address=posting.address or None,
        origin_known=posting.origin_known,
        fingerprint=posting.fingerprint,
        captcha_verdict=verdict,
    )
    if posting.is_trapped:
        comment.status = Comment.Status.SPAM
        comment.reasons = [_("A field that people do not see was filled in.")]
    else:
        comment.reasons = moderation.objections(comment)
        if verdict == Comment.Verdict.PENDING:
            comment.captcha_token, comment.judge_at = posting.captcha_token, now()
    return comment.keep()
