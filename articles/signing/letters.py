"""What is written to the people at the desk about reviews."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.urls import reverse

from articles import rights
from articles.models import Article, ReviewRequest, SignOff
from backpain import outbox
from backpain.addresses import absolute

if TYPE_CHECKING:
    from django.contrib.auth.models import User

MOST = 50  # articles that one letter names


def asked(request: ReviewRequest) -> None:
    """Ask for a review: the one person who was named, else everybody who may review the text."""
    context = {"request": request, "article": request.article, "link": _page(request.article)}
    people = [request.reviewer] if request.reviewer else rights.reviewers_of(request.article)
    _send("review_asked", [person.user for person in people if person.user], context)


def decided(sign_off: SignOff, request: ReviewRequest | None) -> None:
    """Tell the decision to who asked for it and to who saved the text last."""
    people = {request.asked_by if request else None, sign_off.revision.editor} - {sign_off.by, None}
    context = {"sign_off": sign_off, "article": sign_off.article, "link": _page(sign_off.article)}
    _send("review_decided", people, context)


def due(person: User, articles: list[tuple[date, Article]]) -> None:
    """Say which articles are due for a review, and when."""
    named = [(day, article, _page(article)) for day, article in articles[:MOST]]
    context = {"articles": named, "count": len(articles), "more": len(articles) - len(named)}
    _send("reviews_due", [person], context, urgent=False)


def has_address(person: User) -> bool:
    """Say whether letters reach somebody who may sign in at the desk."""
    return bool(person.email) and person.is_active and person.is_staff


def _send(
    letter: str, people: Iterable[User | None], context: dict[str, object], *, urgent: bool = True
) -> None:
    addresses = {person.email for person in people if person and has_address(person)}
    for address in sorted(addresses):
        outbox.send(f"articles/mail/{letter}", to=address, context=context, urgent=urgent)


def _page(article: Article) -> str:
    return absolute(reverse("admin:articles_article_review", args=[article.pk]))
