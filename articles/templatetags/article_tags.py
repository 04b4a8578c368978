"""How pages of other parts show what is published."""

from django import template
from django.db.models import QuerySet

from articles.models import Category

register = template.Library()


@register.simple_tag
def categories() -> QuerySet[Category]:
    """Return the categories in the order of the menu."""
    return Category.objects.all()
