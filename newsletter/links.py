"""The pages behind the links in letters. A GET only shows: mail scanners open every link.

Their token is the authority, so they need no cookie and no origin rule.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps

from django.db import Error
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from backpain import errors, visitors
from backpain.models import Publication
from newsletter import consent, tokens
from newsletter.consent import Occasion, Wording
from newsletter.models import Subscriber

log = logging.getLogger(__name__)

HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
}


def private_link(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Declare that `view` stands behind a secret address, which must not leak nor be kept."""

    @csrf_exempt
    @wraps(view)
    def wrapper(request: HttpRequest, token: str) -> HttpResponse:
        try:
            response = require_http_methods(["GET", "HEAD", "POST"])(view)(request, token)
        except Error as error:
            log.error("A link of a letter could not be served (%s)", type(error).__name__)
            response = _busy()
        for name, value in HEADERS.items():
            response.headers[name] = value
        return response

    return wrapper


@private_link
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Show the button that makes a subscriber; make one when it is pressed."""
    wording = consent.confirmation(Publication.current())
    subscriber = Subscriber.objects.with_confirm_token(token)
    if subscriber and request.method == "POST":
        subscriber.confirm(_occasion(request, token, wording))
        subscriber = Subscriber.objects.with_confirm_token(token)
    if subscriber and subscriber.is_active:
        return render(request, "newsletter/confirmed.html", {"subscriber": subscriber})
    if subscriber and subscriber.may_confirm:
        context = {"subscriber": subscriber, "wording": wording}
        return render(request, "newsletter/confirm.html", context)
    return render(request, "newsletter/stale_link.html", {"may_sign_up": True}, status=404)


@private_link
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Show the button that ends a subscription; end it when pressed, by a person or a program."""
    if len(token) != tokens.UNSUBSCRIBE_LENGTH:  # cut short: do not say that no letter will come
        return render(request, "newsletter/stale_link.html", status=404)
    if request.method == "POST":
        return _leave_or_return(request, token)
    return _standing(request, token)


def _leave_or_return(request: HttpRequest, token: str) -> HttpResponse:
    subscriber = Subscriber.objects.with_unsubscribe_token(token)
    publication = Publication.current()
    if request.POST.get("act") == "return":
        if subscriber:
            subscriber.take_back_leaving(_occasion(request, token, consent.returning(publication)))
        return _standing(request, token, active="newsletter/confirmed.html")
    if subscriber:
        subscriber.leave(_occasion(request, token, consent.leaving(publication)))
    if request.POST.get("List-Unsubscribe") == "One-Click":  # a mail program: it wants no page
        words = _("You get no more letters from us.")
        return HttpResponse(words, content_type="text/plain; charset=utf-8")
    return _standing(request, token)


def _standing(
    request: HttpRequest, token: str, active: str = "newsletter/unsubscribe.html"
) -> HttpResponse:
    """Show how the address of this link stands, and the button that changes it.

    An unknown link is shown as an address that gets no letters: which is true.
    """
    subscriber = Subscriber.objects.with_unsubscribe_token(token)
    publication = Publication.current()
    context: dict[str, object] = {"subscriber": subscriber}
    if subscriber and subscriber.is_active:
        return render(request, active, {**context, "wording": consent.leaving(publication)})
    if subscriber and subscriber.may_return:
        context["wording"] = consent.returning(publication)
        return render(request, "newsletter/left.html", context)
    return render(request, "newsletter/no_letters.html")


def _busy() -> HttpResponse:
    words = _("It is our fault, and nothing has changed. Wait half a minute and try again.")
    return errors.plain(503, _("This did not work just now"), words)


def _occasion(request: HttpRequest, token: str, wording: Wording) -> Occasion:
    """Return what the proof of consent keeps of a press on a button; not the token."""
    return Occasion(
        wording=wording,
        page=request.path.removesuffix(f"{token}/"),
        client=visitors.client_address(request) or None,
    )
