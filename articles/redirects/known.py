"""What stands at some addresses, read in a few queries however many they are."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.urls import Resolver404, ResolverMatch, resolve

from articles.models import Article, Author, Category, Exercise, Redirect, Series, Tag
from articles.models.redirects import TARGETS
from articles.redirects import paths

Thing = Article | Author | Category | Exercise | Series | Tag
# The first word of an address -> what the second one names; any other names an article
KINDS: dict[str, type[Thing]] = {
    "author": Author,
    "category": Category,
    "exercise": Exercise,
    "series": Series,
    "tag": Tag,
}
BATCH = 2000  # addresses asked for in one query
CHAIN = 10  # redirects in a row that are followed


class Known:
    """The things and redirects at the `asked` paths.

    is_followed: and at the paths that these redirects lead to by name only, and so on.
    """

    def __init__(self, asked: Iterable[str], *, is_followed: bool = False) -> None:
        self._rows: dict[str, Redirect] = {}
        self._things: dict[tuple[type[Thing], str], Thing] = {}
        self._asked: set[str] = set()
        waiting = set(asked)
        for _step in range(CHAIN if is_followed else 1):
            if not waiting:
                break
            self._read(waiting)
            waiting = set(filter(None, map(own_path, self._rows.values()))) - self._asked

    def row(self, path: str) -> Redirect | None:
        """Return the redirect from `path`."""
        return self._rows.get(path)

    def thing(self, path: str) -> tuple[Thing | None, str]:
        """Return what has its address at the beginning of `path`, public or not, and the rest."""
        model, slug, rest = _parsed(path)
        return self._things.get((model, slug)), rest

    def lives(self, path: str) -> bool:
        """Say whether readers find a page at `path`."""
        match = resolved(path)
        if match is None or not getattr(match.func, "is_public_page", False):
            return False
        if "slug" not in match.kwargs:
            return True
        thing, _rest = self.thing(path)
        return thing is not None and is_public(thing)

    def _read(self, named: set[str]) -> None:
        self._asked |= named
        asked = {path for path in named if not paths.UNFIT.search(path)}  # PostgreSQL takes no NUL
        slugs: dict[type[Thing], set[str]] = {}
        for path in asked:
            model, slug, _rest = _parsed(path)
            slugs.setdefault(model, set()).add(slug)
        rows = Redirect.objects.select_related(*TARGETS).defer("article__body")
        for batch in _batches(asked):
            self._rows |= {row.path: row for row in rows.filter(path__in=batch)}
        for model, named in slugs.items():
            for batch in _batches(named - {""}):
                self._keep(model, batch)

    def _keep(self, model: type[Thing], slugs: list[str]) -> None:
        everything: QuerySet[Any] = model._default_manager.all()
        if model is Article:
            everything = Article.objects.defer("body")
        self._things |= {(model, found.slug): found for found in everything.filter(slug__in=slugs)}


def own_path(row: Redirect) -> str:
    """Return the path of ours that `row` leads to by name only; "" where it does not."""
    return "" if not row.url or paths.is_elsewhere(row.url) else paths.kept(row.url)


def is_public(thing: Thing) -> bool:
    """Say whether readers find `thing` at its address; all but articles have only that state."""
    return thing.is_public if isinstance(thing, Article) else True


def resolved(path: str) -> ResolverMatch | None:
    """Return the view behind a decoded path; None where there is none."""
    try:
        return resolve(path)
    except Resolver404:
        return None


def _parsed(path: str) -> tuple[type[Thing], str, str]:
    """Return the kind of thing that `path` may name, its slug and what follows."""
    first, _slash, rest = path.partition("?")[0].strip("/").partition("/")
    end = "/" if path.endswith("/") else ""
    if (kind := KINDS.get(first)) is None:
        return Article, first, rest + end if rest else ""
    slug, _slash, rest = rest.partition("/")
    return kind, slug, rest + end if rest else ""


def _batches(items: Iterable[str]) -> list[list[str]]:
    listed = sorted(items)
    return [listed[start : start + BATCH] for start in range(0, len(listed), BATCH)]
