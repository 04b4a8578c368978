"""Which other articles stand under an article: those chosen at the desk, then the most like it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from math import log

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    FloatField,
    Manager,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    When,
)
from django.db.models.functions import Coalesce

from articles.models import Article, Category, Tag

COUNT = 4  # to show; of those chosen at the desk none is left out
MOST = 24  # to show whatever was chosen
COMMON = 500  # articles with one category or tag, from which on only the newest are weighed
NEWEST = 50  # of these

FILED = Article.categories.through.objects
TAGGED = Article.tags.through.objects
CHOSEN = Article.related.through.objects


@dataclass(frozen=True)
class Terms:
    """The categories or the tags of one article."""

    rows: Manager  # who has which
    column: str
    uses: dict[int, int]  # how many articles have each

    @property
    def rare(self) -> QuerySet:
        """The keys of the articles that share one which is not common."""
        rare = [key for key, uses in self.uses.items() if uses <= COMMON]
        return self.rows.filter(**{f"{self.column}__in": rare}).values_list("article", flat=True)

    @property
    def in_common(self) -> Exists:
        """Whether an article shares a common one."""
        common = [key for key, uses in self.uses.items() if uses > COMMON]
        here = self.rows.filter(article=OuterRef("pk"))
        return Exists(here.filter(**{f"{self.column}__in": common}))

    @property
    def likeness(self) -> Coalesce:
        """The weights of all that an article shares."""
        whens = [When(**{self.column: key}, then=weight(uses)) for key, uses in self.uses.items()]
        here = self.rows.filter(article=OuterRef("pk"), **{f"{self.column}__in": self.uses})
        shared = here.values("article").annotate(sum=Sum(Case(*whens, default=0.0)))
        return Coalesce(Subquery(shared.values("sum"), output_field=FloatField()), 0.0)


def weight(uses: int) -> float:
    """Return what it weighs that two articles share something which `uses` articles have.

    The inverse logarithm of its frequency: Adamic and Adar, Friends and neighbors on the web,
    2003. Rarity needs no other number, so nothing has to count all articles.
    """
    return 1 / log(1 + max(1, uses))


def counted_categories() -> QuerySet[Category]:
    """Return the categories, each with the number of articles filed there, as `uses`."""
    uses = FILED.filter(category=OuterRef("pk")).values("category").annotate(Count("pk"))
    return Category.objects.annotate(uses=Subquery(uses.values("pk__count")))


def counted_tags() -> QuerySet[Tag]:
    """Return the tags, each with the number of articles that have it, as `uses`."""
    uses = TAGGED.filter(tag=OuterRef("pk")).values("tag").annotate(Count("pk"))
    return Tag.objects.annotate(uses=Subquery(uses.values("pk__count")))


def to(article: Article, *, without: Collection[Article | None] = ()) -> Sequence[Article]:
    """Return what to read beside `article`, in two queries: with pictures, but neither bodies nor
    renditions.

    First those chosen at the desk, in the order of choosing; then, until there are `COUNT`, those
    that share most with it, and of equals the newest. None of `without`, none that was retracted,
    and never the article.
    Its categories and tags must come from `counted_categories` and `counted_tags`.
    """
    filed = Terms(FILED, "category", _uses(article.categories.all()))
    tagged = Terms(TAGGED, "tag", _uses(article.tags.all()))
    chosen = CHOSEN.filter(from_article=article)
    others = {article.pk, *(other.pk for other in without if other)}
    candidates = set(_candidates(chosen, filed, tagged)) - others
    if not candidates:
        return []
    found = (
        Article.objects.listed()
        .filter(pk__in=candidates)
        .standing()
        .annotate(place=Subquery(chosen.filter(to_article=OuterRef("pk")).values("pk")[:1]))
        .order_by(
            F("place").asc(nulls_last=True),
            (filed.likeness + tagged.likeness).desc(),
            "-publish_at",
            "-pk",
        )
        .select_related("picture")
        .defer("body")
    )
    first = list(found[:MOST])
    return first[: max(COUNT, sum(other.place is not None for other in first))]


def _uses(terms: Iterable[Category] | Iterable[Tag]) -> dict[int, int]:
    return {term.pk: term.uses for term in terms}  # type: ignore[union-attr]


def _candidates(chosen: QuerySet, filed: Terms, tagged: Terms) -> QuerySet:
    """Return the keys of the articles to weigh: so many, however large the site is.

    Of what hundreds of articles share, which says little, only the newest are looked at. A query of
    its own: as a part of the next, PostgreSQL without statistics made it anew for each article,
    which took longer than the five seconds that a statement has.
    """
    in_common = Article.objects.listed().filter(Q(filed.in_common) | Q(tagged.in_common))
    newest = in_common.newest_first().values("pk")[:NEWEST]
    return chosen.values_list("to_article", flat=True).union(
        filed.rare,
        tagged.rare,
        Article.objects.filter(pk__in=newest).order_by().values_list("pk", flat=True),
        all=True,
    )
