"""How pages of other parts show the newsletter."""

from typing import Any

from django import template
from django.template.context import Context

from backpain.models import Publication
from newsletter import consent

register = template.Library()


@register.inclusion_tag("newsletter/_signup_box.html", takes_context=True)
def signup_box(context: Context, article: object = None) -> dict[str, Any]:
    """Show the box with the form; a sign-up from it remembers `article`."""
    return {
        "wording": consent.sign_up(context.get("publication") or Publication.current()),
        "article_slug": getattr(article, "slug", ""),
    }


@register.simple_tag(takes_context=True)
def signup_words(context: Context) -> consent.Wording:
    """Return the words around the form, for a page that is all about it."""
    return consent.sign_up(context.get("publication") or Publication.current())
