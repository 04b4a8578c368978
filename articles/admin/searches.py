"""What readers looked for and did not find, at the desk: to be read, and cleared away."""

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from articles.models import SearchMiss


@admin.register(SearchMiss)
class SearchMissAdmin(admin.ModelAdmin):
    list_display = ["query", "count", "last_at"]
    list_display_links = None
    search_fields = ["query"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
