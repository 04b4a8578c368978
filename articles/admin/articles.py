"""Articles at the desk."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles import lines, publishing, reviews
from articles.admin import acts, guarding
from articles.admin.bulk import BulkAdmin
from articles.admin.calendar import CalendarAdmin
from articles.admin.conflicts import ConflictAdmin
from articles.admin.drafts import DraftAdmin
from articles.admin.editing import EditorAdmin
from articles.admin.filters import ReviewFilter, StateFilter
from articles.admin.found import FoundFields
from articles.admin.previewing import PreviewAdmin
from articles.admin.rows import (
    AuthorFormSet,
    BylineForm,
    NoteFormSet,
    SourceFormSet,
    SourceRowForm,
)
from articles.admin.signing import SigningAdmin
from articles.admin.withdrawing import WithdrawAdmin
from articles.admin.writing import WritingAdmin
from articles.body.warnings import warnings
from articles.forms import ArticleForm, ChangeNoteForm
from articles.models import Article, Byline, ChangeNote, Source
from articles.revisions import standing


class ValueInline(admin.options.InlineModelAdmin):
    """Rows of the draft: as many as it has, and `extra` to fill in."""

    formfield_overrides = DraftAdmin.formfield_overrides

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        written = getattr(obj, "written", None)
        filled = self.formset.initial_of(written) if written else []  # type: ignore[attr-defined]
        return len(filled) + self.extra


class BylineInline(ValueInline, admin.TabularInline):
    model = Byline
    form = BylineForm
    formset = AuthorFormSet
    autocomplete_fields = ["author"]
    extra = 1


class ChangeNoteInline(ValueInline, admin.TabularInline):
    model = ChangeNote
    form = ChangeNoteForm
    formset = NoteFormSet
    extra = 0


class SourceInline(ValueInline, admin.StackedInline):
    model = Source
    form = SourceRowForm
    formset = SourceFormSet
    extra = 0
    fields = [
        *("citation", ("kind", "position"), "url", ("doi", "pmid", "isbn")),
        *("accessed_on", "archived_url"),
    ]


@admin.register(Article)
class ArticleAdmin(
    CalendarAdmin,
    SigningAdmin,
    PreviewAdmin,
    DraftAdmin,
    BulkAdmin,
    ConflictAdmin,
    WritingAdmin,
    EditorAdmin,
    FoundFields,
    WithdrawAdmin,
):
    form = ArticleForm
    actions = ["publish", "unpublish", "withdraw"]
    list_display = ["title", "state", "filed_under", "written_by", "updated", "review_due"]
    list_filter = [
        StateFilter,
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
                    *("publish_at", "unpublish_at", "change_at"),
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
    ]

    withdrawn = (
        _("Withdrawn"),
        {
            "description": _("What readers find at its address. It holds as soon as you save."),
            "fields": ["withdrawn_reason", "replacement"],
        },
    )

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        is_withdrawn = obj is not None and obj.status == Article.Status.WITHDRAWN
        sets = [*acts.fieldsets(self.fieldsets, obj), *([self.withdrawn] if is_withdrawn else [])]
        return guarding.fieldsets(request, sets)

    def tags_of(self, obj: Model) -> list[str]:
        return publishing.tags_of(obj) if isinstance(obj, Article) else []

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        for warning in warnings(form.instance.body, form.instance.source_count):
            messages.warning(request, warning)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        articles = super().get_queryset(request)
        planned: QuerySet[Article] = articles.with_planned_changes()  # type: ignore[attr-defined]
        return planned.prefetch_related(lines.with_wider(), "authors")

    def view_on_site(self, obj: Article) -> str | None:
        """Return the address of what readers see: the draft may have another."""
        if not obj.is_public:
            return None
        return Article.objects.only("slug").get(pk=obj.pk).get_absolute_url()

    @admin.display(description=_("state"), ordering="status")
    def state(self, obj: Article) -> str:
        return standing.state(obj)

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
