"""Pages for one reader: no store keeps them and no search engine lists them."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse

HEADERS = {"Cache-Control": "no-store, private", "X-Robots-Tag": "noindex"}


def page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Declare that what `view` answers is for one reader only."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = view(request, *args, **kwargs)
        for name, value in HEADERS.items():
            response.headers[name] = value
        return response

    return wrapper
