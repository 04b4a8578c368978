"""What only the tests of articles make; see tests.factories for the manner."""

from articles.models import Report
from tests.factories import make_article


def make_report(**fields) -> Report:
    """Make an open report from a reader, on an article of its own unless one is given."""
    article = fields.pop("article", None) or make_article()
    defaults = {"version": article.version, "body": "A word is missing."}
    return Report.objects.create(article=article, **{**defaults, **fields})
