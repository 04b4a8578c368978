"""Which review readers are told of: the one of the text they see, or that it is older than it.

A review belongs to a text, which stands in `Article.reviewed_text`: the revision that was signed,
or the one in which an editor wrote down a review made on paper. Where what is published differs
from it in substance, the line stays with its date and says when the text changed.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils.dateparse import parse_date
from django.utils.timezone import localdate, now

from articles import reviews
from articles.models import Article, Revision, SignOff
from articles.revisions import comparing
from articles.revisions.content import Content, content_of


def approval_of(article: Article, content: Content) -> SignOff | None:
    """Return the sign-off that approves `content`: the last word of a reviewer on a text without a
    difference in substance. None: nobody signed it, or changes were wanted last.
    """
    signed = article.sign_offs.select_related("revision", "reviewer")
    of_this = (one for one in signed if not _differ(one.revision.content, content))
    newest = next(of_this, None)
    return newest if newest and newest.is_approval else None


def settle(article: Article, content: Content, revision: Revision) -> Content:
    """Return `content` with the review that readers are told of once it is published.

    article: the row as it is before that, locked; what was reviewed and when that changed is set
    in memory alone. revision: the one that is published.
    """
    found, on = approval_of(article, content), _day(content, "reviewed_on")
    if found and (on is None or on <= localdate(found.at)):
        return _signed(article, content, found)
    known = _text_reviewed(article, content, revision) if on and content.get("reviewer") else None
    article.changed_since_review_at = _changed_at(article, known, content)
    article.reviewed_text = known
    return content


def _signed(article: Article, content: Content, sign_off: SignOff) -> Content:
    day = localdate(sign_off.at)
    is_new = (article.reviewer_id, article.reviewed_on) != (sign_off.reviewer_id, day)
    due = _day(content, "review_due_on")
    if due and (due <= day or (is_new and _is_answered(article, due, day))):
        due = None
    article.reviewed_text, article.changed_since_review_at = sign_off.revision, None
    return {
        **content,
        "reviewer": sign_off.reviewer_id,
        "reviewed_on": day.isoformat(),
        "review_scope": sign_off.scope,
        "review_due_on": due and due.isoformat(),
    }


def _is_answered(article: Article, due: date, day: date) -> bool:
    """Say whether a review on `day` is the one planned for `due`, which the desk spoke of."""
    return due == article.review_due_on and due <= day + timedelta(days=reviews.SOON)


def _text_reviewed(article: Article, content: Content, revision: Revision) -> Revision | None:
    """Return the text that the review named in `content` was of; None where nobody knows."""
    reviewer, on = content["reviewer"], content["reviewed_on"]
    for one in article.sign_offs.approved().filter(reviewer=reviewer).select_related("revision"):
        if localdate(one.at).isoformat() == on:
            return one.revision
    entered = _entered_in(article, revision, (reviewer, on))
    if entered.kind == Revision.Kind.FOUND and localdate(entered.created_at).isoformat() > on:
        return None  # it had changed before there was a history
    return entered


def _entered_in(article: Article, revision: Revision, review: tuple[int, str]) -> Revision:
    """Return the first of the revisions up to `revision` that name this review without a break."""
    earlier = article.revisions.kept().filter(pk__lt=revision.pk).order_by("-pk")
    first = revision.pk
    for key, *named in earlier.values_list("pk", "content__reviewer", "content__reviewed_on"):
        if tuple(named) != review:
            break
        first = key
    return revision if first == revision.pk else article.revisions.get(pk=first)


def _changed_at(article: Article, known: Revision | None, content: Content) -> datetime | None:
    """Return since when the text is not the one reviewed; None: it is, or nobody knows."""
    if known is None or not _differ(known.content, content):
        return None
    before = article.changed_since_review_at
    if (
        before
        and article.reviewed_text_id == known.pk
        and not _differ(content_of(article), content)
    ):
        return before
    return now()


def _differ(one: Content, other: Content) -> bool:
    return comparing.has_substance(one, other)


def _day(content: Content, name: str) -> date | None:
    value = content.get(name)
    return parse_date(value) if value else None
