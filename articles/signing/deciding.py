"""What a medical reviewer says of a text, which is the text of one revision and no other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import now

from articles import publishing
from articles.models import Article, Author, Revision, SignOff
from articles.revisions import saving
from articles.revisions.content import content_of, put
from articles.signing import asking, following, letters

if TYPE_CHECKING:
    from django.contrib.auth.models import User


class StaleError(Exception):
    """Somebody saved another text while this one was read."""


@transaction.atomic
def sign(
    article: Article,
    reviewer: Author,
    by: User,
    *,
    seen: int,
    decision: str,
    scope: str = "",
    notes: str = "",
) -> SignOff:
    """Keep what `reviewer` says of what is written of `article`, and write to who asked.

    seen: the key of the revision that was read; 0: there was none. Raises StaleError where another
    is written now. Where readers see this very text, they are told of the review at once.
    """
    article = saving.locked(article)
    saving.record_as_found(article)
    revision = saving.latest(article)
    if seen != revision.pk and not (seen == 0 and revision.kind == Revision.Kind.FOUND):
        raise StaleError
    request = asking.of(article)
    sign_off = SignOff.objects.create(
        article=article,
        revision=revision,
        reviewer=reviewer,
        by=by,
        decision=decision,
        scope=scope,
        notes=notes,
    )
    article.review_requests.filter(closed_at=None).update(closed_at=now())
    if sign_off.is_approval and article.status == Article.Status.PUBLISHED:
        _tell_readers(article)
    letters.decided(sign_off, request)
    return sign_off


def _tell_readers(article: Article) -> None:
    """Let the line that readers see follow an approval of the text that they see."""
    seen = content_of(article)
    if following.approval_of(article, seen) is None:
        return
    live = article.revisions.exclude(published_at=None).first() or saving.latest(article)
    put(article, following.settle(article, seen, live))
    publishing.refresh(article)
