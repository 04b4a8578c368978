"""Comments for tests; see tests.factories for the manner."""

from itertools import count

from comments.models import Comment
from tests.factories import make_article

_numbers = count(1)


def make_comment(**fields) -> Comment:
    """Make a reader's comment that waits for a moderator; with a parent, on its article."""
    number = next(_numbers)
    parent = fields.get("parent")
    fields.setdefault("article", parent.article if parent else None)
    if fields["article"] is None:
        fields["article"] = make_article()
    defaults = {
        "name": f"Reader {number}",
        "email": f"reader{number}@example.org",
        "body": f"Comment {number}.",
        "captcha_verdict": Comment.Verdict.OFF,
        "reasons": ["Every comment waits for a moderator."],
    }
    return Comment(**{**defaults, **fields}).keep()


def make_visible_comment(**fields) -> Comment:
    """Make a comment that readers see."""
    return make_comment(status=Comment.Status.APPROVED, **fields)
