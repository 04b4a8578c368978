"""The desk: the stock admin, where whatever an editor changes readers see at once."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from backpain import pages
from backpain.models import Publication
from backpain.people import admin as people  # noqa: F401 (registers itself)

admin.site.site_header = admin.site.site_title = _("The desk")
admin.site.index_title = _("What needs you now")


class PageAdmin(admin.ModelAdmin):
    """Edits something that public pages show; `tags_of` says under which tags."""

    def tags_of(self, obj: Model) -> list[str]:
        return ["site"]

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        pages.changed(*self.tags_of(form.instance))

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        with transaction.atomic():
            pages.changed(*self.tags_of(obj))
            super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        with transaction.atomic():
            pages.changed(*(tag for obj in queryset for tag in self.tags_of(obj)))
            super().delete_queryset(request, queryset)


@admin.register(Publication)
class PublicationAdmin(PageAdmin):
    """The one row: its list is its form, and it cannot be deleted."""

    fieldsets = [
        (None, {"fields": ["name", "tagline", "disclaimer", "footer", "postal_address"]}),
        (
            _("Newsletter"),
            {
                "fields": [
                    "newsletter_heading",
                    "newsletter_text",
                    "newsletter_button",
                    "newsletter_promise",
                    "sender_address",
                ]
            },
        ),
        (
            _("What readers write"),
            {"fields": ["moderation", "comments_close_after_days", "takes_reports"]},
        ),
        (_("Elsewhere"), {"fields": ["profiles", "security_contact"]}),
    ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and not Publication.objects.exists()

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        if Publication.objects.exists():
            return redirect(reverse("admin:backpain_publication_change", args=[1]))
        return redirect(reverse("admin:backpain_publication_add"))

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        obj.pk = 1
        super().save_model(request, obj, form, change)
