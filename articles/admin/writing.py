"""What helps while an article is written: words found for links, and the room that is left."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.translation import gettext as _

from articles import search_result
from articles.admin import linking
from backpain.models import Publication

BESIDE = len(" \N{EN DASH} ")  # what stands between a title and the publication's name


class WritingAdmin(admin.ModelAdmin):
    """The form of an article: its template includes admin/articles/_writing.html."""

    def get_urls(self) -> list[URLPattern]:
        find = self.admin_site.admin_view(self.targets)
        return [path("targets/", find, name="articles_article_targets"), *super().get_urls()]

    def targets(self, request: HttpRequest) -> HttpResponse:
        """Find what a link may lead to, for whoever may write."""
        if not (self.has_change_permission(request) or self.has_add_permission(request)):
            raise PermissionDenied
        return linking.targets(request)

    def formfield_for_dbfield(
        self, db_field: models.Field, request: HttpRequest, **kwargs: Any
    ) -> Any:
        """Say of each field of text how much of it a search engine shows, for the count."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name in {"title", "standfirst", "seo_title", "seo_description"} and field:
            field.widget.attrs["data-count"] = _room(db_field.name) or ""
        if db_field.name == "body" and field:
            field.help_text = _without_script()
        return field


def _room(name: str) -> int | None:
    """Return how many characters of a field Google shows, or None where it shows none of it."""
    if name in {"title", "seo_title"}:
        return max(1, search_result.TITLE - BESIDE - len(Publication.current().name))
    return search_result.DESCRIPTION


def _without_script() -> str:
    return format_html(
        "<noscript>{}</noscript>",
        _(
            "Without JavaScript this is HTML: p, h2, h3, h4, ul, ol, li, strong, em, sub, sup, "
            "a, blockquote, aside, table and figure. An empty line ends a paragraph. Markers: "
            "[2] points to a source, [exercise its-slug], [newsletter] and [safety] stand in "
            "paragraphs of their own."
        ),
    )
