"""The pictures that stand for articles where they are shared: made by the worker, a few a step.

`Article.card_shows` says what the card was made of, as a digest; "" means that somebody has to look
again, and whoever changes what a card shows empties it. The same
picture drawn again is the same file, so that pages change only where a card does.
"""

from __future__ import annotations

import hashlib
import json
import logging

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Model
from PIL import Image

from articles.cards import drawing
from articles.cards.lettering import writable
from articles.models import Article, ArticleQuerySet, Author, Category, Picture
from articles.pictures import files as picture_files
from backpain import media, pages
from backpain.addresses import absolute
from backpain.models import Publication
from backpain.sharing import NARROWEST, Card, default_card

log = logging.getLogger(__name__)

BATCH = 5  # drawn in a step: about half a second


def card_of(article: Article) -> Card:
    """Return the card of `article`; until it is made, and where none can be, the publication's."""
    if not article.card:
        return default_card()
    picture = article.picture
    words = picture.alternative_text if picture and _fits(picture) else ""
    return Card(absolute(default_storage.url(article.card)), words=words or article.title)


def card_of_author(author: Author) -> Card:
    """Return an author's portrait where it is wide enough, else the publication's card."""
    portrait = author.portrait
    if portrait is None or portrait.width < NARROWEST:
        return default_card()
    return Card(
        absolute(portrait.file.url),
        portrait.width,
        portrait.height,
        media.TYPES[str(portrait.file.name).rpartition(".")[2]],
        portrait.alternative_text or author.name,
    )


def look_again(articles: ArticleQuerySet) -> None:
    """Have the cards of `articles` made anew where what they show has changed.

    Call it in the transaction of the change.
    """
    articles.exclude(card_shows="").update(card_shows="")


def make() -> int:
    """Make the cards of a few articles that somebody has to look at; return how many."""
    name = _name()
    found = list(_with_what_they_show(waiting())[:BATCH])
    for article in found:
        drawn = _draw(article, name)
        _hand_over(article, name, media.keep(drawn, "jpg") if drawn else "")
    return len(found)


def waiting() -> ArticleQuerySet:
    """Return what the index `article_card_to_make` holds, those to come included."""
    return Article.objects.filter(
        status=Article.Status.PUBLISHED, kind=Article.Kind.ARTICLE, card_shows=""
    ).order_by("pk")


def _with_what_they_show(articles: ArticleQuerySet) -> ArticleQuerySet:
    columns = ["title", "card", "card_shows", "picture"]
    return articles.select_related("picture").prefetch_related("categories").only(*columns)


@transaction.atomic
def _hand_over(drawn: Article, name: str, file: str) -> None:
    """Give the article its card, unless it has changed since: then the next step looks again."""
    key, digest = drawn.pk, _digest(drawn, name)
    if not Article.objects.select_for_update().filter(pk=key).exists():
        return
    current = _with_what_they_show(Article.objects.filter(pk=key)).get()
    if _digest(current, _name()) != digest:
        return
    Article.objects.filter(pk=key).update(card=file, card_shows=digest)
    if current.card != file:
        pages.changed(f"article:{key}")
        picture_files.remove_unused({current.card} - {""})


def _digest(article: Article, name: str) -> str:
    picture = article.picture
    shown: list[object] = [name, _kicker(article)]
    if picture and _fits(picture):
        shown += [picture.file.name, picture.focal_x, picture.focal_y]
    else:
        shown += [article.title]
    return hashlib.sha256(json.dumps(shown).encode()).hexdigest()


def _name() -> str:
    return str(Publication.current().name)


def _draw(article: Article, name: str) -> bytes | None:
    """Draw the card; None where our type cannot write the title."""
    kicker = _kicker(article)
    picture = article.picture
    if picture and _fits(picture):
        try:
            with picture.file.open() as file, Image.open(file) as opened:
                focus = (picture.focal_x, picture.focal_y)
                return drawing.with_picture(opened, focus, name, kicker)
        except (OSError, SyntaxError, ValueError):  # gone, or broken on the disk
            log.exception("The card of %r is made without its picture.", article.title)
    title = writable(article.title)
    return drawing.with_title(title, name, kicker) if title else None


def _kicker(article: Article) -> str:
    return article.section.name if article.section else ""


def _fits(picture: Picture) -> bool:
    return drawing.is_large_enough(picture.width, picture.height)


def on_saved(instance: Model, **kwargs: object) -> None:
    """Look again at the cards that show what was saved or goes: a picture or a category."""
    everything = Article.objects.all()
    if isinstance(instance, Picture):
        look_again(everything.filter(picture=instance))
    elif isinstance(instance, Category):
        look_again(everything.filter(categories=instance))


def on_renaming(instance: Publication, **kwargs: object) -> None:
    """Look again at all cards, which bear the name of the publication, where that changes."""
    if _name() != instance.name:
        look_again(Article.objects.all())


def on_deleted(instance: Article, **kwargs: object) -> None:
    """Delete the card's file of an article that is no more."""
    picture_files.remove_unused({instance.card} - {""})
