"""The front: public pages are finished once and served from memory until what they show changes.

A public view wears `@public_page`. What a page shows it names as tags (`shows`), and whoever
changes that calls `changed` with the same tag, inside the transaction of the change.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import wraps
from urllib.parse import parse_qsl

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.cache import patch_vary_headers
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from backpain.models import PageTag
from backpain.versions import VERSIONS

# Query parameters with a meaning; a page asked for with any other is the page without it.
PARAMETERS = frozenset(
    {"q", "after", "sort", "parent", "p", "page_id", "cat", "m", "s"}
    | {"attachment_id", "author", "feed", "replytocom"}
)
CACHE_CONTROL = "public, max-age=0, s-maxage=1, stale-if-error=86400"
LONGEST = timedelta(days=1)  # that a finished page lives


@dataclass
class Page:
    """What the front must know of a finished page: its tags, and when the clock changes it."""

    tags: set[str] = field(default_factory=lambda: {"site"})
    until: datetime | None = None
    started_at: datetime = field(default_factory=now)

    @property
    def ends_at(self) -> datetime:
        """The moment after which the page must be made anew, changed or not."""
        longest = self.started_at + LONGEST
        return min(self.until or longest, longest)


def public_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Declare that `view` shows every visitor the same page, so that the front may keep it.

    The view sees GET and HEAD only, and no query parameter outside `PARAMETERS`.
    """

    @require_safe
    @wraps(view)
    def wrapper(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        page = Page()
        request.page = page  # type: ignore[attr-defined]
        request.GET = _meant(request.GET)  # type: ignore[assignment]
        response = view(request, *args, **kwargs)
        if response.status_code == 200:
            response.page = page  # type: ignore[attr-defined]
            response.headers.setdefault("Cache-Control", CACHE_CONTROL)
            patch_vary_headers(response, ["Accept-Encoding"])
        return response

    wrapper.is_public_page = True  # type: ignore[attr-defined]
    wrapper.csrf_exempt = True  # type: ignore[attr-defined]  # a post gets a 405, not a 403
    return wrapper


def shows(request: HttpRequest, *tags: str) -> None:
    """Say that the page being made for `request` shows what `tags` name, e.g. "article:12"."""
    if page := getattr(request, "page", None):
        page.tags.update(tags)


def until(request: HttpRequest, moment: datetime | None) -> None:
    """Say that the page being made for `request` is right only until `moment`; None: for ever.

    What was over when the view began makes no difference to it. A moment that passed since does:
    the view may have read what came before it.
    """
    page = getattr(request, "page", None)
    if page and moment and moment > page.started_at:
        page.until = min(page.until or moment, moment)


def changed(*tags: str) -> None:
    """Say that what `tags` name has changed. Call it in the transaction of the change.

    This process knows of it as soon as the transaction is committed, all others within a second.
    """
    PageTag.objects.bulk_create(
        [PageTag(name=tag, version=secrets.token_hex(8)) for tag in sorted(set(tags))],
        update_conflicts=True,
        unique_fields=["name"],
        update_fields=["version", "changed_at"],
    )
    transaction.on_commit(VERSIONS.reread)


def forget_old_tags() -> int:
    """Delete the tags that no finished page can know any more; return how many.

    A page lives a day at most, so after two no process holds one that was made before the change.
    """
    return PageTag.objects.filter(changed_at__lt=now() - 2 * LONGEST).delete()[0]


def has_meaning(query: str) -> bool:
    """Say whether a query string holds a parameter that makes it another page."""
    try:
        pairs = parse_qsl(query, True, max_num_fields=settings.DATA_UPLOAD_MAX_NUMBER_FIELDS)
    except ValueError:  # too many: Django refuses them
        return True
    return any(name in PARAMETERS for name, _ in pairs)


def _meant(query: QueryDict) -> QueryDict:
    meant = QueryDict(mutable=True)
    for name in PARAMETERS.intersection(query):
        meant.setlist(name, query.getlist(name))
    return meant
