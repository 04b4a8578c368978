"""How a page names the feed of an article's comments."""

from django import template
from django.urls import reverse

from articles.models import Article
from comments import feeds

register = template.Library()


@register.inclusion_tag("comments/_feed.html")
def comments_feed(article: Article) -> dict[str, str]:
    """Name the feed of the comments on `article` in the page's head, if it has one."""
    if not feeds.has_feed(article):
        return {}
    address = reverse("comments:article_feed", args=[article.slug])
    return {"address": address, "title": feeds.title_of(article)}
