"""Sending a text for review, and what waits for one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.timezone import now

from articles import rights
from articles.models import Article, Author, ReviewRequest
from articles.revisions import saving
from articles.signing import letters

if TYPE_CHECKING:
    from django.contrib.auth.models import User


@transaction.atomic
def ask(
    article: Article, asked_by: User, *, reviewer: Author | None = None, note: str = ""
) -> ReviewRequest:
    """Send what is written of `article` for review, in place of what was sent before.

    reviewer: who gets the letter; None: everybody who may review it.
    """
    article = saving.locked(article)
    saving.record_as_found(article)
    _close(article)
    request = ReviewRequest.objects.create(
        article=article,
        revision=saving.latest(article),
        reviewer=reviewer,
        note=note,
        asked_by=asked_by,
    )
    letters.asked(request)
    return request


def take_back(article: Article) -> bool:
    """Let nobody be asked for a review of `article` any more; say whether somebody was."""
    return bool(_close(article))


def of(article: Article) -> ReviewRequest | None:
    """Return the request that waits for an answer."""
    open_ones = article.review_requests.filter(closed_at=None)
    return open_ones.select_related("revision", "reviewer", "asked_by").first()


def waiting() -> QuerySet[ReviewRequest]:
    """Return what waits for a review, the longest first."""
    return ReviewRequest.objects.filter(closed_at=None)


def waiting_for(user: User) -> QuerySet[ReviewRequest]:
    """Return what waits for `user`: asked of them or of everybody, and not written by them."""
    person = rights.person_of(user)
    if person is None or not rights.reviews(user):
        return waiting().none()
    mine = waiting().filter(Q(reviewer=None) | Q(reviewer=person))
    return mine.exclude(article__in=Article.objects.written_by(person).values("pk"))


def _close(article: Article) -> int:
    return ReviewRequest.objects.filter(article=article, closed_at=None).update(closed_at=now())
