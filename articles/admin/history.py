"""The history of an article at the desk: its revisions, what differs between them, the way back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.models import LogEntry
from django.contrib.admin.utils import unquote
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _

from articles.admin.acts import tell_cancelled
from articles.models import Article, Revision
from articles.revisions import comparing, plans, saving, standing

PAGE_SIZE = 50
ACTS = 20  # entries of the log that are shown below


@dataclass(frozen=True)
class Line:
    """A revision in the list."""

    revision: Revision
    previous: int | None  # the key of the one before it
    summary: str  # of what differs from that
    is_live: bool
    is_draft: bool
    is_written: bool  # it is what the form shows
    is_before: bool = False  # it is chosen for a comparison
    is_after: bool = False


class HistoryAdmin(admin.ModelAdmin):
    """Shows how an article became what it is, and brings back what it was."""

    def get_urls(self) -> list[Any]:
        def named(view: Any, address: str, name: str) -> Any:
            return path(address, self.admin_site.admin_view(view), name=f"articles_article_{name}")

        return [
            named(self.compare_view, "<path:object_id>/history/compare/", "compare"),
            named(self.restore_view, "<path:object_id>/history/<int:number>/restore/", "restore"),
            named(self.discard_view, "<path:object_id>/discard/", "discard"),
            *super().get_urls(),
        ]

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """List the revisions, the newest first, and what else was done."""
        article = self._article(request, object_id)
        revisions = article.revisions.select_related("editor", "published_by", "restores", "base")
        page = Paginator(revisions, PAGE_SIZE).get_page(request.GET.get("p"))
        log = _log(article)
        context = {
            "page": page,
            "lines": list(_lines(article, page)),
            "log": log,
            "standing": standing.of(article, plans.of(article)),
        }
        return self._page(request, article, "history", _("History"), context)

    def compare_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Show what differs between two revisions, whichever of them was named first."""
        article = self._article(request, object_id)
        chosen = [request.GET.get(name, "") for name in ("before", "after")]
        if not all(key.isdecimal() and len(key) < 19 for key in chosen):
            raise Http404
        rows = article.revisions.select_related("editor").in_bulk([int(key) for key in chosen])
        if not rows:
            raise Http404
        before, after = rows[min(rows)], rows[max(rows)]
        context = {
            "before": before,
            "after": after,
            "changes": comparing.changes(before.content, after.content),
        }
        return self._page(request, article, "compare", _("What changed"), context)

    def restore_view(self, request: HttpRequest, object_id: str, number: int) -> HttpResponse:
        """Ask, with what would change, then make the article be written as it was."""
        article = self._article(request, object_id, is_changing=True)
        revision = get_object_or_404(article.revisions, pk=number)
        if request.method == "POST":
            return self._restore(request, article, revision)
        context = {
            "revision": revision,
            "changes": comparing.changes(saving.written(article), saving.restored(revision)),
            "standing": standing.of(article, plans.of(article)),
        }
        return self._page(request, article, "restore", _("Restore this version"), context)

    def discard_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Ask, with what is in the draft, then leave what readers see as the only version."""
        article = self._article(request, object_id, is_changing=True)
        if article.draft is None or article.status == Article.Status.DRAFT:
            return redirect("admin:articles_article_change", article.pk)
        if request.method == "POST":
            planned = plans.of(article)
            saving.discard(article)
            self.log_change(request, article, _("Draft discarded"))
            messages.success(request, _("The draft is set aside. Its revisions stay below."))
            tell_cancelled(request, article, planned)
            return redirect("admin:articles_article_history", article.pk)
        changes = comparing.changes(saving.seen(article), article.draft.content)
        context = {"changes": changes}
        return self._page(request, article, "discard", _("Discard the draft"), context)

    def _restore(self, request: HttpRequest, article: Article, revision: Revision) -> HttpResponse:
        planned = plans.of(article)
        if saving.restore(revision, request.user) is None:  # type: ignore[arg-type]
            messages.info(request, _("Nothing differs from what is written now."))
        else:
            self.log_change(request, article, _("Revision restored"))
            messages.success(request, _("Restored as a draft: publish it when it is right."))
            tell_cancelled(request, article, planned)
        return redirect("admin:articles_article_change", article.pk)

    def _article(
        self, request: HttpRequest, object_id: str, *, is_changing: bool = False
    ) -> Article:
        rows = self.get_queryset(request).select_related("draft")
        key = unquote(object_id)
        article: Article | None = None
        if key.isdecimal() and len(key) < 19:
            article = rows.filter(pk=key).first()
        if article is None:
            raise Http404
        allowed = self.has_change_permission if is_changing else self.has_view_or_change_permission
        if not allowed(request, article):
            raise PermissionDenied
        return article

    def _page(
        self,
        request: HttpRequest,
        article: Article,
        name: str,
        title: str,
        context: dict[str, Any],
    ) -> HttpResponse:
        site = self.admin_site.each_context(request)
        context |= {
            "opts": self.opts,
            "title": title,
            "subtitle": str(article),
            "object": article,
            "may_change": self.has_change_permission(request, article),
        }
        return TemplateResponse(request, f"admin/articles/revision/{name}.html", site | context)


def _log(article: Article) -> QuerySet[LogEntry]:
    kind = ContentType.objects.get_for_model(Article)
    entries = LogEntry.objects.filter(content_type=kind, object_id=str(article.pk))
    return entries.select_related("user")[:ACTS]


def _lines(article: Article, page: Page) -> Iterator[Line]:
    live = article.revisions.exclude(published_at=None).first() if article.is_public else None
    kept = [revision for revision in page if revision.kind != Revision.Kind.ASIDE]
    chosen = [revision.pk for revision in kept[:2]]
    for revision in page:
        before = revision.base
        is_draft = revision.pk == article.draft_id
        is_live = live is not None and revision.pk == live.pk
        yield Line(
            revision=revision,
            previous=before.pk if before else None,
            summary=comparing.summary(before.content, revision.content) if before else "",
            is_live=is_live,
            is_draft=is_draft,
            is_written=is_draft or (is_live and article.draft_id is None),
            is_before=revision.pk == chosen[-1],
            is_after=revision.pk == chosen[0],
        )
