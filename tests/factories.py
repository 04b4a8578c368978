"""Rows for tests: each function names only what matters and takes the rest as keywords."""

from itertools import count

from django.utils.text import slugify

from articles.models import Article, Author, Byline, Category

_numbers = count(1)


def make_category(name: str = "Back Pain", **fields) -> Category:
    slug = fields.pop("slug", slugify(name))
    return Category.objects.get_or_create(slug=slug, defaults={"name": name, **fields})[0]


def make_author(name: str = "Jo Writer", **fields) -> Author:
    slug = fields.pop("slug", slugify(name))
    return Author.objects.get_or_create(slug=slug, defaults={"name": name, **fields})[0]


def make_article(title: str = "", *, author: Author | None = None, **fields) -> Article:
    """Make a published article with one author and one category."""
    title = title or f"Article {next(_numbers)}"
    fields = {"body": "<p>Words.</p>", "status": Article.Status.PUBLISHED, **fields}
    article = Article.objects.create(title=title, slug=fields.pop("slug", slugify(title)), **fields)
    article.categories.add(make_category())
    Byline.objects.create(article=article, author=author or make_author())
    return article


def make_page(title: str = "About", **fields) -> Article:
    """Make a published page: an article of that kind, with neither author nor category."""
    fields = {"body": "<p>Words.</p>", "status": Article.Status.PUBLISHED, **fields}
    return Article.objects.create(
        title=title,
        slug=fields.pop("slug", slugify(title)),
        kind=Article.Kind.PAGE,
        comments_are_open=False,
        **fields,
    )
