"""What is said at an address where nothing is: where it moved, why it is gone, or what is near."""

from __future__ import annotations

import logging
import re

from django.conf import settings
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.shortcuts import render
from django.utils.translation import gettext as _

from articles.models import Article, Redirect
from articles.redirects import finding, paths, wordpress
from articles.redirects.finding import Found
from articles.redirects.hits import HITS
from articles.search import suggestions_for
from backpain import errors
from backpain.addresses import with_query

FILE = re.compile(r"\.(?!(?:html?|php|aspx?|jsp|cgi)$)\w{1,8}$", re.IGNORECASE)
LONGEST_QUERY = 2000  # characters that are carried over

ENDING = re.compile(r"\.\w{1,8}/?$")
WORD = re.compile(r"[^\W\d_]{2,}")
NEWEST = 5
MOST_WORDS = 8
LONGEST_SEARCH = 100  # characters

logger = logging.getLogger(__name__)


def page(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer in place of a 404: a redirect, a 410, or the page that helps to find on."""
    path = request.path_info
    if path.startswith((settings.STATIC_URL, settings.MEDIA_URL)):
        return _plain()
    return instead(request) or (_plain() if FILE.search(path) else _helpful(request))


def instead(request: HttpRequest) -> HttpResponse | None:
    """Return what stands for an address that Django knows nothing of; None: nothing does."""
    if request.path_info.startswith(f"/{settings.ADMIN_PATH}"):
        return None
    try:
        found = _found(request)
        if found is None or (found.address and request.method not in ("GET", "HEAD")):
            return None
        return answer(request, found)
    except Http404:  # a number of WordPress that nothing has
        return None
    except Exception as error:  # the database is away, or a row is odd: it is simply not here
        logger.error("An old address could not be looked up: %r", error)
        return None


def _found(request: HttpRequest) -> Found | None:
    """Look a path up; /index.php is the home page of WordPress, which its query may change."""
    path, query = request.path_info, request.META.get("QUERY_STRING", "")
    if query and paths.readings(path)[-1] == "/" and (found := wordpress.find("/", request.GET)):
        return found
    return finding.find(path, query)


def words_of(path: str) -> str:
    """Return the words of an address, to search for."""
    return " ".join(WORD.findall(ENDING.sub("", path))[:MOST_WORDS])[:LONGEST_SEARCH]


def answer(request: HttpRequest, found: Found) -> HttpResponse:
    """Lead to what was `found`, or say that it is gone, and count that the row was used."""
    if found.row:
        HITS.count(found.row)
    if found.kind == Redirect.Kind.GONE:
        return _gone(request, found)
    is_permanent = found.kind == Redirect.Kind.PERMANENT
    kind = HttpResponsePermanentRedirect if is_permanent else HttpResponseRedirect
    query = wordpress.without_names(request.META.get("QUERY_STRING", "")[:LONGEST_QUERY])
    response = kind(with_query(found.address, query))
    # A browser keeps a 301 for ever: renamed there and back, it would run in circles.
    response.headers["Cache-Control"] = "no-cache"
    return response


def _gone(request: HttpRequest, found: Found) -> HttpResponse:
    article = found.article
    instead = article.replacement if article else found.row and found.row.article
    context = {
        "article": None,
        "withdrawn": article,
        "reason": article.withdrawn_reason if article else found.row and found.row.reason,
        "instead": instead if isinstance(instead, Article) and instead.is_public else None,
    }
    response = render(request, "articles/withdrawn.html", context, status=410)
    response.headers["Cache-Control"] = "no-cache"
    return response


def _helpful(request: HttpRequest) -> HttpResponse:
    try:
        path = request.path_info
        near = suggestions_for(path)
        others = Article.objects.listed().exclude(pk__in=[article.pk for article in near])
        newest = others.newest_first().only("title", "slug")[:NEWEST]
        context = {"near": near, "newest": newest, "words": words_of(path)}
        return render(request, "404.html", context, status=404)
    except Exception as error:
        logger.error("The page for missing addresses could not be made: %r", error)
        return _plain()


def _plain() -> HttpResponse:
    return errors.plain(
        404, _("This page is not here"), _("The address may be mistyped, or the page has moved.")
    )
