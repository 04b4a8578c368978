"""What an editor typed and did not save: said, shown, brought back, thrown away."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.contrib.admin.utils import flatten_fieldsets, unquote
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from articles import unsaved
from articles.admin import recovering
from articles.admin.keeping import KeepingAdmin, typed_of
from articles.models import Article, Unsaved
from articles.revisions import comparing

PARAMETER = "unsaved"
LISTED = 10  # in the list of articles


class UnsavedAdmin(KeepingAdmin):
    """The form of an article, into which words come back that were typed and not saved."""

    change_list_template = "admin/articles/article/change_list.html"

    def get_urls(self) -> list[Any]:
        view, forget = map(self.admin_site.admin_view, (self.unsaved_view, self.forget_view))
        return [
            path("unsaved/<int:number>/", view, name="articles_article_unsaved"),
            path("unsaved/<int:number>/forget/", forget, name="articles_article_forget"),
            *super().get_urls(),
        ]

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Fill the form with what was typed if the address asks for that; saving is as ever."""
        if request.method == "POST" and self._is_gone(request, object_id):
            return self._begin_anew(request)
        if request.method == "GET" and PARAMETER in request.GET:
            row = _row(request, request.GET[PARAMETER])
            if not row.data:
                return HttpResponseRedirect(request.path)
            if str(row.article_id or "") != unquote(object_id or ""):
                raise Http404
            request = recovering.as_posted(request, row)
        response: HttpResponse = super().changeform_view(
            request, object_id, form_url, extra_context
        )
        return response

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        form = super().get_form(request, *args, **kwargs)
        return recovering.only_shown(form) if hasattr(request, "recovered") else form

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        article = context.get("original")
        if self._may_write(request, article) and not context["is_popup"]:
            context["unsaved"] = _of_form(request, article)
        return super().render_change_form(request, context, *args, **kwargs)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        unsaved.saved(cast("User", request.user), request.POST.get("unsaved_key", ""))

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        rows = unsaved.waiting(cast("User", request.user))
        if request.user.is_authenticated:
            extra_context = {**(extra_context or {}), "unsaved_rows": rows[:LISTED]}
        return super().changelist_view(request, extra_context)

    def unsaved_view(self, request: HttpRequest, number: int) -> HttpResponse:
        """Show what differs between what was typed and what is written now."""
        row = _row(request, number)
        if not row.data:
            return redirect("admin:articles_article_changelist")
        article = self._article_typed_into(request, row)
        before, name = (article.written, str(article)) if article else ({}, "")
        content, unread = recovering.content_typed(
            *self._forms_typed(recovering.as_posted(request, row), article)
        )
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("What you typed and did not save"),
            "subtitle": content["title"],
            "row": row,
            "object": article,
            "name": name,
            "address": form_address(row),
            "changes": comparing.changes(before, content),
            "unread": unread,
        }
        return TemplateResponse(request, "admin/articles/article/unsaved.html", context)

    def forget_view(self, request: HttpRequest, number: int) -> HttpResponse:
        """Throw away what was typed."""
        return require_POST(self._forget)(request, number)

    def _forget(self, request: HttpRequest, number: int) -> HttpResponse:
        row = _row(request, number)
        unsaved.saved(row.editor, row.key)
        messages.success(request, _("Thrown away. What was saved before is as it was."))
        if row.article_id:
            return redirect("admin:articles_article_change", row.article_id)
        return redirect("admin:articles_article_changelist")

    def _is_gone(self, request: HttpRequest, object_id: str | None) -> bool:
        """Say whether somebody deleted the article while its form was filled in."""
        key = unquote(object_id or "")
        is_number = key.isascii() and key.isdecimal() and len(key) < 19
        return is_number and not Article.objects.filter(pk=key).exists()

    def _begin_anew(self, request: HttpRequest) -> HttpResponse:
        """Show what was posted for an article that is gone as a new one."""
        if not (self.has_add_permission(request) and (typed := typed_of(request.POST))):
            raise Http404
        editor, key = cast("User", request.user), unsaved.new_key()
        unsaved.saved(editor, request.POST.get("unsaved_key", ""))
        unsaved.keep(editor, key, unsaved.as_new(typed), article=None)
        row = Unsaved.objects.get(editor=editor, key=key)
        words = _("This article was deleted meanwhile. Save your words here as a new one.")
        messages.warning(request, words)
        return redirect(form_address(row))

    def _article_typed_into(self, request: HttpRequest, row: Unsaved) -> Any:
        article = row.article_id and self.get_object(request, str(row.article_id))
        if not self._may_write(request, article or None):
            raise PermissionDenied
        return article or None

    def _forms_typed(self, posted: HttpRequest, article: Any) -> tuple[Any, list[Any]]:
        """Return the form of `article`, None: of a new one, and its rows, filled with a post."""
        fields = flatten_fieldsets(self.get_fieldsets(posted, article))
        form_class = self.get_form(posted, article, change=article is not None, fields=fields)
        form = form_class(posted.POST, instance=article)
        formsets, _inlines = self._create_formsets(  # type: ignore[attr-defined]
            posted, form.instance, change=article is not None
        )
        return form, formsets


def form_address(row: Unsaved) -> str:
    """Return where the form shows what `row` holds."""
    if row.article_id:
        form = reverse("admin:articles_article_change", args=[row.article_id])
    else:
        form = reverse("admin:articles_article_add")
    return f"{form}?{PARAMETER}={row.pk}"


def _row(request: HttpRequest, number: int | str) -> Unsaved:
    """Return what was typed by whoever asks; what others typed is nobody's business."""
    if not (str(number).isascii() and str(number).isdecimal() and len(str(number)) < 19):
        raise Http404
    return get_object_or_404(Unsaved, pk=number, editor=request.user)


def _of_form(request: HttpRequest, article: Article | None) -> dict[str, Any]:
    """Return what the template of the form says and needs of unsaved words."""
    recovered: Unsaved | None = getattr(request, "recovered", None)
    posted = request.POST.get("unsaved_key", "") if request.method == "POST" else ""
    if recovered:
        key = recovered.key
    else:
        key = posted if unsaved.is_key(posted) else unsaved.new_key()
    place = "articles_article_keep" if article else "articles_article_keep_new"
    rows = unsaved.waiting(cast("User", request.user)).filter(article=article)
    return {
        "key": key,
        "address": reverse(f"admin:{place}", args=[article.pk] if article else []),
        "rows": rows.exclude(key=key),
        "is_refused": request.method == "POST" and not recovered,
    }
