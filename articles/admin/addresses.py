"""Whatever has an address: when it changes or goes at the desk, its old one stays good."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import Model, QuerySet
from django.forms import Field
from django.http import HttpRequest
from django.utils.translation import gettext as _

from articles.models import Redirect
from articles.redirects import keeping
from backpain.admin import PageAdmin


class AddressAdmin(PageAdmin):
    """Edits a thing with a slug; a redirect is left where it was, a 410 where it no longer is."""

    def before_save(self, before: Any, obj: Any) -> None:
        """Look at `obj` once more, knowing what the database had; None: it is new."""

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        before = self.model._default_manager.filter(pk=obj.pk).first() if change else None
        self.before_save(before, obj)
        super().save_model(request, obj, form, change)
        left = before.slug if before and keeping.was_known(before) else obj.slug
        row = keeping.renamed(obj, left)
        if row:
            words = _("The old address %(path)s leads here from now on.")
            messages.info(request, words % {"path": row.path})

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        with transaction.atomic():
            keeping.removed(obj)  # type: ignore[arg-type]
            super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        with transaction.atomic():
            for obj in queryset:
                keeping.removed(obj)
            super().delete_queryset(request, queryset)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Redirects to what is deleted are kept as they should be, so nobody need be asked."""
        tree, counts, lacking, protected = super().get_deleted_objects(objs, request)
        kind = Redirect._meta
        counts.pop(str(kind.verbose_name_plural), None)
        lacking.discard(kind.verbose_name)
        return tree, counts, lacking, protected

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Field | None:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and db_field.name == "slug":
            field.help_text = _("Its address. When it changes, the old one leads to the new one.")
        return field
