"""The sample's articles and pages, and what stands around their words."""

from __future__ import annotations

import re
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.utils.html import format_html
from django.utils.text import slugify
from django.utils.timezone import localdate

from articles import publishing
from articles.models import (
    Article,
    Byline,
    ChangeNote,
    Exercise,
    Menu,
    MenuItem,
    Report,
    Series,
    Source,
    Tag,
)
from backpain.sample.content import REPORTS
from backpain.sample.movements import MOVEMENTS
from backpain.sample.pieces import PIECES
from backpain.sample.shapes import Movement, Piece, Sheet
from backpain.sample.sheets import SHEETS, STRANDS

if TYPE_CHECKING:
    from backpain.sample.loading import Loading

FOLDER = Path(__file__).parent
PLACE_OF_A_PICTURE = re.compile(r"\{\{ picture:([a-z-]+) \}\}")


def write(loading: Loading) -> dict[str, Article]:
    """Make exercises, articles, series and pages with the pictures and people of `loading`, and
    return the articles by slug."""
    for movement in MOVEMENTS:
        _exercise(loading, movement)
    articles = {piece.slug: _article(loading, piece) for piece in PIECES}
    for piece in PIECES:
        _lead_on(articles, piece)
    _series(loading, articles)
    pages = [_page(loading, sheet) for sheet in SHEETS]
    _footer(loading, pages)
    for slug, version, body in REPORTS:
        Report.objects.create(article=articles[slug], version=version, body=body)
    for article in [*articles.values(), *pages]:
        publishing.refresh(article)
    return articles


def _exercise(loading: Loading, movement: Movement) -> None:
    fields = asdict(movement)
    slug, drawing = fields.pop("slug"), fields.pop("drawing")
    fields["steps"] = "\n".join(movement.steps)
    fields["picture"] = loading.pictures[drawing] if drawing else None
    loading.found_or_made(Exercise, slug, fields)


def _article(loading: Loading, piece: Piece) -> Article:
    """Make one article, its body through the same check as an editor's."""
    updated_days = piece.days if piece.updated_days is None else piece.updated_days
    article = Article(
        title=piece.title,
        slug=piece.slug,
        standfirst=piece.standfirst,
        body="" if piece.withdrawn else _body(loading, "articles", piece.slug),
        picture=loading.pictures[piece.drawing],
        publish_at=loading.ago(piece.days),
        updated_at=loading.ago(updated_days),
        version=1 + len(piece.changes),
        **_review(loading, piece),
        **_state(loading, piece),
    )
    article.full_clean()
    article.save()
    loading.made.append(article)
    _surround(loading, article, piece)
    return article


def _review(loading: Loading, piece: Piece) -> dict[str, Any]:
    if not piece.reviewer:
        return {}
    return {
        "reviewer": loading.authors[piece.reviewer],
        "reviewed_on": localdate(loading.ago(piece.reviewed_days)),
    }


def _state(loading: Loading, piece: Piece) -> dict[str, Any]:
    if not piece.withdrawn:
        return {"status": Article.Status.PUBLISHED}
    return {
        "status": Article.Status.WITHDRAWN,
        "withdrawn_at": loading.ago(piece.days - 9),
        "withdrawn_reason": piece.withdrawn,
    }


def _surround(loading: Loading, article: Article, piece: Piece) -> None:
    """Give an article its categories, authors, tags, sources and history."""
    article.categories.add(loading.categories[piece.section])
    for position, slug in enumerate(piece.authors):
        Byline.objects.create(article=article, author=loading.authors[slug], position=position)
    for name in piece.tags:
        article.tags.add(loading.found_or_made(Tag, slugify(name), {"name": name}))
    for position, reading in enumerate(piece.readings):
        source = Source(article=article, position=position, **asdict(reading))
        source.full_clean()
        source.save()
    for change in piece.changes:
        ChangeNote.objects.create(
            article=article, kind=change.kind, text=change.text, at=loading.ago(change.days)
        )


def _lead_on(articles: dict[str, Article], piece: Piece) -> None:
    """Point an article to the one it leads on to, or that replaces it, and to its related ones."""
    article = articles[piece.slug]
    if piece.read_next:
        field = "replacement" if piece.withdrawn else "read_next"
        setattr(article, field, articles[piece.read_next])
        article.save(update_fields=[field])
    article.related.set(articles[slug] for slug in piece.related)


def _series(loading: Loading, articles: dict[str, Article]) -> None:
    for strand in STRANDS:
        fields = {"name": strand.name, "description": strand.description}
        series = loading.found_or_made(Series, strand.slug, fields)
        for position, slug in enumerate(strand.articles, start=1):
            articles[slug].series, articles[slug].series_position = series, position
            articles[slug].save(update_fields=["series", "series_position"])


def _page(loading: Loading, sheet: Sheet) -> Article:
    page = Article(
        kind=Article.Kind.PAGE,
        title=sheet.title,
        slug=sheet.slug,
        standfirst=sheet.standfirst,
        body=_body(loading, "pages", sheet.slug),
        comments_are_open=False,
        status=Article.Status.PUBLISHED,
        publish_at=loading.ago(200),
        updated_at=loading.ago(200),
    )
    page.full_clean()
    page.save()
    loading.made.append(page)
    return page


def _footer(loading: Loading, pages: list[Article]) -> None:
    """Put the pages into the footer's menu, unless somebody has filled it."""
    menu, _ = Menu.objects.get_or_create(place=Menu.Place.FOOTER)
    if menu.items.exists():
        return
    widest = [each for each in loading.categories.values() if each.parent is None]
    items = [MenuItem(menu=menu, category=category) for category in widest]
    items += [MenuItem(menu=menu, page=page) for page in pages]
    for position, item in enumerate(items):
        item.position = position
    MenuItem.objects.bulk_create(items)


def _body(loading: Loading, folder: str, slug: str) -> str:
    """Return the HTML of folder/slug.html with a figure wherever it names a picture."""
    source = (FOLDER / folder / f"{slug}.html").read_text(encoding="utf-8")
    return PLACE_OF_A_PICTURE.sub(lambda place: _figure(loading, place[1]), source).strip()


def _figure(loading: Loading, name: str) -> str:
    picture = loading.pictures[name]
    return format_html(
        '<figure><img src="{}" alt="{}" width="{}" height="{}">'
        "<figcaption>{}</figcaption></figure>",
        picture.file.url,
        picture.alternative_text,
        picture.width,
        picture.height,
        picture.caption,
    )
