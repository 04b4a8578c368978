"""How an address stays good: whoever changes or removes a thing says so here.

Rows lead to the thing and not to its address of today, so they never form chains.
"""

from __future__ import annotations

import copy
from urllib.parse import unquote

from django.db import transaction
from django.utils.translation import gettext as _

from articles.models import Article, Category, Redirect
from articles.models.redirects import TARGETS
from articles.redirects import paths
from articles.redirects.known import Thing, is_public

NOWHERE = dict.fromkeys(TARGETS)


def path_of(thing: Thing, slug: str = "") -> str:
    """Return the path of `thing` as redirects keep it, or what it was with another slug."""
    if slug:
        thing = copy.copy(thing)
        thing.slug = slug
    return paths.plain(unquote(thing.get_absolute_url()))


def remember(
    address: str, thing: Thing, *, origin: Redirect.Origin = Redirect.Origin.IMPORTED
) -> Redirect | None:
    """Let an old `address`, a path or in full, lead to `thing` from now on.

    None: it is the address of `thing` itself. ValueError: it is no address, or too long.
    """
    path = paths.kept(address)
    if len(path) > paths.LONGEST:
        raise ValueError(f"{path[:60]}… has more than {paths.LONGEST} characters.")
    if path == path_of(thing):
        return None
    return Redirect.objects.update_or_create(
        path=path,
        defaults={**_leads_to(thing), "kind": 301, "url": "", "reason": "", "origin": origin},
    )[0]


@transaction.atomic
def renamed(thing: Thing, old_slug: str) -> Redirect | None:
    """Let the address that `thing` had as `old_slug` lead to it; call it after it was saved.

    None where no reader ever knew that address.
    """
    settled(thing)
    if old_slug == thing.slug or not was_known(thing):
        return None
    return remember(path_of(thing, old_slug), thing, origin=Redirect.Origin.AUTOMATIC)


def was_known(thing: Thing) -> bool:
    """Say whether readers could ever find `thing`; all but articles are public from the first."""
    return thing.has_been_public if isinstance(thing, Article) else True


def settled(thing: Thing) -> None:
    """Give `thing` its address: no row that a change made, or that leads to it, stays there.

    A draft takes nothing: what readers find at that address they find until it is published.
    """
    if not is_public(thing):
        return
    here = Redirect.objects.filter(path=path_of(thing))
    here.filter(origin=Redirect.Origin.AUTOMATIC).delete()
    here.filter(**{_name_of(thing): thing}).delete()


@transaction.atomic
def removed(thing: Thing) -> None:
    """Say at every address of `thing` that it is gone; call it before it is deleted.

    A category that was part of a wider one leads there instead.
    """
    if not was_known(thing):
        return
    fate = _fate(thing)
    Redirect.objects.filter(**{_name_of(thing): thing}).update(**fate)
    Redirect.objects.update_or_create(
        path=path_of(thing), defaults={**fate, "origin": Redirect.Origin.AUTOMATIC}
    )


def _fate(thing: Thing) -> dict[str, object]:
    if isinstance(thing, Category) and thing.parent:
        return {**_leads_to(thing.parent), "kind": Redirect.Kind.PERMANENT}
    gone = {**NOWHERE, "url": "", "kind": Redirect.Kind.GONE}
    if isinstance(thing, Article):
        return {**gone, "article": thing.replacement, "reason": thing.withdrawn_reason[:300]}
    words = _("The %(kind)s “%(name)s” is no longer kept.")
    return {**gone, "reason": words % {"kind": thing._meta.verbose_name, "name": thing}}


def _leads_to(thing: Thing) -> dict[str, object]:
    return {**NOWHERE, "url": "", _name_of(thing): thing}


def _name_of(thing: Thing) -> str:
    return str(thing._meta.model_name)
