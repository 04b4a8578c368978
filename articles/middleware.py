"""Addresses of WordPress that are another page by their query: /?p=123, /?s=word, /?feed=rss2."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from articles import missing
from articles.redirects import wordpress
from articles.redirects.finding import Found


class OldAddressMiddleware:
    """Asked where a query has a name that WordPress uses, before the home page and after others.

    What stands for a path where nothing is, `missing.page` says as the handler of 404; Django
    does not ask that with DEBUG on, so then it is asked here.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if settings.DEBUG and response.status_code == 404:
            return missing.instead(request) or response
        if hasattr(response, "page") and (found := _found(request)):  # a public page came
            return missing.answer(request, found)
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Lead on from the home page to what is meant, or raise Http404 where that is not here."""
        if request.path_info != "/" or not (found := _found(request)):
            return None
        return missing.answer(request, found)


def _found(request: HttpRequest) -> Found | None:
    if request.method not in ("GET", "HEAD") or wordpress.NAMES.isdisjoint(request.GET):
        return None
    return wordpress.find(request.path_info, request.GET)
