from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.timezone import now

from articles.models.notes import ChangeNote
from articles.models.people import Author
from articles.models.revisions import Revision
from articles.models.terms import Category, Tag

if TYPE_CHECKING:
    from articles.models.articles import Article  # noqa: F401


class ArticleQuerySet(models.QuerySet["Article"]):
    def published(self, at: datetime | None = None) -> ArticleQuerySet:
        """Keep the articles that readers may see `at` a moment, by default now."""
        moment = at or now()
        return self.filter(
            Q(unpublish_at=None) | Q(unpublish_at__gt=moment),
            status=self.model.Status.PUBLISHED,
            publish_at__lte=moment,
        )

    def listed(self, at: datetime | None = None) -> ArticleQuerySet:
        """Keep the published ones that stand on lists and in feeds: pages do not."""
        return self.published(at).filter(kind=self.model.Kind.ARTICLE)

    def standing(self) -> ArticleQuerySet:
        """Leave out what was retracted: nobody is led on to it."""
        return self.exclude(changes__kind=ChangeNote.Kind.RETRACTION)

    # By subqueries, so that no join doubles an article and the index of the newest stays in use.
    def filed_under(self, category: Category) -> ArticleQuerySet:
        """Keep the articles of `category` and of its parts."""
        filed = self.model.categories.through.objects.filter(category__in=category.family())
        return self.filter(pk__in=filed.values("article"))

    def tagged(self, tag: Tag) -> ArticleQuerySet:
        tagged = self.model.tags.through.objects.filter(tag=tag)
        return self.filter(pk__in=tagged.values("article"))

    def written_by(self, author: Author) -> ArticleQuerySet:
        written = self.model.authors.through.objects.filter(author=author).order_by()  # type: ignore[attr-defined]
        return self.filter(pk__in=written.values("article"))

    def newest_first(self) -> ArticleQuerySet:
        return self.order_by("-publish_at", "-pk")

    def with_summary(self) -> ArticleQuerySet:
        """Fetch with each article what its entry on a list shows, and not its body."""
        return (
            self.select_related("picture")
            .prefetch_related("categories", "picture__renditions")
            .with_authors()
            .with_retraction()
            .defer("body")
        )

    def with_retraction(self) -> ArticleQuerySet:
        """Say of each article, as `is_retracted`, whether readers are told that it no longer
        stands."""
        retractions = ChangeNote.objects.filter(
            article=models.OuterRef("pk"), kind=ChangeNote.Kind.RETRACTION
        )
        return self.annotate(is_retracted=models.Exists(retractions))

    def with_authors(self, *, and_renditions: bool = True) -> ArticleQuerySet:
        """Fetch with each article its authors and their portraits, in the order of the byline.

        and_renditions: of the portraits; False where these come with those of other pictures.
        """
        people = Author.objects.select_related("portrait")
        in_order = people.order_by("byline__position", "byline__pk")
        if and_renditions:
            in_order = in_order.prefetch_related("portrait__renditions")
        return self.prefetch_related(models.Prefetch("authors", in_order))

    def with_planned_changes(self) -> ArticleQuerySet:
        """Say of each article, as `changes_at`, when readers are to see its draft; None: never by
        itself."""
        planned = Revision.objects.filter(article=models.OuterRef("pk"), apply_problem="")
        at = planned.exclude(apply_at=None).values("apply_at")[:1]
        return self.annotate(changes_at=models.Subquery(at))

    def next_change(self) -> datetime | None:
        """Say when the clock next publishes or withdraws one of these articles."""
        moment = now()
        to_come = self.filter(Q(publish_at__gt=moment) | Q(unpublish_at__gt=moment))
        changes = to_come.filter(status=self.model.Status.PUBLISHED).aggregate(
            appears=models.Min("publish_at", filter=Q(publish_at__gt=moment)),
            ends=models.Min("unpublish_at", filter=Q(unpublish_at__gt=moment)),
        )
        return min((change for change in changes.values() if change), default=None)
