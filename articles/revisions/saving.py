"""What editors do with a text: keep it, publish it, go back to an earlier one.

Where readers see an article, what is kept is a draft beside it until it is published. What no
reader sees is the draft itself, so that lists and searches of the desk show it as it is.
"""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import now

from articles import publishing
from articles.models import Article, Redirect, Revision
from articles.redirects import keeping
from articles.revisions import comparing, plans
from articles.revisions.content import PLAN, Content, content_of, put, put_notes
from articles.signing import following
from articles.withdrawing import note_state
from backpain import pages

if TYPE_CHECKING:
    from django.contrib.auth.models import User


def written(article: Article) -> Content:
    """Return what the desk edits: the draft, or what readers see where there is none."""
    return article.draft.content if article.draft else content_of(article)


def seen(article: Article) -> Content:
    """Return what readers see, or last saw, of an article that they know."""
    return content_of(Article.objects.get(pk=article.pk))


def restored(revision: Revision) -> Content:
    """Return what its article would be if `revision` were restored.

    When it is published and ended, and whether one may comment, stays as it is now; what was to be
    said in the public history at that time is not said again.
    """
    today = written(revision.article)
    return {**revision.content, **{name: today[name] for name in PLAN}, "changes": []}


@transaction.atomic
def begin(article: Article, content: Content, editor: User) -> Revision:
    """Keep the first `content` of `article`, a row just made."""
    return _keep(article, content, Revision(kind=Revision.Kind.SAVED, editor=editor))


def stamp(article: Article) -> int:
    """Return a number that grows with each revision of `article` and with its publication; 0: it
    has none. A form carries the one that it was opened with.
    """
    newest = article.revisions.kept().first()
    return newest.pk * 2 + (newest.published_at is not None) if newest else 0


@transaction.atomic
def save(
    article: Article, content: Content, editor: User, *, base: int | None = None
) -> Revision | None:
    """Keep `content` as what `article` is to be; None: it says so already.

    base: the stamp of what the editor had before them. Where somebody else saved or published
    since, the revision is set aside, and articles.revisions.merging brings the two together.
    """
    article = locked(article)
    now_at = stamp(article)
    record_as_found(article)
    if content == written(article):
        return None
    revision = Revision(kind=Revision.Kind.SAVED, editor=editor)
    if base is not None and base != now_at:
        return _set_aside(article, content, revision, base)
    return _keep(article, content, revision)


@transaction.atomic
def restore(revision: Revision, editor: User) -> Revision | None:
    """Let its article be written as in `revision` again: as a draft where readers see the article.

    Later revisions stay. None: nothing differs.
    """
    article = revision.article = locked(revision.article)
    content = restored(revision)
    if content == written(article):
        return None
    plans.cancel(article)
    return _keep(
        article, content, Revision(kind=Revision.Kind.RESTORED, restores=revision, editor=editor)
    )


@transaction.atomic
def discard(article: Article) -> None:
    """Forget that there is a draft beside what readers see; its revisions stay."""
    article = locked(article)
    if article.status != Article.Status.DRAFT:
        plans.cancel(article)
        article.draft = None
        article.save(update_fields=["draft"])


@transaction.atomic
def publish(
    article: Article,
    editor: User | None,
    *,
    revision: Revision | None = None,
    is_small_correction: bool = False,
    override: str = "",
) -> Redirect | None:
    """Let readers see what is written, from the moment that it names for that, else from now on.

    revision: what to publish in its place, such as a change whose time has come; what was written
    later stays a draft. Whatever else was to change by itself then does not.
    is_small_correction: the date that readers see as "Updated" stays.
    override: why it is published although the checklist speaks against it.
    Returns the redirect that keeps an address good which it had before, if it had one.
    """
    article = locked(article)
    record_as_found(article)
    plans.cancel(article)
    before, content = copy.copy(article), revision.content if revision else written(article)
    revision = revision or latest(article)
    set_dates(article, content, is_small_correction=is_small_correction)
    article.status = Article.Status.PUBLISHED
    article.draft = None if article.draft_id == revision.pk else article.draft
    note_state(before, article)
    content = following.settle(article, content, revision)
    put(article, content)
    put_notes(article, content)
    revision.content = content_of(article)
    revision.published_at, revision.published_by = now(), editor
    revision.override = override
    revision.save(update_fields=["content", "published_at", "published_by", "override"])
    publishing.refresh(article)
    if before.kind != article.kind:  # the menus of every page may name it, or have named it
        pages.changed("site")
    return keeping.renamed(article, before.slug)


@transaction.atomic
def unpublish(article: Article) -> None:
    """Let no reader see `article` any more: what was written last is a draft again."""
    article = locked(article)
    record_as_found(article)
    before, content = copy.copy(article), written(article)
    plans.cancel(article)
    article.draft = latest(article)
    article.status = Article.Status.DRAFT
    note_state(before, article)
    put(article, content)
    publishing.refresh(article)


def set_dates(article: Article, content: Content, *, is_small_correction: bool = False) -> None:
    """Give `article`, in memory alone, the dates and the version that publishing `content` now
    would give it. Call it while its status is still the one before.
    """
    seen = article.revisions.exclude(published_at=None).first()
    if seen is None and not article.has_been_public:
        if content.get("publish_at") is None:
            article.publish_at = now()
            article.updated_at = article.publish_at
        return
    if seen and comparing.has_substance(seen.content, content):
        article.version += 1
        if not is_small_correction:
            article.updated_at = now()


def latest(article: Article) -> Revision:
    """Return the revision that says what is written: a later one may have been discarded."""
    published = article.revisions.exclude(published_at=None)
    return article.draft or published.first() or article.revisions.kept()[0]


def _set_aside(article: Article, content: Content, revision: Revision, base: int) -> Revision:
    revision.article, revision.content, revision.kind = article, content, Revision.Kind.ASIDE
    known = article.revisions.kept()
    revision.base = known.filter(pk=base // 2).first() or known.last()
    revision.save()
    return revision


def _keep(article: Article, content: Content, revision: Revision) -> Revision:
    revision.article, revision.content = article, content
    revision.base = article.revisions.kept().first()
    revision.save()
    article.draft = revision
    if article.status == Article.Status.DRAFT:
        slug = article.slug
        put(article, content)
        publishing.refresh(article)
        keeping.renamed(article, slug)
    else:
        article.save(update_fields=["draft"])
    return revision


def record_as_found(article: Article) -> None:
    """Keep what an article said that has no history yet: it was made before there was one."""
    if article.revisions.exists():
        return
    is_seen = article.has_been_public or article.status == Article.Status.PUBLISHED
    Revision.objects.create(
        article=article,
        kind=Revision.Kind.FOUND,
        content=content_of(article),
        created_at=article.updated_at,
        published_at=article.updated_at if is_seen else None,
    )


def locked(article: Article) -> Article:
    """Return the row as it is now; nobody else changes it in this transaction."""
    rows = Article.objects.select_related("draft").select_for_update(of=("self",))
    return rows.get(pk=article.pk)
