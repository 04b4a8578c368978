"""Error pages that cannot fail: no database, no session, no template inheritance.

Django's own 400 handler reads the request again and so fails on the bodies that made it a 400.
"""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title><h1>{title}</h1><p>{words}</p><p><a href="/">{home}</a></p></html>"""


def plain(status: int, title: str, words: str) -> HttpResponse:
    """Answer `status` with a page made of these words alone."""
    body = PAGE.format(title=title, words=words, home=_("To the home page"))
    response = HttpResponse(body, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return plain(400, _("This request cannot be read"), _("Go back and try again."))


def server_error(request: HttpRequest) -> HttpResponse:
    return plain(500, _("Something broke here"), _("It is our fault and we have a note of it."))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return plain(403, _("This form has expired"), _("Go back, reload the page and send it again."))
