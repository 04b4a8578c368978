"""Exercises at the desk."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from articles import shown
from articles.admin.terms import TermAdmin
from articles.models import Exercise


@admin.register(Exercise)
class ExerciseAdmin(TermAdmin):
    list_display = ["name", "to_copy", "sets", "repetitions", "hold_seconds"]
    search_fields = ["name", "steps"]
    autocomplete_fields = ["picture"]
    fields = [
        "name",
        "slug",
        "to_copy",
        "steps",
        ("sets", "repetitions", "hold_seconds"),
        "how_often",
        "not_for",
        "picture",
    ]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if not change:
            shown.look_for(obj)

    def tags_of(self, obj: Model) -> list[str]:
        return [f"exercise:{obj.pk}", "articles"]  # a text may have waited for a new one

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        """Keep the slug of one that exists: texts show it by that name."""
        return ["to_copy", "slug"] if obj else ["to_copy"]

    def get_prepopulated_fields(
        self, request: HttpRequest, obj: Model | None = None
    ) -> dict[str, Sequence[str]]:
        return {} if obj else {"slug": ["name"]}

    @admin.display(description=_("to copy into a text"))
    def to_copy(self, obj: Exercise) -> str:
        """Show what stands in a text, in a paragraph of its own, where readers see the exercise."""
        return format_html("<code>{}</code>", obj.marker) if obj.pk else "\N{EN DASH}"
