"""What articles are filed under, and who writes them, at the desk."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from articles import rights
from articles.admin.addresses import AddressAdmin
from articles.admin.editing import EditorAdmin
from articles.models import Author, Category, Series, Tag


class TermAdmin(AddressAdmin):
    list_display = ["name", "slug"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}


@admin.register(Category)
class CategoryAdmin(EditorAdmin, TermAdmin):
    list_display = ["name", "slug", "parent", "position", "review_months"]
    list_select_related = ["parent"]
    autocomplete_fields = ["parent"]
    fieldsets = [
        (None, {"fields": ["name", "slug", "parent", "description", "position"]}),
        (_("Safety"), {"fields": ["safety_heading", "safety_text"]}),
        (_("Medical reviews"), {"fields": ["review_months", "requires_review"]}),
    ]


@admin.register(Tag)
class TagAdmin(TermAdmin):
    pass


@admin.register(Series)
class SeriesAdmin(TermAdmin):
    """The parts name their series and their place in it, each in its own form."""


@admin.register(Author)
class AuthorAdmin(TermAdmin):
    list_display = ["name", "credentials", "role"]
    autocomplete_fields = ["portrait"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        fields = super().get_readonly_fields(request, obj)
        may_name = rights.may_name_accounts(request.user)  # type: ignore[arg-type]
        return fields if may_name else [*fields, "user"]
