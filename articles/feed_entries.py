"""What an article is in a feed: everything that its page says, and nothing that only a page can."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from articles import history, lines, reviews, safety
from articles.body.feed import feed_html, rows_for
from articles.body.rows import Rows
from articles.models import Article, ArticleQuerySet, Picture
from articles.models.pictures import Rendition
from backpain import feeds, html, media, pages
from backpain.models import Publication


def entries_of(
    articles: ArticleQuerySet, request: HttpRequest, publication: Publication
) -> list[feeds.Entry]:
    """Return `articles` in their order for the feed being made for `request`.

    As many queries for one as for twenty.
    """
    shown = list(
        articles.select_related("picture", "reviewer")
        .prefetch_related(lines.with_wider(), "tags", "sources", "changes", "picture__renditions")
        .with_authors()
    )
    lines.load([category for article in shown for category in article.categories.all()])
    rows = rows_for(shown)
    pages.shows(request, *(f"exercise:{exercise.pk}" for exercise in rows.exercises.values()))
    return [_entry(article, rows, publication) for article in shown]


def _entry(article: Article, rows: Rows, publication: Publication) -> feeds.Entry:
    path = article.get_absolute_url()
    picture = _picture(article.picture) if article.picture else None
    return feeds.Entry(
        key=f"article/{article.pk}",
        title=_title(article),
        path=path,
        published=article.publish_at,
        updated=article.changed_at,
        summary=article.standfirst,
        content=_content(article, picture, rows, publication),
        authors=[
            (author.name, feeds.address(author.get_absolute_url()))
            for author in article.authors.all()
        ],
        categories=[term.name for term in (*article.categories.all(), *article.tags.all())],
        picture=picture,
        discussion=feeds.address(f"{path}#comments") if article.comments_are_open else "",
    )


def _title(article: Article) -> str:
    if history.of(article).is_retraction:
        return _("Retracted: %(title)s") % {"title": article.title}
    return article.title


def _content(
    article: Article, picture: feeds.Picture | None, rows: Rows, publication: Publication
) -> SafeString:
    """Return the whole text with what must not be missed beside it, as HTML by itself."""
    base = feeds.address(article.get_absolute_url())
    context = {
        "article": article,
        "body": feed_html(article, base, rows),
        "corrections": history.of(article).prominent,
        "picture": picture,
        "publication": publication,
        "review": reviews.of(article),
        "safety": safety.above(article),
    }
    return html.clean_feed(render_to_string("articles/feed_entry.html", context).strip(), base)


def _picture(picture: Picture) -> feeds.Picture:
    """Return the file of `picture` that every reader can show: JPEG, where there is one."""
    plain = [one for one in picture.renditions.all() if one.format == Rendition.Format.JPEG]
    chosen = max(plain, key=lambda one: one.width, default=picture)
    name = str(chosen.file)
    try:
        size = chosen.file.size
    except OSError:  # the file is gone: the text is still worth reading
        size = 0
    return feeds.Picture(
        url=feeds.address(chosen.file.url),
        bytes=size,
        type=media.TYPES[name.rpartition(".")[2]],
        width=chosen.width,
        height=chosen.height,
    )
