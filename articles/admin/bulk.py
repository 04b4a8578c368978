"""Publishing and unpublishing several articles from their list, each with its checklist."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles import checklist, rights
from articles.admin.acts import LONGEST_KEY, tell_cancelled
from articles.checklist import Problem
from articles.models import Article
from articles.revisions import outlook, plans, saving
from articles.revisions.content import Content
from backpain.text import TextField

if TYPE_CHECKING:
    from django.contrib.auth.models import User

MOST = 100  # articles at once: each is looked at


@dataclass(frozen=True)
class Candidate:
    """An article that was chosen, and what would become of it."""

    article: Article
    stamp: int  # of what the editor decides on: see saving.stamp
    problems: list[Problem]
    words: str

    @property
    def hard(self) -> list[Problem]:
        return [problem for problem in self.problems if problem.is_hard]

    @property
    def has_news(self) -> bool:
        """Whether there is something to publish; one that was withdrawn is looked at by itself."""
        if self.article.status == Article.Status.PUBLISHED:
            return self.article.draft is not None
        return self.article.status == Article.Status.DRAFT


class ReasonForm(forms.Form):
    """Why articles are published although the checklist names something."""

    reason = TextField(
        label=gettext_lazy("Why they are published all the same"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("For the desk: it stands in the history of each."),
    )


class BulkAdmin(admin.ModelAdmin):
    """Acts on several articles, after a page that says what will happen to each."""

    def get_urls(self) -> list[Any]:
        def named(view: Callable[..., HttpResponse], name: str) -> Any:
            wrapped = self.admin_site.admin_view(view)
            return path(f"{name}/", wrapped, name=f"articles_article_{name}")

        return [
            named(self.publish_view, "publish"),
            named(self.unpublish_view, "unpublish"),
            *super().get_urls(),
        ]

    @admin.action(description=gettext_lazy("Publish…"), permissions=["publish"])
    def publish(self, request: HttpRequest, chosen: QuerySet[Article]) -> HttpResponse | None:
        """Show on a page of its own what would be published, and what stands in the way."""
        return self._to_page(request, chosen, "publish")

    @admin.action(description=gettext_lazy("Unpublish…"), permissions=["publish"])
    def unpublish(self, request: HttpRequest, chosen: QuerySet[Article]) -> HttpResponse | None:
        """Ask once more, on a page of its own."""
        return self._to_page(request, chosen, "unpublish")

    def publish_view(self, request: HttpRequest) -> HttpResponse:
        """Publish the articles whose keys stand in `ids`, but for those that hard problems stop."""
        candidates = [_candidate(article) for article in self._chosen(request)]
        ready = [one for one in candidates if not one.hard and one.has_news]
        needs_reason = any(one.problems for one in ready)
        form = ReasonForm(request.POST or None) if needs_reason else None
        if ready and request.method == "POST" and (form is None or form.is_valid()):
            return self._publish_chosen(request, ready, form.cleaned_data["reason"] if form else "")
        context = {
            "title": _("Publish"),
            "ready": ready,
            "stopped": [one for one in candidates if one.hard and one.has_news],
            "idle": [one.article for one in candidates if not one.has_news],
            "form": form,
        }
        return self._chosen_page(request, "publish", context)

    def unpublish_view(self, request: HttpRequest) -> HttpResponse:
        """Let no reader see the articles whose keys stand in `ids`."""
        published = Article.Status.PUBLISHED
        articles = [article for article in self._chosen(request) if article.status == published]
        if articles and request.method == "POST":
            return self._unpublish_chosen(request, articles)
        return self._chosen_page(
            request, "unpublish", {"title": _("Unpublish"), "articles": articles}
        )

    def _to_page(
        self, request: HttpRequest, chosen: QuerySet[Article], name: str
    ) -> HttpResponse | None:
        keys = [str(key) for key in chosen.values_list("pk", flat=True)[: MOST + 1]]
        if len(keys) > MOST:
            messages.error(request, _("Choose at most %(count)d at once.") % {"count": MOST})
            return None
        return redirect(f"{reverse(f'admin:articles_article_{name}')}?ids={','.join(keys)}")

    def _chosen(self, request: HttpRequest) -> list[Article]:
        if not rights.may_publish(cast("User", request.user)):
            raise PermissionDenied
        asked = request.GET.get("ids", "").split(",")
        keys = [key for key in asked if key.isdecimal() and len(key) <= LONGEST_KEY][:MOST]
        return list(self.get_queryset(request).filter(pk__in=keys).select_related("draft"))

    @transaction.atomic
    def _publish_chosen(
        self, request: HttpRequest, ready: list[Candidate], reason: str
    ) -> HttpResponse:
        count = 0
        for one in ready:
            article = one.article
            if request.POST.get(f"stamp-{article.pk}") != str(one.stamp):
                words = _("“%(title)s” was changed meanwhile: look at it again.")
                messages.warning(request, words % {"title": article})
                continue
            planned, override = plans.of(article), reason if one.problems else ""
            saving.publish(article, cast("User", request.user), override=override)
            tell_cancelled(request, article, planned)
            words = _("Published all the same: %(reason)s") if override else _("Published")
            self.log_change(request, article, words % {"reason": override})
            count += 1
        done = ngettext("%(count)d article is published.", "%(count)d are published.", count)
        if count:
            messages.success(request, done % {"count": count})
        return redirect("admin:articles_article_changelist")

    @transaction.atomic
    def _unpublish_chosen(self, request: HttpRequest, articles: list[Article]) -> HttpResponse:
        for article in articles:
            planned = plans.of(article)
            saving.unpublish(article)
            tell_cancelled(request, article, planned)
            self.log_change(request, article, _("Unpublished"))
        count = len(articles)
        done = ngettext("%(count)d article is a draft again.", "%(count)d are drafts again.", count)
        messages.success(request, done % {"count": count})
        return redirect("admin:articles_article_changelist")

    def _chosen_page(
        self, request: HttpRequest, name: str, context: dict[str, Any]
    ) -> HttpResponse:
        context |= {**self.admin_site.each_context(request), "opts": self.model._meta}
        return TemplateResponse(request, f"admin/articles/article/{name}.html", context)


def _candidate(article: Article) -> Candidate:
    written: Content = saving.written(article)
    moments = {name: checklist.moment(written, name) for name in ("publish_at", "unpublish_at")}
    words = outlook.of(article, outlook.Plan(**moments)).words
    return Candidate(article, saving.stamp(article), checklist.problems(article, written), words)
