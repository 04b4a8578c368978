"""Error pages that cannot fail: no database, no session, no template inheritance.

Django's own 400 handler reads the request again and so fails on the bodies that made it a 400.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

PAGE = """<!doctype html>
<html lang="{language}"{direction}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
{stylesheet}</head>
<body>
<header class="masthead">{mark}</header>
<main class="page" id="main">
<p class="page__kicker">{kicker}</p>
<h1 class="page__title">{title}</h1>
<p class="page__standfirst">{words}</p>
<p class="page__way"><a class="button" href="/">{home}</a></p>
</main>
</body>
</html>
"""
MARK = """
<div class="masthead__inner">
<a class="brand" href="/"><img src="{}" alt="{}" width="36" height="36"></a>
</div>
"""


def plain(status: int, title: str, words: str) -> HttpResponse:
    """Answer `status` with a page made of these words alone."""
    body = format_html(
        PAGE,
        language=get_language() or "en",
        direction=format_html(' dir="{}"', "rtl") if get_language_bidi() else "",
        stylesheet=stylesheet(),
        mark=mark(),
        kicker=_("Error %(status)s") % {"status": status},
        title=title,
        words=words,
        home=_("To the home page"),
    )
    response = HttpResponse(body, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return plain(
        400,
        _("This request cannot be read"),
        _("Something on the way here has garbled it. Go back and try again."),
    )


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return plain(
        403,
        _("This page is not open to you"),
        _("Sign in with an account that may see it."),
    )


def server_error(request: HttpRequest) -> HttpResponse:
    return plain(
        500,
        _("Something broke here"),
        _("It is our fault and we have a note of it. Try again in a few minutes."),
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return plain(403, _("This form has expired"), _("Go back, reload the page and send it again."))


class WrongMethodMiddleware:
    """Gives the 405 of a view, which has no words, a page that has."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 405:
            return response
        page = plain(
            405, _("This page cannot do that"), _("It can be read, and nothing can be sent to it.")
        )
        response.content = page.content  # what the view said of itself in headers stays
        response.headers["Content-Type"] = page.headers["Content-Type"]
        if "Content-Length" in response.headers:  # 0, as the view had no words
            response.headers["Content-Length"] = str(len(page.content))
        response.headers.setdefault("Cache-Control", "no-store")
        return response


def stylesheet() -> SafeString | str:
    """Return the link to the stylesheet; "" where there is none."""
    return _with_address('<link rel="stylesheet" href="{}">\n', "site.css")


def mark() -> SafeString | str:
    """Return the mark that leads home, for a masthead; "" where there is no picture of it."""
    return _with_address(MARK, "img/icon.svg", _("Home"))


def _with_address(part: str, name: str, *words: str) -> SafeString | str:
    """Put the address of the static file `name` and `words` into `part`; "" where there is none."""
    try:
        return format_html(part, static(name), *words)
    except Exception:  # no manifest, or a broken one: the page reads well without
        return ""
