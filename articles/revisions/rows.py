"""The rows that revisions name by their keys: each model asked once, whatever the number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from articles.models import Article, Author, Category, Picture, Series, Tag

GONE = {
    Article: _("deleted article"),
    Author: _("deleted author"),
    Category: _("deleted category"),
    Picture: _("deleted picture"),
    Series: _("deleted series"),
    Tag: _("deleted tag"),
}
SHOWN: dict[type[Model], list[str]] = {  # of all others the name
    Article: ["title"],
    Picture: ["file", "alternative_text", "caption"],
}


class Rows:
    """What keys stand for, as far as it is still there."""

    def __init__(self, wanted: Iterable[tuple[type[Model], Any]]) -> None:
        keys: dict[type[Model], set[Any]] = defaultdict(set)
        for model, key in wanted:
            keys[model].add(key)
        self.found = {model: _fetch(model, some) for model, some in keys.items()}

    def find(self, model: type[Model], key: Any) -> Any:
        """Return the row; words for one that is gone; nothing for no key."""
        return self.found.get(model, {}).get(key, GONE[model]) if key else ""


def _fetch(model: type[Model], keys: set[Any]) -> dict[Any, Model]:
    rows = model._default_manager.filter(pk__in=keys).only(*SHOWN.get(model, ["name"]))
    return {row.pk: row for row in rows}
