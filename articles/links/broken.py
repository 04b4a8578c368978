"""The broken links of one text, for its form and its checklist."""

from __future__ import annotations

from articles.models import Article, Link


def broken_in(article: Article) -> list[Link]:
    """Return the broken links to elsewhere in what readers see of `article`; in one query.

    Those to this site are left out: the checklist looks at them itself, as they are now.
    """
    found = Link.objects.filter(articles=article).broken().exclude(host=None)
    return list(found.order_by("first_failed_at", "pk"))
