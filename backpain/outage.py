"""When the fault is ours: the reader's words come back, ready to be sent again.

The answer needs no database, session, context processor or template inheritance, as any of
these may be what failed.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from logging import getLogger
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import get_template

from backpain import errors

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

log = getLogger("backpain.outage")

SECONDS_TO_WAIT = 30
MEANT = (Http404, PermissionDenied, SuspiciousOperation)  # Django answers these

View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Lost:
    """What could not be taken in: `what` for the log, the rest for the page."""

    what: str
    title: StrPromise
    heading: StrPromise
    label: StrPromise  # of the text


def returns_the_words(lost: Lost, *fields: str) -> Callable[[View], View]:
    """Answer any failure of a post to a view with a page that holds what was posted.

    That is the text, `body`, and `fields`, the names of the others to send again.
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
                _log(lost.what, error)
                return _page(request, lost, fields, 503 if _passes(error) else 500)

        return wrapper

    return decorate


def _log(what: str, error: Exception) -> None:
    """Log where it broke, not what the database said: its words may hold the reader's address."""
    places = "".join(traceback.format_tb(error.__traceback__))
    log.error("%s could not be taken in (%s):\n%s", what, type(error).__name__, places)


def _passes(error: Exception) -> bool:
    """Say whether it may be better in a moment: a busy database, a full disk."""
    return isinstance(error, (OperationalError, OSError))


def _page(request: HttpRequest, lost: Lost, fields: tuple[str, ...], status: int) -> HttpResponse:
    context = {
        "lost": lost,
        "stylesheet": errors.stylesheet(),
        "mark": errors.mark(),
        "path": request.path,
        "body": request.POST.get("body", ""),
        "fields": [(name, request.POST.get(name, "")) for name in fields],
    }
    response = HttpResponse(get_template("outage.html").render(context), status=status)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Retry-After"] = str(SECONDS_TO_WAIT)
    return response
