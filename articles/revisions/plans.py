"""The change of a live article that is to come: at most one revision of it waits to be seen."""

from __future__ import annotations

from articles.models import Article, Revision

NO_PLAN = {"apply_at": None, "apply_problem": "", "is_small_correction": False}


def of(article: Article) -> Revision | None:
    """Return the revision that the worker is to publish, or could not; None: there is none."""
    return article.revisions.exclude(apply_at=None).first()


def was_made(revision: Revision) -> bool:
    """Say whether readers have seen what was planned, by now."""
    return Revision.objects.filter(pk=revision.pk).exclude(published_at=None).exists()


def cancel(article: Article) -> Revision | None:
    """Let nothing of `article` change by itself; return the revision that was to be published.

    Its text stays where it is. Call it where another change makes the plan pointless.
    """
    revision = of(article)
    if revision:
        Revision.objects.filter(pk=revision.pk).update(**NO_PLAN)
    return revision
