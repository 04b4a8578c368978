"""Redirects at the desk: a list with hits, a form that checks, tables in and out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.admin.models import ADDITION, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import BadRequest, PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles.models import Redirect
from articles.models.redirects import TARGETS
from articles.redirects import forms, importing, paths
from articles.redirects.importing import Line, Outcome
from backpain import tables

TEMPLATE = "admin/articles/redirect/import.html"


class UseFilter(admin.SimpleListFilter):
    """Whether anybody ever came by."""

    title = gettext_lazy("use")
    parameter_name = "use"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("used", gettext_lazy("used")), ("never", gettext_lazy("never used"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() is None:
            return queryset
        return queryset.filter(Q(hits__gt=0) if self.value() == "used" else Q(hits=0))


@admin.register(Redirect)
class RedirectAdmin(admin.ModelAdmin):
    form = forms.RedirectForm
    list_display = ["path", "leads_to", "code", "origin", "hits", "last_hit"]
    list_filter = ["kind", "origin", UseFilter]
    list_select_related = TARGETS
    list_per_page = 100
    search_fields = ["path", "url", *(f"{name}__slug" for name in TARGETS), "article__title"]
    search_help_text = gettext_lazy("A part of either address, or of an article's title")
    ordering = ["path"]
    autocomplete_fields = ["article"]
    fieldsets = [
        (None, {"fields": ["path", "kind", "article", "url", "reason"]}),
    ]
    readonly_fields = ["origin", "hits", "last_hit_at", "created_at"]

    def get_fieldsets(self, request: HttpRequest, obj: Redirect | None = None) -> Any:
        fieldsets = list(super().get_fieldsets(request, obj))
        if obj:
            fieldsets.append((_("Use"), {"fields": list(self.readonly_fields)}))
        return fieldsets

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        return [
            path("import/", view(self.import_view), name="articles_redirect_import"),
            path("export/", view(self.export_view), name="articles_redirect_export"),
            *super().get_urls(),
        ]

    def save_model(self, request: HttpRequest, obj: Redirect, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        for words in form.verdict.warnings:
            messages.warning(request, words)

    @admin.display(description=gettext_lazy("leads to"), ordering="url")
    def leads_to(self, obj: Redirect) -> str:
        """Show the address of today; a host where it is not this site, words where it is gone."""
        address = obj.address
        if not address:
            return _("nothing: it is gone")
        if paths.is_elsewhere(address):
            return format_html("{} <strong>({})</strong>", address, _("another site"))
        return address

    @admin.display(description=gettext_lazy("kind"), ordering="kind")
    def code(self, obj: Redirect) -> str:
        return str(obj.kind)

    @admin.display(description=gettext_lazy("last hit"), ordering="last_hit_at", empty_value="")
    def last_hit(self, obj: Redirect) -> str | None:
        if obj.last_hit_at is None:
            return None
        return date_format(localtime(obj.last_hit_at), "SHORT_DATE_FORMAT")

    def export_view(self, request: HttpRequest) -> StreamingHttpResponse:
        """Answer with all redirects in a table that can be imported again."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        header = ["old", "new", "kind", "made by", "hits", "last hit", "reason"]
        return tables.answer("redirects", header, _rows())

    def import_view(self, request: HttpRequest) -> HttpResponse:
        """Take a table in: show what each line would do, then, once confirmed, do it."""
        if not (self.has_add_permission(request) and self.has_change_permission(request)):
            raise PermissionDenied
        if "table" in request.POST:
            return self._carry_out(request)
        form = forms.TableForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            content = form.cleaned_data["file"]
            try:
                return self._show(request, importing.plan(content), content)
            except ValueError as error:
                form.add_error("file", str(error))
        return self._page(request, form=form)

    def _show(self, request: HttpRequest, lines: list[Line], content: bytes) -> HttpResponse:
        """Show what each line would do, those with errors first."""
        counts = Counter(line.outcome for line in lines)
        return self._page(
            request,
            lines=sorted(lines, key=lambda line: (not line.is_error, line.number)),
            good=counts[Outcome.NEW] + counts[Outcome.CHANGED],
            errors=counts[Outcome.ERROR],
            counts=[(outcome.value, counts[outcome]) for outcome in Outcome if counts[outcome]],
            table=forms.packed(content),
        )

    def _carry_out(self, request: HttpRequest) -> HttpResponse:
        try:
            lines = importing.plan(forms.unpacked(str(request.POST["table"])))
        except ValueError as error:
            raise BadRequest(str(error)) from error
        count = importing.carry_out(lines)
        words = ngettext(
            "%(count)d redirect is imported.", "%(count)d redirects are imported.", count
        )
        self._log_import(request, words % {"count": count})
        messages.success(request, words % {"count": count})
        return redirect("admin:articles_redirect_changelist")

    def _log_import(self, request: HttpRequest, words: str) -> None:
        """Write one line into the log, however many rows there were."""
        LogEntry.objects.create(
            user_id=cast("int", request.user.pk),
            content_type=ContentType.objects.get_for_model(Redirect),
            object_repr=_("Import"),
            action_flag=ADDITION,
            change_message=words,
        )

    def _page(self, request: HttpRequest, **context: Any) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.model._meta,
            "title": _("Import redirects"),
            **context,
        }
        return TemplateResponse(request, TEMPLATE, context)


def _rows() -> Iterator[list[object]]:
    rows = Redirect.objects.select_related(*TARGETS).defer("article__body").order_by("path")
    for row in rows.iterator(chunk_size=1000):
        facts = [row.get_origin_display(), row.hits, row.last_hit_at, row.reason]
        yield [row.path, row.address, row.kind, *facts]
