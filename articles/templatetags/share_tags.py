"""How a page offers to pass an article on, and to cite it."""

from __future__ import annotations

from django import template

from articles import citations, share_links
from articles.models import Article
from backpain.models import Publication

register = template.Library()


@register.simple_tag
def share_ways(article: Article) -> list[share_links.ShareLink]:
    """Return the links that pass `article` on."""
    return share_links.to(article)


@register.simple_tag
def address_of(article: Article) -> str:
    """Return the address of `article` with the site's host."""
    return citations.address_of(article)


@register.simple_tag
def citation(article: Article, publication: Publication) -> str:
    """Return the reference to `article` in words."""
    return citations.vancouver(citations.Work.of(article, publication))
