"""Signing up: a page, a form in other pages, and an answer that is the same for every address."""

from __future__ import annotations

import logging
from urllib.parse import urlsplit

from django.db import Error, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt

from articles.models import Article
from backpain import text, visitors
from backpain.models import Publication
from backpain.pages import public_page
from newsletter import consent
from newsletter.forms import SignUpForm
from newsletter.models import Subscriber

log = logging.getLogger(__name__)

POSTS = 5
POSTS_SECONDS = 10 * 60


@csrf_exempt
def subscribe(request: HttpRequest) -> HttpResponse:
    """Show the page with the form; take the form from there and from every other page."""
    return _take(request) if request.method == "POST" else _page(request)


# The front asks the view behind an address; what it may keep is the GET, by the decorator below.
subscribe.is_public_page = True  # type: ignore[attr-defined]


@public_page
def sent(request: HttpRequest) -> HttpResponse:
    """Say that a letter is on its way, whatever became of the address."""
    return render(request, "newsletter/sent.html")


@public_page
def promise(request: HttpRequest) -> HttpResponse:
    """Say how we treat an address."""
    return render(request, "newsletter/promise.html")


@public_page
def _page(request: HttpRequest) -> HttpResponse:
    return render(request, "newsletter/subscribe.html")


@visitors.same_origin_post
def _take(request: HttpRequest) -> HttpResponse:
    form = SignUpForm(request.POST)
    try:
        response = _answer(request, form)
    except Error as error:  # the name alone: the database's words may hold the address
        log.error("A sign-up could not be stored (%s)", type(error).__name__)
        response = _busy(form)
    response.headers["Cache-Control"] = "no-store"
    return response


def _answer(request: HttpRequest, form: SignUpForm) -> HttpResponse:
    if request.origin is visitors.Origin.CROSS:  # type: ignore[attr-defined]
        return _form_page(request, form, status=403)
    if not form.is_valid():
        return _form_page(request, form, status=422)
    _sign_up(request, form)
    return HttpResponse(status=303, headers={"Location": reverse("newsletter:sent")})


@transaction.atomic
def _sign_up(request: HttpRequest, form: SignUpForm) -> None:
    """Count the post and ask the address, in one commit whatever its state."""
    client = visitors.client_address(request)
    is_rare = visitors.allow("sign-up", client, limit=POSTS, seconds=POSTS_SECONDS)
    occasion = consent.Occasion(
        wording=consent.sign_up(Publication.current()),
        page=_path_of_referer(request),
        article=Article.objects.published().filter(slug=form.article_slug).first(),
        client=client or None,
    )
    Subscriber.objects.ask(form.address, occasion, is_welcome=is_rare and not form.is_trapped)


def _path_of_referer(request: HttpRequest) -> str:
    """Return where on this site the form stood, "" if the browser does not tell."""
    try:
        referer = urlsplit(request.headers.get("Referer", ""))
    except ValueError:
        return ""
    return text.one_line(referer.path)[:300] if referer.netloc == request.get_host() else ""


def _form_page(request: HttpRequest, form: SignUpForm, *, status: int) -> HttpResponse:
    context = {"form": form, "is_from_elsewhere": status == 403}
    return render(request, "newsletter/subscribe.html", context, status=status)


def _busy(form: SignUpForm) -> HttpResponse:
    """Keep the address on a page that needs no database."""
    page = render_to_string("newsletter/busy.html", {"form": form})
    return HttpResponse(page, status=503, headers={"Retry-After": "10"})
