"""The site's menus in its pages."""

from __future__ import annotations

from dataclasses import dataclass

from django import template
from django.template import Context

from articles import menus
from articles.models import Category

register = template.Library()


@dataclass(frozen=True)
class Link:
    """An entry as a page shows it; `current` is its aria-current, "" for none."""

    name: str
    url: str
    is_page: bool
    current: str


@register.simple_tag(takes_context=True)
def menu(context: Context, place: str) -> list[Link]:
    """Return the links of the menu at `place` ("header" or "footer")."""
    request = context["request"]
    around = _categories_shown(context)
    return [
        Link(entry.name, entry.url, entry.is_page, _current(entry, request.path, around))
        for entry in menus.entries(request, place)
    ]


def _current(entry: menus.Entry, path: str, around: set[int | None]) -> str:
    if path == entry.url:
        return "page"
    return "true" if not entry.is_page and entry.category in around else ""


def _categories_shown(context: Context) -> set[int | None]:
    """Return the keys of the categories that the page is about, and of the next wider ones."""
    article, term = context.get("article"), context.get("term")
    shown = list(article.categories.all()) if article else []
    if isinstance(term, Category):
        shown.append(term)
    return {key for category in shown for key in (category.pk, category.parent_id)} - {None}


@register.filter
def to_categories(links: list[Link]) -> list[Link]:
    """Keep the links that lead to categories."""
    return [link for link in links if not link.is_page]


@register.filter
def to_pages(links: list[Link]) -> list[Link]:
    """Keep the links that lead to pages."""
    return [link for link in links if link.is_page]
