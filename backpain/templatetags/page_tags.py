"""What every page says of its own address."""

import re
from collections.abc import Iterator

from django import template
from django.conf import settings
from django.core.paginator import Page
from django.template.context import Context
from django.utils.encoding import escape_uri_path

register = template.Library()

PAGE_NUMBER = re.compile(r"page/\d+/$")


@register.simple_tag(takes_context=True)
def canonical_address(context: Context) -> str:
    """Return the one address of the page being made, without query; "" where there is no page."""
    request = context.get("request")
    return settings.SITE_URL + escape_uri_path(request.path) if request else ""


@register.simple_tag(takes_context=True)
def page_address(context: Context, number: int) -> str:
    """Return the address of page `number` of the list being shown."""
    first = PAGE_NUMBER.sub("", context["request"].path)
    return first if number == 1 else f"{first}page/{number}/"


@register.simple_tag
def page_numbers(page: Page) -> Iterator[int | str]:
    """Return the page numbers to offer around `page`, with "…" where some are left out."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
