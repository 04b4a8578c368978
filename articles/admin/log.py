"""Who did what at the desk: Django's own log as a list to read, for those with the right to it."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.models import ADDITION, DELETION, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class KindFilter(admin.SimpleListFilter):
    """What was acted on, of the kinds that occur."""

    title = _("kind")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        kinds = ContentType.objects.filter(logentry__isnull=False).distinct()
        return sorted(((str(one.pk), capfirst(one.name)) for one in kinds), key=lambda row: row[1])

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        value = self.value() or ""
        is_key = value.isascii() and value.isdecimal() and len(value) < 10
        return queryset.filter(content_type=int(value)) if is_key else queryset


@admin.register(LogEntry)
class LogAdmin(admin.ModelAdmin):
    """A list that nobody changes. Who may read it has the right `admin.view_logentry`."""

    list_display = ["moment", "who", "act", "kind", "what"]
    list_display_links = None
    list_filter = [("user", admin.RelatedOnlyFieldListFilter), KindFilter, "action_flag"]
    list_per_page = 50
    list_select_related = ["user", "content_type"]
    show_full_result_count = False
    sortable_by = ()
    date_hierarchy = "action_time"
    ordering = ["-action_time", "-pk"]
    search_fields = ["object_repr", "change_message"]
    actions = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        context = {"title": gettext("Who did what"), **(extra_context or {})}
        return super().changelist_view(request, context)

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> Any:
        """Lead to the list: an entry has nothing that does not stand there."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return redirect("admin:admin_logentry_changelist")

    history_view = change_view

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        """Find by names of people too."""
        found, is_doubled = super().get_search_results(request, queryset, search_term)
        if name := search_term.strip():
            people = Q(user__username__icontains=name) | Q(user__last_name__icontains=name)
            found |= queryset.filter(people | Q(user__first_name__icontains=name))
        return found, is_doubled

    @admin.display(description=_("when"))
    def moment(self, obj: LogEntry) -> str:
        return date_format(localtime(obj.action_time), "SHORT_DATETIME_FORMAT")

    @admin.display(description=_("who"))
    def who(self, obj: LogEntry) -> str:
        return obj.user.get_full_name() or obj.user.get_username()

    @admin.display(description=_("did"))
    def act(self, obj: LogEntry) -> str:
        """Say what was done: in our own words where there are some, else in Django's."""
        words = obj.get_change_message()
        if words:
            return words
        plain = {ADDITION: gettext("Added."), DELETION: gettext("Deleted.")}
        return plain.get(obj.action_flag, gettext("Changed."))

    @admin.display(description=_("kind"))
    def kind(self, obj: LogEntry) -> str:
        return str(capfirst(obj.content_type.name)) if obj.content_type else ""

    @admin.display(description=_("what"))
    def what(self, obj: LogEntry) -> str:
        """Name it, with a link to where it is changed unless it was deleted."""
        address = obj.get_admin_url() if obj.object_id and not obj.is_deletion() else None
        if not address:
            return obj.object_repr
        return format_html('<a href="{}">{}</a>', address, obj.object_repr)
