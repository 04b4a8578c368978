"""What stands between a text and its readers: looked at before every publication.

Hard problems stop it. The others are put right, or somebody says why it is published all the same;
the reason is kept with the revision (`Revision.override`) and in the log.
"""

from __future__ import annotations

from articles.checklist import advised, leading, required
from articles.checklist.text import Problem, Text, moment
from articles.models import Article
from articles.revisions import saving
from articles.revisions.content import Content

__all__ = ["Problem", "moment", "problems"]

FOR_ALL = [
    *(required.title, required.slug, required.pictures, required.markers, required.exercises),
    required.end,
    *(advised.shown_title, advised.shown_description, advised.similar_title),
    *(advised.headings, leading.links, leading.broken),
]
FOR_ARTICLES = [
    *(required.category, required.author, required.description, required.signed),
    *(advised.review, advised.sources, leading.internal_link, advised.lead_picture),
]


def problems(article: Article, content: Content | None = None) -> list[Problem]:
    """Return what is wrong with `content`, by default what is written of `article`, hard first.

    A page such as "About" is asked only for what concerns it. As many queries for a long text as
    for a short one.
    """
    text = Text(article, saving.written(article) if content is None else content)
    rules = FOR_ALL if text.is_page else [*FOR_ALL, *FOR_ARTICLES]
    found = [problem for rule in rules for problem in rule(text)]
    return sorted(found, key=lambda problem: not problem.is_hard)
