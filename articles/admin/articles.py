"""Articles at the desk."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.timezone import localtime, now
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles import lines, publishing, reviews
from articles.admin.editing import EditorAdmin
from articles.admin.filters import ReviewFilter
from articles.admin.found import FoundFields
from articles.admin.withdrawing import WithdrawAdmin
from articles.body.warnings import warnings
from articles.forms import ArticleForm, ChangeNoteForm
from articles.models import Article, Byline, ChangeNote, Source
from articles.sources import SourceForm
from backpain import pages

SUBSTANCE = {"title", "standfirst", "body"}  # what moves the date that readers see as "Updated"


class BylineInline(admin.TabularInline):
    model = Byline
    autocomplete_fields = ["author"]
    extra = 1


class ChangeNoteInline(admin.TabularInline):
    model = ChangeNote
    form = ChangeNoteForm
    extra = 0


class SourceInline(admin.StackedInline):
    model = Source
    form = SourceForm
    extra = 0
    fields = [
        *("citation", ("kind", "position"), "url", ("doi", "pmid", "isbn")),
        *("accessed_on", "archived_url"),
    ]


@admin.register(Article)
class ArticleAdmin(EditorAdmin, FoundFields, WithdrawAdmin):
    form = ArticleForm
    list_display = ["title", "state", "filed_under", "written_by", "updated", "review_due"]
    list_filter = [
        "status",
        "kind",
        ReviewFilter,
        "categories",
        ("authors", admin.RelatedOnlyFieldListFilter),
        "series",
        "disclosure",
    ]
    search_fields = ["title", "standfirst", "body"]
    date_hierarchy = "publish_at"
    prepopulated_fields = {"slug": ["title"]}
    autocomplete_fields = [
        *("picture", "categories", "tags", "series"),
        *("reviewer", "read_next", "related", "replacement"),
    ]
    readonly_fields = ["in_a_search_engine", "where_it_is_shared"]
    inlines = [BylineInline, SourceInline, ChangeNoteInline]
    save_on_top = True
    fieldsets = [
        (_("Text"), {"fields": ["kind", "title", "slug", "standfirst", "body"]}),
        (_("Lead picture"), {"fields": ["picture", "new_picture", "new_picture_alternative_text"]}),
        (
            _("Filed under"),
            {
                "fields": [
                    *("categories", "tags", ("series", "series_position")),
                    *("read_next", "related"),
                ]
            },
        ),
        (
            _("People and review"),
            {
                "description": _(
                    "The authors stand in rows of their own below. Readers are told of a review "
                    "once the reviewer and the day of the review are both here."
                ),
                "fields": [
                    *("reviewer", "reviewed_on", "review_scope", "review_due_on"),
                    *("disclosure", "disclosure_text"),
                ],
            },
        ),
        (
            _("Publishing"),
            {
                "fields": [
                    *("status", "publish_at", "unpublish_at"),
                    *("is_small_correction", "comments_are_open"),
                ]
            },
        ),
        (
            _("Found and shared"),
            {
                "classes": ["collapse"],
                "fields": [
                    *("seo_title", "seo_description"),
                    *("canonical_url", "is_hidden_from_search"),
                    *("in_a_search_engine", "where_it_is_shared"),
                ],
            },
        ),
        (
            _("Withdrawn"),
            {
                "classes": ["collapse"],
                "description": _("Shown at its address while its status is “Withdrawn”."),
                "fields": ["withdrawn_reason", "replacement"],
            },
        ),
    ]

    def tags_of(self, obj: Model) -> list[str]:
        return publishing.tags_of(obj) if isinstance(obj, Article) else []

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        publishing.refresh(form.instance)
        for warning in warnings(form.instance):
            messages.warning(request, warning)
        if "kind" in form.changed_data:  # the menus of every page may name it, or have named it
            pages.changed("site")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        articles = super().get_queryset(request)
        return articles.prefetch_related(lines.with_wider(), "authors")

    def view_on_site(self, obj: Article) -> str | None:
        return obj.get_absolute_url() if obj.is_public else None

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if form.uploaded:
            form.uploaded.save()
            obj.picture = form.uploaded
        if change and _appears_first(obj, form):
            obj.publish_at = now()
        if change and SUBSTANCE.intersection(form.changed_data):
            obj.version += 1
            if not form.cleaned_data.get("is_small_correction"):
                obj.updated_at = now()
        super().save_model(request, obj, form, change)

    @admin.display(description=_("state"), ordering="status")
    def state(self, obj: Article) -> str:
        if obj.is_public:
            return gettext("live")
        if obj.status != Article.Status.PUBLISHED:
            return obj.get_status_display().lower()
        return gettext("scheduled") if obj.publish_at > now() else gettext("ended")

    @admin.display(description=_("filed under"))
    def filed_under(self, obj: Article) -> str:
        return ", ".join(str(category) for category in obj.categories.all())

    @admin.display(description=_("written by"))
    def written_by(self, obj: Article) -> str:
        return ", ".join(str(author) for author in obj.authors.all())

    @admin.display(description=_("updated"), ordering="updated_at")
    def updated(self, obj: Article) -> str:
        return date_format(localtime(obj.updated_at), "SHORT_DATE_FORMAT")

    @admin.display(description=_("review due"))
    def review_due(self, obj: Article) -> str:
        due = reviews.due_on(obj)
        if due is None:
            return ""
        words = gettext("%(day)s: overdue") if reviews.is_overdue(obj) else "%(day)s"
        return words % {"day": date_format(due, "SHORT_DATE_FORMAT")}


def _appears_first(obj: Article, form: Any) -> bool:
    """Say whether a draft is published by this save, with the time of its making left as it was."""
    return (
        "status" in form.changed_data
        and "publish_at" not in form.changed_data
        and form.initial["status"] == Article.Status.DRAFT
        and obj.is_public
        and not obj.was_public
    )
