"""How an article stands in the results of a search engine."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

from articles.body import read
from articles.models import Article
from backpain.models import Publication
from backpain.text import cut, one_line

# What Google shows of each on a desktop before it cuts: about 600 pixels, and two lines.
TITLE, DESCRIPTION = 60, 160


@dataclass(frozen=True)
class Result:
    """What a search engine shows of an article, cut as it would be."""

    title: str
    address: str
    description: str


def title(article: Article) -> str:
    """Return the title for search engines, without the publication's name."""
    return article.seo_title or article.title


def description(article: Article) -> str:
    """Return the words under the title: those chosen, else the standfirst, else how it begins."""
    if words := article.seo_description or article.standfirst:
        return words
    return cut(read(article.body).text, DESCRIPTION)


def preview(article: Article) -> Result:
    """Return what a search engine would show of `article` as it is saved."""
    publication = Publication.current()
    host = urlsplit(settings.SITE_URL).netloc
    return Result(
        title=cut(f"{title(article)} \N{EN DASH} {publication.name}", TITLE),
        address=f"{host} \N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK} {article.slug}",
        description=cut(description(article) or one_line(publication.tagline), DESCRIPTION),
    )
