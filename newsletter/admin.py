from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, StreamingHttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from newsletter import export
from newsletter.consent import Occasion
from newsletter.models import ConsentEvent, Subscriber, SubscriberQuerySet


class ConsentInline(admin.TabularInline):
    """The proof of consent, to read."""

    model = ConsentEvent
    fields = readonly_fields = (
        *("at", "kind", "heading", "text", "button", "promise"),
        *("page", "article", "client_address", "by"),
    )
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("newsletter.view_subscriber")

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("article", "by")


@admin.register(Subscriber)
class SubscriberAdmin(admin.ModelAdmin):
    """Who gets our letters. Nobody is added or confirmed here: only the person can say yes."""

    list_display = ["email", "status", "created_at", "confirmed_at", "source_article"]
    list_filter = ["status", "created_at"]
    list_select_related = ["source_article"]
    list_per_page = 100
    show_full_result_count = False
    search_fields = ["email", "email_key"]
    search_help_text = _("A part of the address")
    fields = ["email", "status", "created_at", "confirmed_at", "unsubscribed_at", "source_article"]
    inlines = [ConsentInline]
    actions = ["unsubscribe", "export_selected"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.is_active and request.user.is_superuser)

    def has_unsubscribe_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("newsletter.change_subscriber")

    def get_urls(self) -> list[Any]:
        export_all = self.admin_site.admin_view(self.export_all)
        own = path("export/", export_all, name="newsletter_subscriber_export")
        return [own, *super().get_urls()]

    @admin.action(description=_("Unsubscribe"), permissions=["unsubscribe"])
    def unsubscribe(self, request: HttpRequest, chosen: SubscriberQuerySet) -> None:
        """End the subscriptions of people who asked an editor to do it."""
        occasion = Occasion(page=reverse("admin:newsletter_subscriber_changelist"))
        left = sum(
            subscriber.leave(occasion, by=request.user)  # type: ignore[arg-type]
            for subscriber in chosen.active()
        )
        words = ngettext(
            "%(count)d subscriber gets no more letters.",
            "%(count)d subscribers get no more letters.",
            left,
        )
        self.message_user(request, words % {"count": left}, messages.SUCCESS)

    @admin.action(description=_("Export selected as CSV"), permissions=["view"])
    def export_selected(
        self, request: HttpRequest, chosen: SubscriberQuerySet
    ) -> StreamingHttpResponse:
        return export.as_csv(chosen)

    def export_all(self, request: HttpRequest) -> StreamingHttpResponse:
        """Answer with a file of all subscribers."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return export.as_csv(Subscriber.objects.all())
