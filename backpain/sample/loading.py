"""The sample goes in by the doors that editors and readers use, and is remembered row by row."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import models, transaction
from django.utils.html import format_html
from django.utils.text import slugify
from django.utils.timezone import now

from articles.models import Article, Author, Byline, Category, Picture, Source, Tag, Term
from articles.pictures import store_picture
from backpain import pages
from backpain.models import Publication, SampleRow
from backpain.sample.content import PEOPLE, PUBLICATION, READERS, SECTIONS
from backpain.sample.discussion import DISCUSSION
from backpain.sample.illustrations import CREDIT, DRAWINGS
from backpain.sample.pieces import PIECES
from backpain.sample.shapes import Drawing, Piece, Reader, Said
from comments.models import Comment
from comments.moderation import objections
from newsletter import consent
from newsletter.addresses import Address
from newsletter.models import ConsentEvent, Subscriber

FOLDER = Path(__file__).parent
PICTURES = FOLDER / "pictures"
PLACE_OF_A_PICTURE = re.compile(r"\{\{ picture:([a-z-]+) \}\}")
ADDRESS_OF_READERS = "203.0.113.24"  # a range kept for examples: RFC 5737
VERBS = {
    "approved": Comment.approve,
    "spam": Comment.mark_as_spam,
    "bin": Comment.bin,
}


class NotEmptyError(Exception):
    """There are articles or comments already."""


@transaction.atomic
def load() -> Counter[str]:
    """Make the sample publication; return how many rows of each model it has.

    Raises NotEmptyError where there is an article or a comment.
    """
    if Article.objects.exists() or Comment.objects.exists():
        raise NotEmptyError
    loading = _Loading()
    loading.publication()
    loading.terms()
    for piece in PIECES:
        loading.article(piece)
    loading.lead_on()
    for slug, said in DISCUSSION.items():
        loading.discussion(loading.articles[slug], said)
    for reader in READERS:
        loading.reader(reader)
    pages.changed("site", "articles")
    return loading.remember()


class _Loading:
    """One loading: what it has made so far, by name."""

    def __init__(self) -> None:
        self.moment = now()
        self.made: list[models.Model] = []
        self.pictures = {drawing.name: self._picture(drawing) for drawing in DRAWINGS}
        self.categories: dict[str, Category] = {}
        self.authors: dict[str, Author] = {}
        self.articles: dict[str, Article] = {}

    def publication(self) -> None:
        """Give the publication its words, unless somebody has chosen some already."""
        if not Publication.objects.exists():
            self.made.append(Publication.objects.create(pk=1, **PUBLICATION))

    def terms(self) -> None:
        """Make the categories and the people; who has the address already stays as it is."""
        for position, section in enumerate(SECTIONS):
            fields = asdict(section) | {"position": position}
            slug = fields.pop("slug")
            self.categories[slug] = self._found_or_made(Category, slug, fields)
        for person in PEOPLE:
            fields = asdict(person) | {"portrait": self.pictures[person.slug]}
            slug = fields.pop("slug")
            self.authors[slug] = self._found_or_made(Author, slug, fields)

    def article(self, piece: Piece) -> None:
        """Make one article, its body through the same check as an editor's."""
        updated_days = piece.days if piece.updated_days is None else piece.updated_days
        article = Article(
            title=piece.title,
            slug=piece.slug,
            standfirst=piece.standfirst,
            body=self._body(piece.slug),
            picture=self.pictures[piece.drawing],
            reviewer=self.authors[piece.reviewer] if piece.reviewer else None,
            status=Article.Status.PUBLISHED,
            publish_at=self._ago(piece.days),
            updated_at=self._ago(updated_days),
        )
        article.full_clean()
        article.save()
        self._surround(article, piece)
        self.articles[piece.slug] = article
        self.made.append(article)

    def lead_on(self) -> None:
        """Point each article to the one it leads on to, now that all are there."""
        for piece in PIECES:
            if piece.read_next:
                article = self.articles[piece.slug]
                article.read_next = self.articles[piece.read_next]
                article.save(update_fields=["read_next"])

    def discussion(
        self, article: Article, comments: Sequence[Said], parent: Comment | None = None
    ) -> None:
        """Let readers say `comments` under `article`, each with its replies."""
        for said in comments:
            self.discussion(article, said.replies, self._comment(article, said, parent))

    def reader(self, reader: Reader) -> None:
        """Sign a reader up, without a letter: the address belongs to nobody."""
        address = Address.parse(reader.mailbox)
        if address is None or Subscriber.objects.filter(email_key=address.key).exists():
            return
        asked_at, confirmed_at = self._ago(reader.days), self._ago(reader.days - 0.02)
        subscriber = Subscriber.objects.create(
            email=address.typed,
            email_key=address.key,
            created_at=asked_at,
            status=Subscriber.Status.ACTIVE if reader.confirmed else Subscriber.Status.PENDING,
            confirmed_at=confirmed_at if reader.confirmed else None,
        )
        self.made.append(subscriber)
        publication = Publication.current()
        proofs = [(ConsentEvent.Kind.ASKED, asked_at, consent.sign_up(publication))]
        if reader.confirmed:
            wording = consent.confirmation(publication)
            proofs.append((ConsentEvent.Kind.CONFIRMED, confirmed_at, wording))
        for kind, at, wording in proofs:
            subscriber.events.create(kind=kind, at=at, **asdict(wording))

    def remember(self) -> Counter[str]:
        """Write down which rows were made; return how many of each model."""
        rows = [SampleRow(model=row._meta.label_lower, key=row.pk) for row in self.made]
        SampleRow.objects.bulk_create(rows, ignore_conflicts=True)
        return Counter(row.model for row in rows)

    def _ago(self, days: float) -> datetime:
        return self.moment - timedelta(days=days)

    def _picture(self, drawing: Drawing) -> Picture:
        with (PICTURES / f"{drawing.name}.webp").open("rb") as file:
            picture = store_picture(
                file,
                alternative_text=drawing.alternative_text,
                caption=drawing.caption,
                credit=CREDIT,
            )
        self.made.append(picture)
        return picture

    def _found_or_made(self, model: type[Term], slug: str, fields: dict[str, Any]) -> Any:
        row, is_new = model._default_manager.get_or_create(slug=slug, defaults=fields)
        if is_new:
            self.made.append(row)
        return row

    def _body(self, slug: str) -> str:
        """Return an article's HTML with a figure wherever it names a picture."""
        source = (FOLDER / "articles" / f"{slug}.html").read_text(encoding="utf-8")
        return PLACE_OF_A_PICTURE.sub(lambda place: self._figure(place[1]), source).strip()

    def _figure(self, name: str) -> str:
        picture = self.pictures[name]
        return format_html(
            '<figure><img src="{}" alt="{}" width="{}" height="{}">'
            "<figcaption>{}</figcaption></figure>",
            picture.file.url,
            picture.alternative_text,
            picture.width,
            picture.height,
            picture.caption,
        )

    def _surround(self, article: Article, piece: Piece) -> None:
        """Give an article its categories, authors, tags and sources."""
        article.categories.add(self.categories[piece.section])
        for position, slug in enumerate(piece.authors):
            Byline.objects.create(article=article, author=self.authors[slug], position=position)
        for name in piece.tags:
            article.tags.add(self._found_or_made(Tag, slugify(name), {"name": name}))
        for position, reading in enumerate(piece.readings):
            source = Source(article=article, position=position, **asdict(reading))
            source.full_clean()
            source.save()

    def _comment(self, article: Article, said: Said, parent: Comment | None) -> Comment:
        """Keep a comment as waiting, then move it to where it belongs by the model's own verb."""
        is_from_desk = bool(said.person)
        written_at = self._ago(said.days)
        comment = Comment(
            article=article,
            parent=parent,
            name=said.name,
            email=said.mailbox,
            body=said.body,
            author=self.authors[said.person] if is_from_desk else None,
            is_from_desk=is_from_desk,
            created_at=written_at,
            published_at=written_at if said.status == Comment.Status.APPROVED else None,
            captcha_verdict=said.verdict,
            address=ADDRESS_OF_READERS if said.status != Comment.Status.APPROVED else None,
        )
        comment.reasons = [] if said.status == Comment.Status.APPROVED else objections(comment)
        comment.keep()
        if verb := VERBS.get(said.status):
            verb(comment, None)
        self.made.append(comment)
        return comment
