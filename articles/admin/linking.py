"""What a text can link to or show, found by words while it is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass

from django.db.models import QuerySet
from django.http import HttpRequest, JsonResponse
from django.utils.timezone import now
from django.utils.translation import gettext as _

from articles import rights
from articles.models import Article, Category, Exercise
from articles.search import search, words

MOST = 8  # that are offered, and of other things than articles half as many
LONGEST = 100  # characters that are read
NEWEST = 2000  # articles whose titles are looked at, so that drafts and halves of words are found
FIELDS = ["title", "slug", "kind", "status", "publish_at", "unpublish_at"]


@dataclass(frozen=True)
class Target:
    """Something to link to: its name, where it is, and what an editor should know of it."""

    words: str
    address: str
    note: str
    marker: str = ""  # by which a text shows it


def targets(request: HttpRequest) -> JsonResponse:
    """Answer with what fits the words `q`: articles and pages, exercises, categories.

    With only=exercise just those. As many queries for many articles as for few.
    """
    asked = words.split(request.GET.get("q", "")[:LONGEST])
    if request.GET.get("only") == "exercise":
        found = list(exercises(asked)) if asked else []
    else:
        known = rights.known_to(request.user, Article.objects.all())  # type: ignore[arg-type]
        found = list(everything(asked, known)) if asked else []
    return JsonResponse({"results": [asdict(target) for target in found]})


def everything(asked: tuple[str, ...], known: QuerySet[Article]) -> Iterator[Target]:
    """Yield articles and pages of `known` first, those not yet public too, then exercises and
    categories.
    """
    for article in _articles(asked, known):
        yield Target(article.title, article.get_absolute_url(), _note(article))
    yield from exercises(asked, MOST // 2)
    for category in _named(Category.objects.all(), asked, MOST // 2):
        yield Target(category.name, category.get_absolute_url(), _("category"))


def exercises(asked: tuple[str, ...], most: int = MOST) -> Iterator[Target]:
    """Yield exercises with the words in their name."""
    for exercise in _named(Exercise.objects.only("name", "slug"), asked, most):
        yield Target(exercise.name, exercise.get_absolute_url(), _("exercise"), exercise.marker)


def _articles(asked: tuple[str, ...], known: QuerySet[Article]) -> list[Article]:
    """Find by title among the newest, and by all their words among those that readers may see."""
    newest = known.order_by("-pk").values_list("pk", "title")[:NEWEST]
    keys = [key for key, title in newest if _fits(asked)(title)][:MOST]
    keys += search(" ".join(asked)).keys[:MOST]
    wanted = list(dict.fromkeys(keys))[:MOST]
    found = Article.objects.only(*FIELDS).in_bulk(wanted)
    return [found[key] for key in wanted]


def _named(rows: QuerySet, asked: tuple[str, ...], most: int) -> list:
    fits = _fits(asked)
    return [row for row in rows.order_by("name")[:NEWEST] if fits(row.name)][:most]


def _fits(asked: tuple[str, ...]) -> Callable[[str], bool]:
    """Return whether a name has a word for each that was asked, which may be the begin of it."""

    def fits(name: str) -> bool:
        has = words.split(name)
        return all(any(word.startswith(part) for word in has) for part in asked)

    return fits


def _note(article: Article) -> str:
    kind = str(article.get_kind_display()).lower()
    if article.is_public:
        return kind
    state = article.get_status_display()
    if article.status == Article.Status.PUBLISHED:
        state = _("scheduled") if article.publish_at > now() else _("ended")
    return f"{kind}, {str(state).lower()}"
