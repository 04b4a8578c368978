"""Links that show a preview to people without an account: secrets, of which the hash is kept."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.timezone import now

from articles.models import Article, PreviewLink, Revision
from articles.redirects.hits import Hits
from backpain.addresses import absolute

if TYPE_CHECKING:
    from django.contrib.auth.models import User

DAYS = (1, 7, 30)  # that a link may hold
USUAL = 7
USES = Hits(PreviewLink)


def make(
    article: Article, *, label: str, by: User, days: int = USUAL, revision: Revision | None = None
) -> tuple[PreviewLink, str]:
    """Make a link to a preview of `article`; return it with its address, which is nowhere else.

    revision: one of the article's, which the link shows whatever is written later.
    """
    token = secrets.token_urlsafe(32)
    link = PreviewLink.objects.create(
        article=article,
        revision=revision,
        token_hash=hashed(token),
        label=label,
        created_by=by,
        expires_at=now() + timedelta(days=days),
    )
    return link, absolute(reverse("articles:preview", args=[token]))


def find(token: str) -> PreviewLink | None:
    """Return the open link whose address has `token`.

    The hash is looked up, so how long it takes says nothing of the token.
    """
    links = PreviewLink.objects.open().select_related("article__draft", "revision")
    return links.filter(token_hash=hashed(token)).first()


def hashed(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
