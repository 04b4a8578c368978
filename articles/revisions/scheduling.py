"""Changes of a live article that readers see from a moment on: the worker publishes them then.

Everything is decided under the lock of the article's row, so that of several workers one publishes
and readers never see half of it. What stands in the way at that moment stops it: the draft stays,
with the reason, until an editor publishes it, chooses another moment or cancels.
"""

from __future__ import annotations

import logging
from datetime import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import IntegrityError, InterfaceError, OperationalError, transaction
from django.db.models import QuerySet
from django.utils.timezone import now
from django.utils.translation import gettext as _

from articles import checklist
from articles.models import Article, Revision
from articles.revisions import plans, saving

if TYPE_CHECKING:
    from django.contrib.auth.models import User

BATCH = 20

log = logging.getLogger("backpain.articles")


@transaction.atomic
def schedule(
    article: Article,
    editor: User,
    at: datetime,
    *,
    is_small_correction: bool = False,
    override: str = "",
) -> Revision | None:
    """Let the draft of a live article take the place of what readers see, from `at` on.

    It replaces what was planned before. `editor` will have published it. None: there is no draft.
    """
    article = _locked(article.pk)
    revision = article.draft
    if revision is None or article.status != Article.Status.PUBLISHED:
        return None
    plans.cancel(article)
    revision.apply_at, revision.apply_problem = at, ""
    revision.published_by, revision.override = editor, override
    revision.is_small_correction = is_small_correction
    revision.save()
    return revision


@transaction.atomic
def cancel(article: Article) -> Revision | None:
    """Let nothing of `article` change by itself; return the revision that was to be published."""
    return plans.cancel(_locked(article.pk))


def due() -> QuerySet[Revision]:
    """Return the revisions whose moment has come."""
    return Revision.objects.filter(apply_at__lte=now(), apply_problem="").order_by("apply_at", "pk")


def stuck() -> QuerySet[Revision]:
    """Return the revisions that something kept from being published at their moment."""
    return Revision.objects.exclude(apply_at=None).exclude(apply_problem="").order_by("apply_at")


def apply_due() -> int:
    """Publish the changes whose moment has come; return how many were dealt with."""
    waiting = list(due().values_list("pk", "article")[:BATCH])
    return sum(_apply(key, article) for key, article in waiting)


@transaction.atomic
def _apply(key: int, article_key: int) -> int:
    article = _locked(article_key)
    revision = due().filter(pk=key).first()  # as it is now that nobody else changes it
    if revision is None:
        return 0
    if problem := _publish(article, revision):
        log.warning("A planned change of article %d was not published: %s", article_key, problem)
        Revision.objects.filter(pk=key).update(apply_problem=problem)
    return 1


def _publish(article: Article, revision: Revision) -> str:
    """Publish `revision`; return why it could not be, in words for the editor, or ""."""
    found = checklist.problems(article, revision.content)
    if hard := [problem.words for problem in found if problem.is_hard]:
        return " ".join(hard)
    try:
        with transaction.atomic():
            saving.publish(
                article,
                revision.published_by or revision.editor,
                revision=revision,
                is_small_correction=revision.is_small_correction,
                override=revision.override,
            )
    except (OperationalError, InterfaceError):
        raise  # the database itself: the worker tries again
    except (ValidationError, IntegrityError) as error:
        return " ".join(getattr(error, "messages", [str(error)]))
    except Exception:
        log.exception("A planned change of article %d failed.", article.pk)
        return _("It failed for a reason that stands in the log of the worker.")
    return ""


def _locked(key: int) -> Article:
    rows = Article.objects.select_related("draft").select_for_update(of=("self",))
    return rows.get(pk=key)
