"""The rich-text editor at the desk, under a policy that forbids inline scripts."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.forms import Media
from django.http import HttpRequest, HttpResponse
from js_asset import ImportMap
from js_asset import Media as MediaWithNonce

# What modules of js/editor share: a relative address would miss the hashed name of the file
SHARED = MediaWithNonce(importmap=ImportMap({"desk/combobox": "js/combobox.js"}))


class EditorAdmin(admin.ModelAdmin):
    """Edits something with formatted text: its form's template extends article/change_form.html."""

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Give the editor's import map, an inline script, the nonce that the policy asks for."""
        context["media"] = _with_nonce(context["media"], request)
        return super().render_change_form(request, context, *args, **kwargs)


def _with_nonce(media: Media, request: HttpRequest) -> Media:
    nonce = str(request.csp_nonce)  # type: ignore[attr-defined]
    with_nonce: Media = MediaWithNonce.from_media(media + SHARED, nonce=nonce)
    return with_nonce
