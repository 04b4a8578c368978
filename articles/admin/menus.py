"""The site's menus at the desk."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import CharField, Model
from django.forms import TextInput
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from articles.models import Menu, MenuItem
from backpain.admin import PageAdmin


class MenuItemInline(admin.TabularInline):
    model = MenuItem
    fields = ["category", "page", "label", "position"]
    autocomplete_fields = ["category", "page"]
    formfield_overrides = {CharField: {"widget": TextInput(attrs={"size": 20})}}
    extra = 1


@admin.register(Menu)
class MenuAdmin(PageAdmin):
    """The header's and the footer's: nobody makes another or deletes one."""

    inlines = [MenuItemInline]
    readonly_fields = ["place"]
    fieldsets = [
        (
            None,
            {
                "fields": ["place"],
                "description": _(
                    "An empty header shows the categories, an empty footer the categories and "
                    "all pages. A page that is not published stands in no menu."
                ),
            },
        )
    ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
