"""What follows when an article is written, changed or leaves: the one place that tells others."""

from __future__ import annotations

from articles import cards, shown
from articles.links import noting
from articles.models import Article
from articles.search import indexing
from backpain import pages


def refresh(article: Article) -> None:
    """Make readers see `article` as it is now. Call it in the transaction that changed it,
    after its authors, categories, tags and sources are saved too.
    """
    shown.note(article)
    noting.note(article)
    indexing.index([article.pk])
    cards.look_again(Article.objects.filter(pk=article.pk))
    pages.changed(*tags_of(article))


def tags_of(article: Article) -> list[str]:
    """Return the tags of what shows `article`: a page may stand in the menus of every page."""
    is_page = article.kind == Article.Kind.PAGE
    return ["articles", f"article:{article.pk}", *(["site"] if is_page else [])]
