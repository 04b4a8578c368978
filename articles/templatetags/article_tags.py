"""How pages of other parts show what is published."""

from django import template
from django.db.models import QuerySet

from articles.models import Article, ArticleQuerySet, Category

register = template.Library()


@register.simple_tag
def categories() -> QuerySet[Category]:
    """Return the categories in the order of the menu."""
    return Category.objects.all()


@register.simple_tag
def newest_articles(count: int) -> ArticleQuerySet:
    """Return the newest published articles, with title and address only."""
    return Article.objects.listed().newest_first().only("title", "slug")[:count]
