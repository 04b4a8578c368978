"""What every page says of its own address, and its head of itself."""

import re
from collections.abc import Iterator
from html import unescape

from django import template
from django.conf import settings
from django.core.paginator import Page
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.template.context import Context
from django.utils.encoding import escape_uri_path

from backpain import sharing, text

register = template.Library()

PAGE_NUMBER = re.compile(r"page/\d+/$")


class CaptureNode(template.Node):
    """Keeps what stands inside as plain text, one line, in the variable `head_<name>`."""

    def __init__(self, name: FilterExpression, nodelist: NodeList) -> None:
        self.name = name
        self.nodelist = nodelist

    def render(self, context: Context) -> str:
        words = unescape(self.nodelist.render(context))
        context[f"head_{self.name.resolve(context)}"] = text.one_line(words)
        return ""


@register.tag
def capture(parser: Parser, token: Token) -> CaptureNode:
    """Keep a block of the head for the several places that repeat it: {% capture "title" %}."""
    _, name = token.split_contents()
    nodelist = parser.parse(("endcapture",))
    parser.delete_first_token()
    return CaptureNode(parser.compile_filter(name), nodelist)


@register.simple_tag(takes_context=True)
def canonical_address(context: Context) -> str:
    """Return the one address of the page being made, without query; "" where there is no page."""
    request = context.get("request")
    return settings.SITE_URL + escape_uri_path(request.path) if request else ""


@register.simple_tag(takes_context=True)
def social_title(context: Context) -> str:
    """Return the title of the page without the publication's name, which stands beside it."""
    title, name = context["head_title"], text.one_line(context["publication"].name)
    return str(title.removesuffix(f" \N{EN DASH} {name}"))


@register.simple_tag
def site_locale() -> str:
    """Return the site's language as Open Graph writes it, such as "en_GB"; "" if that is open."""
    return sharing.locale(settings.LANGUAGE_CODE)


@register.simple_tag
def default_card() -> sharing.Card:
    """Return the picture that stands for a page which has none of its own."""
    return sharing.default_card()


@register.simple_tag(takes_context=True)
def page_address(context: Context, number: int) -> str:
    """Return the address of page `number` of the list being shown."""
    first = PAGE_NUMBER.sub("", context["request"].path)
    return first if number == 1 else f"{first}page/{number}/"


@register.simple_tag
def page_numbers(page: Page) -> Iterator[int | str]:
    """Return the page numbers to offer around `page`, with "…" where some are left out."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
