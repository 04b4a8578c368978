"""What only the tests of articles make; see tests.factories for the manner."""

from datetime import timedelta

from django.utils.text import slugify
from django.utils.timezone import now

from articles import publishing
from articles.models import Article, Exercise, Picture, Redirect, Report
from tests.factories import make_article

# The fields of an article that readers may not see, by the reason.
HIDDEN = {
    "draft": {"status": Article.Status.DRAFT},
    "withdrawn": {"status": Article.Status.WITHDRAWN},
    "scheduled": {"publish_at": now() + timedelta(days=1)},
    "over": {"publish_at": now() - timedelta(days=2), "unpublish_at": now() - timedelta(days=1)},
}


def make_report(**fields) -> Report:
    """Make an open report from a reader, on an article of its own unless one is given."""
    article = fields.pop("article", None) or make_article()
    defaults = {"version": article.version, "body": "A word is missing."}
    return Report.objects.create(article=article, **{**defaults, **fields})


def make_picture(**fields) -> Picture:
    """Make a picture without its file."""
    fields = {"alternative_text": "A spine from the side", "file": "0" * 32 + ".webp", **fields}
    return Picture.objects.create(width=1200, height=800, **fields)


def make_exercise(name: str = "Pelvic tilt", **fields) -> Exercise:
    """Make an exercise of one step; a body shows it by its slug."""
    fields = {"slug": slugify(name), "steps": "Lie down.", **fields}
    return Exercise.objects.create(name=name, **fields)


def make_indexed(title: str = "", **fields) -> Article:
    """Make an article as the desk does, with all that follows, so that a search finds it."""
    article = make_article(title, **fields)
    publishing.refresh(article)
    return article


def make_redirect(path: str, **fields) -> Redirect:
    """Make a redirect from `path`; `fields` say where it leads."""
    return Redirect.objects.create(path=path, **fields)
