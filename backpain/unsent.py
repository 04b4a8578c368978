"""What somebody posted to the desk whose sign-in had ended: shown, and ready to be sent again."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import unescape
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.text import capfirst

from backpain import errors
from backpain.visitors import Origin, origin_of

UNSENT = {"csrfmiddlewaretoken"}
INNER = re.compile(r"^(?:initial-|_)|__prefix__|_key$")  # names of fields that nobody sees
BLOCK_ENDS = re.compile(r"</(?:p|h[2-6]|li|tr|blockquote|figcaption)>")
SHORT = 60  # characters: what is longer somebody wrote, and can read here
HIDDEN = "password"  # in the name of a field: its value goes nowhere


@dataclass(frozen=True)
class Value:
    """One value as it was posted."""

    name: str
    text: str

    @property
    def label(self) -> str:
        return str(capfirst(self.name.replace("_", " ").replace("-", " ")))

    @property
    def is_long(self) -> bool:
        return len(self.text) > SHORT or "\n" in self.text

    @property
    def is_typed(self) -> bool:
        """Whether a person may have written it, and not a form for its own use."""
        return bool(self.text) and not self.text.isdecimal() and not INNER.search(self.name)

    @property
    def words(self) -> str:
        """The text as it reads, without the elements of an editor's HTML."""
        if not self.text.startswith("<"):
            return self.text
        return unescape(strip_tags(BLOCK_ENDS.sub("\n\n", self.text))).strip()


class UnsentMiddleware:
    """Where the desk would lead a post to the sign-in page, and lose it, keeps it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method == "POST" and _asks_to_sign_in(request, response):
            return _page(request, 401)
        return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Refuse a post without a valid token; one from a page of the desk can be sent again."""
    if _is_of_desk(request) and origin_of(request) is Origin.SAME:
        return _page(request, 403 if admin.site.has_permission(request) else 401)
    return errors.csrf_failure(request, reason)


def _is_of_desk(request: HttpRequest) -> bool:
    is_within = request.path.startswith(f"/{settings.ADMIN_PATH}")
    return is_within and request.path != reverse("admin:login") and not _is_open(request)


def _is_open(request: HttpRequest) -> bool:
    """Say whether this is a page for people who cannot sign in, such as with an invitation."""
    match = request.resolver_match
    return match is not None and getattr(match.func, "is_open", False)


def _asks_to_sign_in(request: HttpRequest, response: HttpResponse) -> bool:
    """Say whether a view answered that only somebody signed in may do this."""
    if response.status_code != 302 or not _is_of_desk(request):
        return False
    address = urlsplit(response.headers["Location"])
    is_sign_in = address.path == reverse("admin:login")
    return is_sign_in and parse_qs(address.query).get("next") == [request.get_full_path()]


def _page(request: HttpRequest, status: int) -> HttpResponse:
    posted = [
        Value(name, text)
        for name, texts in request.POST.lists()
        for text in texts
        if name not in UNSENT
    ]
    context = {
        **admin.site.each_context(request),
        "is_signed_in": status != 401,
        "values": [value for value in posted if HIDDEN not in value.name],
        "has_secrets": any(HIDDEN in value.name for value in posted),
        "files": [file.name for files in request.FILES.lists() for file in files[1]],
    }
    response = render(request, "admin/unsent.html", context, status=status)
    response.headers["Cache-Control"] = "no-store, private"
    if status == 401:
        response.headers["WWW-Authenticate"] = 'Cookie realm="desk"'  # RFC 9110, 15.5.2
    return response
