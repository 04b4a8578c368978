"""The sample goes in by the doors that editors and readers use, and is remembered row by row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import models, transaction
from django.utils.timezone import now

from articles.models import Article, Author, Category, Picture, Term
from articles.pictures import store_picture
from backpain import pages
from backpain.models import Publication, SampleRow
from backpain.sample.content import PEOPLE, PUBLICATION, READERS, SECTIONS
from backpain.sample.discussion import DISCUSSION
from backpain.sample.illustrations import CREDIT, DRAWINGS
from backpain.sample.shapes import Drawing, Reader, Said
from backpain.sample.writing import write
from comments.models import Comment
from comments.moderation import objections
from newsletter import consent
from newsletter.addresses import Address
from newsletter.models import ConsentEvent, Subscriber

FOLDER = Path(__file__).parent
PICTURES = FOLDER / "pictures"
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
    loading = Loading()
    loading.publication()
    loading.terms()
    loading.articles = write(loading)
    for slug, said in DISCUSSION.items():
        loading.discussion(loading.articles[slug], said)
    for reader in READERS:
        loading.reader(reader)
    pages.changed("site", "articles")
    return loading.remember()


class Loading:
    """One loading: what it has made so far, by name, for the modules that make the rest."""

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
            slug, wider = fields.pop("slug"), fields.pop("part_of")
            fields["parent"] = self.categories[wider] if wider else None
            self.categories[slug] = self.found_or_made(Category, slug, fields)
        for person in PEOPLE:
            fields = asdict(person) | {"portrait": self.pictures[person.slug]}
            slug = fields.pop("slug")
            self.authors[slug] = self.found_or_made(Author, slug, fields)

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
        asked_at, confirmed_at = self.ago(reader.days), self.ago(reader.days - 0.02)
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

    def ago(self, days: float) -> datetime:
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

    def found_or_made(self, model: type[Term], slug: str, fields: dict[str, Any]) -> Any:
        row, is_new = model._default_manager.get_or_create(slug=slug, defaults=fields)
        if is_new:
            self.made.append(row)
        return row

    def _comment(self, article: Article, said: Said, parent: Comment | None) -> Comment:
        """Keep a comment as waiting, then move it to where it belongs by the model's own verb."""
        is_from_desk = bool(said.person)
        written_at = self.ago(said.days)
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
