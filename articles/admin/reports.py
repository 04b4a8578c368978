"""What readers say is wrong or missing, at the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast
from urllib.parse import quote

from django.contrib import admin, messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.timezone import localtime
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from articles.models import Report
from articles.models.notes import ReportQuerySet

if TYPE_CHECKING:
    from django.contrib.auth.models import User

VERBS = ("handle", "reopen")


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("open", _("Open")), ("handled", _("Handled"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() in {"open", "handled"}:
            return queryset.filter(handled_at__isnull=self.value() == "open")
        return queryset


@admin.register(Report)
class ReportAdmin(admin.ModelAdmin):
    """Editors mark reports as handled and keep a note; nobody edits a reader's words."""

    list_display = ["excerpt", "about", "created_at", "state", "button"]
    list_filter = [StateFilter]
    list_per_page = 50
    search_fields = ["body", "email", "note", "article__title"]
    ordering = [F("handled_at").desc(nulls_first=True), "-created_at", "-pk"]
    actions = ["handle", "reopen"]
    readonly_fields = (
        *("words", "about_with_links", "version_read", "sender", "created_at", "state"),
    )
    fields = (*readonly_fields, "note")

    class Media:
        css = {"all": ["moderation.css"]}

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Report]:
        reports = super().get_queryset(request).select_related("article", "handled_by")
        return reports.defer("article__body")

    def get_list_display(self, request: HttpRequest) -> Any:
        """Offer the buttons to those who may press them."""
        return [name for name in self.list_display if name != "button" or self._may_act(request)]

    @admin.action(description=_("Mark as handled"), permissions=["change"])
    def handle(self, request: HttpRequest, queryset: ReportQuerySet) -> None:
        count = queryset.handle(_editor(request))
        words = ngettext("%(count)d report handled.", "%(count)d reports handled.", count)
        self.message_user(request, words % {"count": count})

    @admin.action(description=_("Open again"), permissions=["change"])
    def reopen(self, request: HttpRequest, queryset: ReportQuerySet) -> None:
        count = queryset.reopen()
        words = ngettext("%(count)d report opened again.", "%(count)d reports opened again.", count)
        self.message_user(request, words % {"count": count})

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Show the list, or do what one of its rows asks for."""
        if request.method == "POST" and "act" in request.POST:
            return self._act_on_row(request)
        context = {"title": gettext("Reports from readers"), **(extra_context or {})}
        return super().changelist_view(request, context)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        context = {
            "title": gettext("Report from a reader"),
            "subtitle": None,
            **(extra_context or {}),
        }
        return super().change_view(request, object_id, form_url, context)

    def response_change(self, request: HttpRequest, obj: Report) -> HttpResponse:
        """Keep the note, and do what the pressed button says besides."""
        verb = request.POST.get("act")
        if verb not in VERBS:
            return super().response_change(request, obj)
        self._act(request, obj, verb)
        return redirect("admin:articles_report_changelist")

    @admin.display(description=_("what a reader says"))
    def excerpt(self, obj: Report) -> str:
        return Truncator(obj.body).chars(120)

    @admin.display(description=_("what a reader says"))
    def words(self, obj: Report) -> str:
        return format_html('<div class="moderation__words">{}</div>', obj.body)

    @admin.display(description=_("article"), ordering="article__title")
    def about(self, obj: Report) -> str:
        return f"{obj.article.title} ({self.version_read(obj)})"

    @admin.display(description=_("article"))
    def about_with_links(self, obj: Report) -> str:
        edit = reverse("admin:articles_article_change", args=[obj.article_id])
        links = format_html('{} · <a href="{}">{}</a>', obj.article.title, edit, gettext("Edit it"))
        if not obj.article.is_public:
            return links
        address = obj.article.get_absolute_url()
        return format_html(
            '{} · <a href="{}">{}</a>', links, address, gettext("See it on the site")
        )

    @admin.display(description=_("version"))
    def version_read(self, obj: Report) -> str:
        if obj.version == obj.article.version:
            return gettext("read version %(version)d, the current one") % {"version": obj.version}
        seen = {"version": obj.version, "now": obj.article.version}
        return gettext("read version %(version)d, now %(now)d") % seen

    @admin.display(description=_("sender"))
    def sender(self, obj: Report) -> str:
        if not obj.email:
            return gettext("left no address, or it has been deleted")
        return format_html('<a href="mailto:{}">{}</a>', quote(obj.email, safe="@"), obj.email)

    @admin.display(description=_("state"), ordering="handled_at")
    def state(self, obj: Report) -> str:
        if obj.handled_at is None:
            return gettext("open")
        day = date_format(localtime(obj.handled_at), "SHORT_DATETIME_FORMAT")
        if obj.handled_by is None:
            return gettext("handled, %(date)s") % {"date": day}
        return gettext("handled by %(name)s, %(date)s") % {"name": obj.handled_by, "date": day}

    @admin.display(description=_("decision"))
    def button(self, obj: Report) -> str:
        verb, label = _verb_for(obj)
        return format_html(
            '<button class="moderation__button" type="submit" name="act" value="{}:{}">{}</button>',
            verb,
            obj.pk,
            label,
        )

    def render_change_form(self, request: HttpRequest, context: Any, **kwargs: Any) -> HttpResponse:  # type: ignore[override]
        report = kwargs.get("obj")
        if report and self._may_act(request):
            verb, label = _verb_for(report)
            context["decision"] = {"verb": verb, "label": label}
        return super().render_change_form(request, context, **kwargs)

    def _may_act(self, request: HttpRequest) -> bool:
        return self.has_change_permission(request)

    def _act_on_row(self, request: HttpRequest) -> HttpResponse:
        if not self._may_act(request):
            raise PermissionDenied
        verb, _colon, pk = request.POST["act"].partition(":")
        if verb not in VERBS or not pk.isdecimal() or len(pk) > 18:
            raise BadRequest("No such button.")
        self._act(request, get_object_or_404(Report, pk=int(pk)), verb)
        return redirect(request.get_full_path())

    def _act(self, request: HttpRequest, report: Report, verb: str) -> None:
        """Do what a button says, unless somebody else has done it."""
        chosen = Report.objects.filter(pk=report.pk)
        done = chosen.handle(_editor(request)) if verb == "handle" else chosen.reopen()
        report = self.get_queryset(request).get(pk=report.pk)
        if not done:
            words = gettext("Nothing was done. It is already so: %(state)s.")
            self.message_user(request, words % {"state": self.state(report)}, messages.WARNING)
            return
        page = reverse("admin:articles_report_change", args=[report.pk])
        said = (
            gettext("The report is handled.")
            if verb == "handle"
            else gettext("The report is open again.")
        )
        words = format_html('{} <a href="{}">{}</a>', said, page, gettext("Open it"))
        self.message_user(request, words, messages.SUCCESS)


def _verb_for(report: Report) -> tuple[str, str]:
    if report.handled_at is None:
        return "handle", gettext("Mark as handled")
    return "reopen", gettext("Open again")


def _editor(request: HttpRequest) -> User:
    return cast("User", request.user)  # the desk lets nobody else in
