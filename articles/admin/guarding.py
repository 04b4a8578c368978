"""Who may do what with articles at the desk: asks articles.rights for every view and button."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from articles import rights
from articles.admin.history import HistoryAdmin
from articles.models import Article
from articles.revisions import standing

UPLOAD = ["new_picture", "new_picture_alternative_text"]


def fieldsets(request: HttpRequest, sets: list[Any]) -> list[Any]:
    """Return the parts of the form without the upload of a picture for whoever may add none."""
    if rights.may_upload(request.user):  # type: ignore[arg-type]
        return sets
    return [
        (name, {**options, "fields": [one for one in options["fields"] if one not in UPLOAD]})
        for name, options in sets
    ]


class OwnList(ChangeList):
    """The list of articles without what only others see at the desk."""

    def get_queryset(self, request: HttpRequest, *args: Any, **kwargs: Any) -> QuerySet[Article]:
        self.root_queryset = rights.seen_at_desk(request.user, self.root_queryset)  # type: ignore[arg-type]
        found: QuerySet[Article] = super().get_queryset(request, *args, **kwargs)
        return found


class GuardedAdmin(HistoryAdmin):
    """Stands before all other parts of the desk of articles, which ask it."""

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return rights.may_see(request.user, obj)  # type: ignore[arg-type]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return rights.may_add(request.user)  # type: ignore[arg-type]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return rights.may_write(request.user, obj)  # type: ignore[arg-type]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return rights.may_delete(request.user, obj)  # type: ignore[arg-type]

    def has_publish_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Say whether the user decides what readers see; actions name this right "publish"."""
        return rights.may_publish(request.user, obj)  # type: ignore[arg-type]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        return rights.known_to(request.user, super().get_queryset(request))  # type: ignore[arg-type]

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return OwnList

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        fields = super().get_readonly_fields(request, obj)
        if rights.publishes(request.user):  # type: ignore[arg-type]
            return fields
        return [*fields, *rights.REVIEW, "withdrawn_reason", "replacement"]

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        """Let those who may only read do so where there is something to read."""
        if object_id and request.method == "GET" and not rights.edits_all(request.user):  # type: ignore[arg-type]
            article = self.get_object(request, unquote(object_id))
            can_change = self.has_change_permission(request, article)
            if article and not can_change and self.has_view_permission(request, article):
                return redirect("admin:articles_article_review", article.pk)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        context["may_publish"] = self.has_publish_permission(request)
        article: Any = context.get("original")
        context["may_replace"] = article and rights.may_replace(request.user, article)  # type: ignore[arg-type]
        return super().render_change_form(request, context, *args, **kwargs)

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> Any:
        article = self.get_object(request, unquote(object_id))
        if article and not self.has_delete_permission(request, article):
            raise PermissionDenied
        return super().delete_view(request, object_id, extra_context)

    def act(self, request: HttpRequest, form: Any) -> object:
        """Keep a draft, and no more, of whoever may not publish: their words are not lost."""
        asked = standing.act(request.POST)
        if asked == standing.SAVED or self.has_publish_permission(request, form.instance):
            return super().act(request, form)  # type: ignore[misc]
        words = _("You may not publish: what you wrote is saved as a draft.")
        messages.warning(request, words)
        return standing.SAVED

    def _unschedule(self, request: HttpRequest, object_id: str) -> None:
        if self.has_publish_permission(request):
            super()._unschedule(request, object_id)  # type: ignore[misc]

    def restore_view(self, request: HttpRequest, object_id: str, number: int) -> HttpResponse:
        self._ask_to_replace(request, object_id)
        return super().restore_view(request, object_id, number)

    def discard_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        self._ask_to_replace(request, object_id)
        return super().discard_view(request, object_id)

    def _page(
        self,
        request: HttpRequest,
        article: Article,
        name: str,
        title: str,
        context: dict[str, Any],
    ) -> HttpResponse:
        may_replace = rights.may_replace(request.user, article)  # type: ignore[arg-type]
        return super()._page(request, article, name, title, {**context, "may_replace": may_replace})

    def _ask_to_replace(self, request: HttpRequest, object_id: str) -> None:
        article = self._article(request, object_id, is_changing=True)
        if not rights.may_replace(request.user, article):  # type: ignore[arg-type]
            raise PermissionDenied
