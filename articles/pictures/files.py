"""The files behind pictures: the same bytes are one file, which goes when nothing names it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q
from django.utils.timezone import now

from articles.models import Article, Picture, Rendition
from backpain import media

SERVED = re.compile(r"[0-9a-f]{32}\.(?:webp|avif|jpg)")
IN_A_BODY = re.compile(rf"/media/({SERVED.pattern})")
GRACE = timedelta(days=1)  # for what is being uploaded or written just now
BATCH = 500


def of(picture: Picture) -> set[str]:
    """Return the names of all files of a saved picture, its original's too."""
    names = {picture.file.name, picture.original}
    return {*names, *picture.renditions.values_list("file", flat=True)} - {"", None}


def remove_unused(names: Iterable[str]) -> None:
    """Delete those files that nothing names any more, once the transaction is committed."""
    transaction.on_commit(partial(_remove, set(names)))


def named_in_bodies() -> set[str]:
    """Return the names of the files that articles show in their text, or will once their draft is
    published. Reads all that show any.
    """
    bodies = Article.objects.filter(body__contains="/media/").values_list("body", flat=True)
    drafts = Article.objects.filter(draft__content__body__icontains="/media/")
    return {
        name
        for texts in (bodies, drafts.values_list("draft__content__body", flat=True))
        for text in texts.iterator(chunk_size=100)
        for name in IN_A_BODY.findall(text)
    }


def sweep() -> int:
    """Delete a batch of old files that nothing names: of forms that were never saved, of what
    other sessions left. Return how many; a file younger than a day stays, its row may be coming.
    """
    old = [name for name in _served_files() if _is_old(default_storage.get_modified_time(name))]
    originals = [path.name for path in _originals() if _is_old(_changed_at(path))]
    # of pictures from before originals were named, nobody can say which is whose
    if Picture.objects.filter(original="").exists():
        originals = []
    unused = (set(old) | set(originals)) - _named_by_rows({*old, *originals})
    if unused:
        unused -= named_in_bodies()
    leaving = sorted(unused)[:BATCH]
    for name in leaving:
        media.remove(name)
    return len(leaving)


def _remove(names: set[str]) -> None:
    for name in names - _named_by_rows(names):
        shown = Q(body__contains=name) | Q(draft__content__body__icontains=name)
        if not Article.objects.filter(shown).exists():
            media.remove(name)


def _named_by_rows(names: set[str]) -> set[str]:
    """Return those of `names` that a row names: a picture, a rendition, an article's card."""
    named: set[str] = set()
    ordered = sorted(names)
    for start in range(0, len(ordered), BATCH):
        some = ordered[start : start + BATCH]
        named |= set(Picture.objects.filter(file__in=some).values_list("file", flat=True))
        named |= set(Picture.objects.filter(original__in=some).values_list("original", flat=True))
        named |= set(Rendition.objects.filter(file__in=some).values_list("file", flat=True))
        named |= set(Article.objects.filter(card__in=some).values_list("card", flat=True))
    return named


def _served_files() -> Iterator[str]:
    try:
        names = default_storage.listdir("")[1]
    except FileNotFoundError:  # nothing was ever uploaded
        return iter([])
    return (name for name in names if SERVED.fullmatch(name))


def _originals() -> list[Path]:
    folder = Path(settings.ORIGINALS_ROOT)
    return [path for path in folder.iterdir() if path.is_file()] if folder.is_dir() else []


def _changed_at(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, tz=now().tzinfo)


def _is_old(moment: datetime) -> bool:
    return moment < now() - GRACE
