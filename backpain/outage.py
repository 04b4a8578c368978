"""When the fault is ours: the reader's words come back, ready to be sent again.

The answer needs no database, session, context processor or template inheritance, as any of
these may be what failed.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable
from functools import wraps
from logging import getLogger

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import get_template

log = getLogger("backpain.outage")

SECONDS_TO_WAIT = 30
MEANT = (Http404, PermissionDenied, SuspiciousOperation)  # Django answers these

View = Callable[..., HttpResponse]


def returns_the_words(what: str, template: str, *fields: str) -> Callable[[View], View]:
    """Answer any failure of a post to a view with a page that holds what was posted.

    what: what could not be taken in, for the log; template: the page, which gets `path`, `body`
    (the text) and `fields`, the other ones to send again, as pairs of name and value.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapper(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            try:
                return view(request, *args, **kwargs)
            except MEANT:
                raise
            except Exception as error:
                if request.method != "POST":
                    raise
                _log(what, error)
                return _page(request, template, fields, 503 if _passes(error) else 500)

        return wrapper

    return decorate


def _log(what: str, error: Exception) -> None:
    """Log where it broke, not what the database said: its words may hold the reader's address."""
    places = "".join(traceback.format_tb(error.__traceback__))
    log.error("%s could not be taken in (%s):\n%s", what, type(error).__name__, places)


def _passes(error: Exception) -> bool:
    """Say whether it may be better in a moment: a busy database, a full disk."""
    return isinstance(error, (OperationalError, OSError))


def _page(
    request: HttpRequest, template: str, fields: tuple[str, ...], status: int
) -> HttpResponse:
    words = {
        "path": request.path,
        "body": request.POST.get("body", ""),
        "fields": [(name, request.POST.get(name, "")) for name in fields],
    }
    response = HttpResponse(get_template(template).render(words), status=status)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Retry-After"] = str(SECONDS_TO_WAIT)
    return response
