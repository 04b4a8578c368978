"""Words that somebody typed into the form of an article and has not saved: kept while they type.

No reader sees them and they move nothing: they lie there to be brought back. Once the form is
saved its row stays for a while without words, so that what the network brings late is not taken
for unsaved.
"""

from __future__ import annotations

import re
import secrets
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.fields.json import KT
from django.utils.timezone import now

from articles.models import Article, Unsaved

if TYPE_CHECKING:
    from django.contrib.auth.models import User

Typed = dict[str, list[str]]  # name -> values, as a browser posts them

KEY = re.compile(r"[0-9a-z]{8,32}")
PARENT = re.compile(r".+-(?:\d+|__prefix__)-(?:article|id)|base")  # what names rows of an article
MOST = 50  # forms of one person; the oldest go first


def new_key() -> str:
    """Return what names one form on one screen."""
    return secrets.token_hex(16)


def is_key(text: str) -> bool:
    return KEY.fullmatch(text) is not None


def as_new(typed: Typed) -> Typed:
    """Return what was typed for an article that is gone, as the form of a new one posts it."""
    return {
        name: ["0"] if name.endswith("-INITIAL_FORMS") else values
        for name, values in typed.items()
        if not PARENT.fullmatch(name)
    }


@transaction.atomic
def keep(editor: User, key: str, typed: Typed, *, article: Article | None, base: int = 0) -> bool:
    """Keep what stands in the form `key`, whatever it is; False: that form was saved already.

    base: the stamp of what its editor had before them, see articles.revisions.saving.
    """
    columns = {"article": article, "base": base, "data": typed, "saved_at": now()}
    row, is_new = Unsaved.objects.get_or_create(editor=editor, key=key, defaults=columns)
    if is_new:
        _forget_beyond_most(editor)
        return True
    with_words = Unsaved.objects.filter(pk=row.pk).exclude(data={})
    return bool(with_words.update(**columns))


def saved(editor: User, key: str) -> None:
    """Forget what was kept of the form `key`, and take nothing more of it."""
    if is_key(key):
        columns: dict[str, Any] = {"article": None, "base": 0, "data": {}, "saved_at": now()}
        Unsaved.objects.update_or_create(editor=editor, key=key, defaults=columns)


def waiting(editor: User) -> QuerySet[Unsaved]:
    """Return what `editor` typed and did not save, the newest first, with its `title` and without
    the other words.
    """
    rows = Unsaved.objects.filter(editor=editor).exclude(data={})
    return rows.annotate(title=KT("data__title__0")).defer("data")


def _forget_beyond_most(editor: User) -> None:
    rows = Unsaved.objects.filter(editor=editor).exclude(data={})
    Unsaved.objects.filter(pk__in=list(rows.values_list("pk", flat=True)[MOST:])).delete()
