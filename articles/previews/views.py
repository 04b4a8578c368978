"""Previews for people without an account."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.previews import links, showing, words
from articles.revisions import saving
from backpain import errors


@require_safe
def shared(request: HttpRequest, token: str) -> HttpResponse:
    """Show what the link with `token` leads to; once readers see it, lead there."""
    link = links.find(token)
    if link is None:
        return showing.sealed(_nothing())
    links.USES.count(link)
    if link.revision:
        banner = showing.Banner(words.of_revision(link.revision))
        return showing.page(request, link.article, link.revision.content, banner)
    if link.article.is_public:
        return showing.sealed(redirect(link.article))
    banner = showing.Banner(words.of_written(link.article))
    return showing.page(request, link.article, saving.written(link.article), banner)


def _nothing() -> HttpResponse:
    return errors.plain(
        404,
        _("This link leads nowhere"),
        _("It has expired, was revoked, or is incomplete. Ask for a new one where you got it."),
    )
