"""Searching as a reader does."""

from articles.search import Filters, search


def found(typed, **filters) -> list[str]:
    """Return the titles of what is found, in order."""
    page = search(typed, filters=Filters(**filters)).page(1)
    return [hit.article.title for hit in page.object_list]
