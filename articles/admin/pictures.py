"""The library of pictures at the desk."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import path
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from articles import pictures
from articles.admin import picture_adding
from articles.models import Picture
from articles.pictures import files as picture_files
from articles.pictures import renditions
from articles.pictures.forms import PictureForm
from articles.pictures.uses import used, uses_of
from backpain.admin import PageAdmin


class UseFilter(admin.SimpleListFilter):
    title = _("use")
    parameter_name = "use"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("used", _("Used")), ("unused", _("Unused"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() == "used":
            return queryset.filter(used())
        return queryset.exclude(used()) if self.value() == "unused" else queryset


class SizesFilter(admin.SimpleListFilter):
    title = _("smaller sizes")
    parameter_name = "sizes"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("waiting", _("Being made")),
            ("failed", _("Could not be made")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        of = {"waiting": renditions.waiting, "failed": renditions.given_up}.get(self.value() or "")
        return queryset.filter(pk__in=of().order_by().values("pk")) if of else queryset


@admin.register(Picture)
class PictureAdmin(PageAdmin):
    form = PictureForm
    list_display = ["thumbnail", "words", "size", "smaller_sizes", "created_at"]
    list_display_links = ["words"]
    list_filter = [UseFilter, SizesFilter]
    list_per_page = 50
    search_fields = ["alternative_text", "caption", "credit"]
    actions = ["make_sizes_anew"]
    readonly_fields = ["preview", "uses", "size", "smaller_sizes"]
    fieldsets = [
        (None, {"fields": ["file", "alternative_text", "is_decorative", "caption", "credit"]}),
        (
            _("What matters in it"),
            {
                "fields": ["preview", ("focal_x", "focal_y")],
                "description": _(
                    "Lists crop pictures. Press on what must stay in sight, or write where it is."
                ),
            },
        ),
        (_("Where it is used"), {"fields": ["uses", "size", "smaller_sizes"]}),
    ]
    add_fieldsets = fieldsets[:1]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.fieldsets if obj else self.add_fieldsets

    def get_queryset(self, request: HttpRequest) -> QuerySet[Picture]:
        return super().get_queryset(request).prefetch_related("renditions")

    def get_urls(self) -> list[Any]:
        own = [
            path(address, self.admin_site.admin_view(partial(view, self)), name=name)
            for address, view, name in [
                ("choose/", picture_adding.choose, "articles_picture_choose"),
                ("add-several/", picture_adding.add_several, "articles_picture_add_several"),
            ]
        ]
        return [*own, *super().get_urls()]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if change and "file" in form.changed_data:
            pictures.replace(obj, was=Picture.objects.get(pk=obj.pk))
        else:
            super().save_model(request, obj, form, change)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        with transaction.atomic():
            picture_files.remove_unused(picture_files.of(obj))
            super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        with transaction.atomic():
            for picture in queryset:
                picture_files.remove_unused(picture_files.of(picture))
            super().delete_queryset(request, queryset)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Refuse to delete what is used, in bulk too, and list where."""
        names, counts, missing_rights, _protected = super().get_deleted_objects(objs, request)
        uses = [(picture, use) for picture in objs for use in uses_of(picture)]
        protected = [
            format_html('{}: {} <a href="{}">{}</a>', picture, use.kind, use.url, use.name)
            for picture, use in uses
        ]
        return names, counts, missing_rights, protected

    @admin.action(description=_("Make the smaller sizes anew"), permissions=["change"])
    def make_sizes_anew(self, request: HttpRequest, chosen: QuerySet[Picture]) -> None:
        count = renditions.try_again(chosen)
        words = ngettext(
            "The smaller sizes of %(count)d picture are being made.",
            "The smaller sizes of %(count)d pictures are being made.",
            count,
        )
        self.message_user(request, words % {"count": count}, messages.SUCCESS)

    @admin.display(description=_("picture"))
    def thumbnail(self, obj: Picture) -> SafeString:
        context = {"picture": obj, "sizes": "8rem", "widest": 400, "css": "thumbnail", "alt": ""}
        return render_to_string("articles/_image.html", context)

    @admin.display(description=_("what it shows"), ordering="alternative_text")
    def words(self, obj: Picture) -> str:
        return obj.alternative_text or f"{gettext('decorative')} · {obj.caption or obj.file.name}"

    @admin.display(description=_("size"), ordering="width")
    def size(self, obj: Picture) -> str:
        return f"{obj.width} × {obj.height}"  # noqa: RUF001 (a multiplication sign)

    @admin.display(description=_("smaller sizes"))
    def smaller_sizes(self, obj: Picture) -> str:
        if obj.rendered_at:
            return gettext("made")
        if obj.attempts < renditions.MOST_ATTEMPTS:
            return gettext("being made")
        return gettext("could not be made: %(problem)s") % {"problem": obj.problem}

    @admin.display(description=_("picture"))
    def preview(self, obj: Picture) -> SafeString:
        return render_to_string("admin/articles/picture/_preview.html", {"picture": obj})

    @admin.display(description=_("used"))
    def uses(self, obj: Picture) -> str | SafeString:
        uses = uses_of(obj)
        if not uses:
            return gettext("Nowhere.")
        rows = ((use.kind, use.url, use.name) for use in uses)
        items = format_html_join("", '<li>{}: <a href="{}">{}</a></li>', rows)
        return format_html('<ul class="uses">{}</ul>', items)
