"""The body of an article for readers elsewhere: plain HTML that needs nothing of ours."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from articles import safety
from articles.body import read
from articles.body.content import body_of, parts_of
from articles.body.rows import Rows, rows_of
from articles.models import Article
from backpain import html


def feed_html(article: Article, base: str, rows: Rows | None = None) -> SafeString:
    """Return the body of `article` as clean HTML, every address made absolute with `base`.

    Pictures are images, exercises lists, videos links; markers stay [2], and there is no call-out.
    `rows` are what `rows_for` fetched for many articles at once.
    """
    body = body_of(article, sources=0)
    parts = parts_of(article, body, rows or rows_of([body]))
    context = {"parts": parts, "safety": safety.blocks(article) if body.has_safety else []}
    return html.clean_feed(render_to_string("articles/body/feed.html", context), base)


def rows_for(articles: list[Article]) -> Rows:
    """Fetch what the bodies of many articles show, for `feed_html`: at most three queries."""
    return rows_of([read(article.body) for article in articles])
