"""Articles at the desk."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.forms import Media
from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from js_asset import Media as MediaWithNonce

from articles import publishing
from articles.forms import ArticleForm
from articles.models import Article, Byline, Source
from backpain.admin import PageAdmin

SUBSTANCE = {"title", "standfirst", "body"}  # what moves the date that readers see as "Updated"


class BylineInline(admin.TabularInline):
    model = Byline
    autocomplete_fields = ["author"]
    extra = 1


class SourceInline(admin.TabularInline):
    model = Source
    extra = 1


@admin.register(Article)
class ArticleAdmin(PageAdmin):
    form = ArticleForm
    list_display = ["title", "state", "filed_under", "written_by", "publish_at"]
    list_filter = ["status", "categories", "authors"]
    search_fields = ["title", "standfirst", "body"]
    date_hierarchy = "publish_at"
    prepopulated_fields = {"slug": ["title"]}
    autocomplete_fields = ["picture", "categories", "tags", "reviewer", "read_next"]
    inlines = [BylineInline, SourceInline]
    save_on_top = True
    fieldsets = [
        (None, {"fields": ["title", "slug", "standfirst", "body"]}),
        (_("Lead picture"), {"fields": ["picture", "new_picture", "new_picture_alternative_text"]}),
        (_("Filed under"), {"fields": ["categories", "tags", "reviewer", "read_next"]}),
        (
            _("Publishing"),
            {
                "fields": [
                    "status",
                    "publish_at",
                    "unpublish_at",
                    "is_small_correction",
                    "comments_are_open",
                ]
            },
        ),
    ]

    def tags_of(self, obj: Model) -> list[str]:
        return ["articles", f"article:{obj.pk}"]

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        publishing.refresh(form.instance)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        return super().get_queryset(request).prefetch_related("categories", "authors")

    def view_on_site(self, obj: Article) -> str | None:
        return obj.get_absolute_url() if obj.is_public else None

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if form.uploaded:
            form.uploaded.save()
            obj.picture = form.uploaded
        if SUBSTANCE.intersection(form.changed_data) and not form.cleaned_data.get(
            "is_small_correction"
        ):
            obj.updated_at = now()
        super().save_model(request, obj, form, change)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Give the editor's import map, an inline script, the nonce that the policy asks for."""
        context["media"] = _with_nonce(context["media"], request)
        return super().render_change_form(request, context, *args, **kwargs)

    @admin.display(description=_("state"))
    def state(self, obj: Article) -> str:
        if obj.is_public:
            return gettext("live")
        if obj.status == Article.Status.DRAFT:
            return gettext("draft")
        return gettext("scheduled") if obj.publish_at > now() else gettext("ended")

    @admin.display(description=_("filed under"))
    def filed_under(self, obj: Article) -> str:
        return ", ".join(str(category) for category in obj.categories.all())

    @admin.display(description=_("written by"))
    def written_by(self, obj: Article) -> str:
        return ", ".join(str(author) for author in obj.authors.all())


def _with_nonce(media: Media, request: HttpRequest) -> Media:
    nonce = str(request.csp_nonce)  # type: ignore[attr-defined]
    with_nonce: Media = MediaWithNonce.from_media(media, nonce=nonce)
    return with_nonce
