"""The security headers of every answer, and additions to the policy of one.

Django's own middleware sends some of these too, but not where itself refuses a request: an
unknown host, on a secure site, gets no further than it.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

HEADERS = {
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": settings.SECURE_REFERRER_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": settings.X_FRAME_OPTIONS,
}


def allow(request: HttpRequest, directive: str, *sources: str) -> None:
    """Let the page being made for `request` load from `sources`, e.g. "script-src", "https://…"."""
    additions = request.__dict__.setdefault("csp_additions", {})
    additions.setdefault(directive, []).extend(sources)


class HeadersMiddleware:
    """Stands inside django-csp's middleware, which reads what `allow` collected."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if additions := request.__dict__.get("csp_additions"):
            response._csp_update = additions  # type: ignore[attr-defined]
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response
