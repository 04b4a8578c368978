"""The page on which an editor meets what somebody else saved meanwhile."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.translation import gettext as _

from articles.admin.history import HistoryAdmin
from articles.models import Article, Revision
from articles.revisions import merging, saving


class ConflictAdmin(HistoryAdmin):
    """Shows what two people wrote at once, field by field, and makes one text of both."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.merge_view)
        address = "<path:object_id>/history/<int:number>/merge/"
        return [path(address, view, name="articles_article_merge"), *super().get_urls()]

    def merge_view(self, request: HttpRequest, object_id: str, number: int) -> HttpResponse:
        """Show both and what stood before; keep what is chosen as the draft."""
        article = self._article(request, object_id, is_changing=True)
        aside = get_object_or_404(article.revisions, pk=number, kind=Revision.Kind.ASIDE)
        if request.method != "POST":
            return self._ask(request, article, aside)
        try:
            return self._settle(request, article, aside)
        except merging.UnchosenError:
            return self._ask(request, article, aside, is_unchosen=True)

    def _settle(self, request: HttpRequest, article: Article, aside: Revision) -> HttpResponse:
        seen = request.POST.get("seen", "")
        kept = merging.settle(
            aside,
            request.POST,
            cast("User", request.user),
            seen=int(seen) if seen.isdecimal() and len(seen) < 20 else 0,
        )
        if kept and kept.kind == Revision.Kind.ASIDE:
            messages.warning(request, _("There is another new version: compare once more."))
            return redirect("admin:articles_article_merge", article.pk, kept.pk)
        self.log_change(request, article, _("Two versions brought together"))
        messages.success(request, _("Both are brought together in this draft. Read it once more."))
        return redirect("admin:articles_article_change", article.pk)

    def _ask(
        self, request: HttpRequest, article: Article, aside: Revision, *, is_unchosen: bool = False
    ) -> HttpResponse:
        merge = merging.merge_of(aside, article)
        mine, theirs = merge.agreed()
        newest = article.revisions.kept().select_related("editor").first()
        context = {
            "aside": aside,
            "newest": newest,
            "disputes": [(dispute, request.POST.get(dispute.name)) for dispute in merge.disputes()],
            "only_mine": mine,
            "only_theirs": theirs,
            "seen": saving.stamp(article),
            "is_unchosen": is_unchosen,
        }
        title = _("Somebody else saved meanwhile")
        response = self._page(request, article, "merge", title, context)
        response.status_code = 422 if is_unchosen else 200
        return response
