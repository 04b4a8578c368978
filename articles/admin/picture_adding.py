"""Pictures come into the library: chosen or uploaded while writing, or several at once."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.models import Picture
from articles.pictures.forms import NewPictureForm, RowForm, RowFormSet

PAGE_SIZE = 24
CALLBACK = "CKEditorFuncNum"  # by which the editor is told what was chosen


def choose(desk: ModelAdmin, request: HttpRequest) -> HttpResponse:
    """Show the library in the window that the editor opened; a new picture is chosen at once."""
    if not desk.has_view_permission(request):
        raise PermissionDenied
    form = NewPictureForm() if desk.has_add_permission(request) else None
    if request.method == "POST":
        if form is None:
            raise PermissionDenied
        form = NewPictureForm(request.POST, request.FILES)
        if form.is_valid():
            return _back(request, _save(desk, request, form))
    return TemplateResponse(
        request,
        "admin/articles/picture/choose.html",
        {
            **desk.admin_site.each_context(request),
            "title": _("Choose a picture"),
            "is_popup": True,
            "form": form,
            "page": _page(request.GET),
            "chosen": request.GET.get("chosen", ""),
            "query": request.GET.get("q", ""),
            "callback": request.GET.get(CALLBACK, ""),
        },
    )


def add_several(desk: ModelAdmin, request: HttpRequest) -> HttpResponse:
    """Take several pictures, each with its words; the rows that are not right stay to be mended."""
    if not desk.has_add_permission(request):
        raise PermissionDenied
    rows = RowFormSet(request.POST or None, request.FILES or None)
    if request.method == "POST":
        filled = [row for row in rows if row.has_changed()]
        saved = [_save(desk, request, row) for row in filled if row.is_valid()]
        _say(request, saved, is_nothing=not filled)
        if saved and len(saved) == len(filled):
            return redirect("admin:articles_picture_changelist")
        rows = RowFormSet() if not filled else _left(rows, filled)
    return TemplateResponse(
        request,
        "admin/articles/picture/add_several.html",
        {
            **desk.admin_site.each_context(request),
            "title": _("Add several pictures"),
            "opts": desk.opts,
            "rows": rows,
        },
    )


def _page(query: QueryDict) -> Page:
    pictures = Picture.objects.prefetch_related("renditions")
    for word in query.get("q", "").replace("\0", "").split()[:10]:
        pictures = pictures.filter(
            Q(alternative_text__icontains=word)
            | Q(caption__icontains=word)
            | Q(credit__icontains=word)
        )
    return Paginator(pictures, PAGE_SIZE).get_page(query.get("p"))


@transaction.atomic
def _save(desk: ModelAdmin, request: HttpRequest, form: Any) -> Picture:
    picture: Picture = form.save()
    desk.log_addition(request, picture, [{"added": {}}])
    return picture


def _back(request: HttpRequest, picture: Picture) -> HttpResponseRedirect:
    query = QueryDict(mutable=True)
    query[CALLBACK] = request.GET.get(CALLBACK, "")
    query["chosen"] = str(picture.pk)
    return HttpResponseRedirect(f"{request.path}?{query.urlencode()}")


def _say(request: HttpRequest, saved: list[Picture], *, is_nothing: bool) -> None:
    if is_nothing:
        messages.warning(request, _("No file was chosen."))
    elif saved:
        words = ngettext(
            "%(count)d picture was added.", "%(count)d pictures were added.", len(saved)
        )
        messages.success(request, words % {"count": len(saved)})


def _left(rows: Any, filled: list[RowForm]) -> Any:
    """Keep the rows that were not right in sight, with what is wrong with them."""
    rows.forms = [row for row in filled if not row.is_valid()]
    return rows
