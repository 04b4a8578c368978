"""What a page's head says to machines: see articles.structured and articles.cards."""

from __future__ import annotations

from django import template
from django.core.paginator import Page as ListPage
from django.template.context import Context
from django.utils.safestring import SafeString

from articles import cards, lines, search_result, structured
from articles.models import Article, Author, Category
from backpain import html
from backpain.addresses import absolute
from backpain.sharing import Card
from backpain.templatetags.page_tags import canonical_address, social_title

register = template.Library()
register.filter("title_for_search", search_result.title)
register.filter("description_for_search", search_result.description)
register.filter("moment", structured.moment)


@register.simple_tag(takes_context=True)
def structured_page(context: Context) -> SafeString | str:
    """Describe a page that is neither an article nor an author: a list, or plain words."""
    if not context.get("head_canonical"):
        return ""
    page, shown, term = _page(context), context.get("page"), context.get("term")
    described = structured.web_page(page)
    if isinstance(shown, ListPage):
        described = structured.collection_page(page, shown)
    if not isinstance(term, Category):
        return _block(context, described)
    lines.load([term])
    way = structured.breadcrumb(page, term.line()[:-1], term.name)
    return _block(context, {**described, "breadcrumb": {"@id": way["@id"]}}, way)


@register.simple_tag(takes_context=True)
def structured_article(context: Context, article: Article) -> SafeString | str:
    """Describe the page of `article`, or of the page that it is."""
    if not context.get("head_canonical"):
        return ""
    page = _page(context)
    if article.kind == Article.Kind.PAGE:
        return _block(context, structured.plain_page(page, article))
    way = structured.breadcrumb(page, line_of(article), article.title)
    return _block(context, *structured.medical_page(page, article), way)


@register.simple_tag(takes_context=True)
def structured_author(context: Context, author: Author) -> SafeString | str:
    """Describe the page of `author`."""
    if not context.get("head_canonical"):
        return ""
    return _block(context, *structured.profile_page(_page(context), author))


@register.simple_tag
def article_card(article: Article) -> Card:
    """Return the picture that stands for `article` where it is shared."""
    return cards.card_of(article)


@register.simple_tag
def author_card(author: Author) -> Card:
    """Return the picture that stands for an author's page where it is shared."""
    return cards.card_of_author(author)


@register.simple_tag
def absolute_address(shown: Article | Author) -> str:
    """Return the address of an article or a person with scheme and host."""
    return absolute(shown.get_absolute_url())


@register.filter
def line_of(article: Article) -> list[Category]:
    """Return the categories above `article`, the widest first; [] where it is in none."""
    section = article.section
    if section is None:
        return []
    lines.load([section])
    return section.line()


def _page(context: Context) -> structured.Page:
    return structured.Page(
        url=canonical_address(context),
        name=social_title(context),
        description=str(context.get("head_description") or ""),
    )


def _block(context: Context, *nodes: structured.Node) -> SafeString:
    return html.data_block(structured.graph(*structured.site(context["publication"]), *nodes))
