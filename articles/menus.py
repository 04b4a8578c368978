"""The site's two menus: what the publisher put into them, else what there is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from django.apps import apps as all_apps
from django.db.models import F, IntegerField, Value
from django.db.models.fields import DateTimeField
from django.db.models.functions import Coalesce, NullIf
from django.http import HttpRequest
from django.urls import reverse
from django.utils.timezone import now

from articles.models import Article, Category, Menu, MenuItem
from backpain import pages

PLACES = tuple(Menu.Place.values)
PUBLISHED = Article.Status.PUBLISHED
COLUMNS = (
    *("place", "position", "key", "name", "slug", "category_key"),
    *("status", "appears_at", "ends_at"),
)  # in the order of `Entry`


class Entry(NamedTuple):
    """A category, or a page with what tells whether readers may see it.

    place: the menu that it was put into; "" if it is one of those that fill an empty menu.
    """

    place: str
    position: int
    key: int  # orders those of one position
    name: str
    slug: str
    category: int | None
    status: str | None
    appears_at: datetime | None
    ends_at: datetime | None

    @property
    def is_page(self) -> bool:
        return self.category is None

    @property
    def url(self) -> str:
        return reverse(f"articles:{'article' if self.is_page else 'category'}", args=[self.slug])

    def is_public(self, moment: datetime) -> bool:
        """Say whether readers see it at `moment`: the rule of `ArticleQuerySet.published`."""
        return not self.is_page or (
            self.status == PUBLISHED
            and (self.appears_at is None or self.appears_at <= moment)
            and (self.ends_at is None or self.ends_at > moment)
        )


def make(sender: Any, **kwargs: Any) -> None:
    """Make the two menus where they are missing; safe to run again after every migrate."""
    try:
        menus = kwargs.get("apps", all_apps).get_model("articles", "Menu").objects
    except LookupError:  # the database is at a migration from before there were menus
        return
    for place in PLACES:
        menus.using(kwargs["using"]).get_or_create(place=place)


def entries(request: HttpRequest, place: str) -> list[Entry]:
    """Return what the menu at `place` shows on the page being made for `request`, in order.

    What the publisher put there; else, in the header, the widest categories, and in the footer
    these and all pages. All menus of one page cost one query.
    """
    chosen = [entry for entry in _all(request) if entry.place == place]
    shown = chosen or [entry for entry in _all(request) if _fills(place, entry)]
    for page in shown:
        if page.status == PUBLISHED:
            pages.until(request, page.appears_at)
            pages.until(request, page.ends_at)
    moment = now()
    return [entry for entry in shown if entry.is_public(moment)]


def _fills(place: str, entry: Entry) -> bool:
    return entry.place == "" and (place == Menu.Place.FOOTER or not entry.is_page)


def _all(request: HttpRequest) -> list[Entry]:
    known: list[Entry] | None = getattr(request, "menu_entries", None)
    if known is None:
        known = sorted(_read(), key=lambda entry: (entry.position, entry.key, entry.name.lower()))
        request.menu_entries = known  # type: ignore[attr-defined]
    return known


def _read() -> Iterator[Entry]:
    """Read the entries of all menus, the widest categories and the pages, by one query."""
    chosen = MenuItem.objects.annotate(
        place=F("menu__place"),
        key=F("pk"),
        name=Coalesce(NullIf("label", Value("")), "category__name", "page__title"),
        slug=Coalesce("category__slug", "page__slug"),
        category_key=F("category"),
        status=F("page__status"),
        appears_at=F("page__publish_at"),
        ends_at=F("page__unpublish_at"),
    )
    categories = Category.objects.filter(parent=None).annotate(
        place=Value(""),
        key=Value(0),
        category_key=F("pk"),
        status=Value(None, IntegerField()),
        appears_at=Value(None, DateTimeField()),
        ends_at=Value(None, DateTimeField()),
    )
    own_pages = Article.objects.filter(kind=Article.Kind.PAGE, status=PUBLISHED).annotate(
        place=Value(""),
        position=Value(0),
        key=Value(1),
        name=F("title"),
        category_key=Value(None, IntegerField()),
        appears_at=F("publish_at"),
        ends_at=F("unpublish_at"),
    )
    rows = [found.order_by().values_list(*COLUMNS) for found in (chosen, categories, own_pages)]
    return map(Entry._make, rows[0].union(*rows[1:], all=True))
