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

log = getLogger("backpain.comments")

SECONDS_TO_WAIT = 30
FIELDS = ("name", "email", "parent")
MEANT = (Http404, PermissionDenied, SuspiciousOperation)  # Django answers these

View = Callable[..., HttpResponse]


def returns_the_words(view: View) -> View:
    """Answer any failure of a post to `view` with a page that holds what was posted."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except MEANT:
            raise
        except Exception as error:
            if request.method != "POST":
                raise
            _log(error)
            return _page(request, 503 if _passes(error) else 500)

    return wrapper


def _log(error: Exception) -> None:
    """Log where it broke, not what the database said: its words may hold the reader's address."""
    places = "".join(traceback.format_tb(error.__traceback__))
    log.error("A comment could not be taken in (%s):\n%s", type(error).__name__, places)


def _passes(error: Exception) -> bool:
    """Say whether it may be better in a moment: a busy database, a full disk."""
    return isinstance(error, (OperationalError, OSError))


def _page(request: HttpRequest, status: int) -> HttpResponse:
    words = {
        "path": request.path,
        "body": request.POST.get("body", ""),
        "fields": [(name, request.POST.get(name, "")) for name in FIELDS],
    }
    response = HttpResponse(get_template("comments/outage.html").render(words), status=status)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Retry-After"] = str(SECONDS_TO_WAIT)
    return response
