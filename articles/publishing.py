"""What follows when an article is written, changed or leaves: the one place that tells others."""

from __future__ import annotations

from articles.models import Article
from backpain import pages


def refresh(article: Article) -> None:
    """Make readers see `article` as it is now. Call it in the transaction that changed it,
    after its authors, categories, tags and sources are saved too.
    """
    pages.changed("articles", f"article:{article.pk}")
