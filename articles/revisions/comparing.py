"""How two revisions differ: as text to read, as one sentence, and whether it matters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.models import Article
from articles.revisions import bodies, entries, fields, words
from articles.revisions.blocks import Block
from articles.revisions.content import Content
from articles.revisions.fields import Change
from articles.revisions.rows import Rows
from articles.revisions.words import Kind

ORDER = [  # that of the form; what is not named here follows
    *("kind", "title", "slug", "standfirst", "body", "picture"),
    *("categories", "tags", "series", "series_position", "read_next", "related"),
    *("reviewer", "reviewed_on", "review_scope", "review_due_on"),
    *("disclosure", "disclosure_text", "publish_at", "unpublish_at", "comments_are_open"),
    *("seo_title", "seo_description", "canonical_url", "is_hidden_from_search"),
    *("authors", "sources", "changes"),
]
WITHOUT_WORDS = {Kind.BREAK, Kind.RULE}


def changes(before: Content, after: Content) -> list[Change]:
    """Return what differs, in the order of the form: what a key names is asked for at once."""
    names = differing(before, after)
    rows = Rows(key for content in (before, after) for key in _keys(content, names))
    return [_change(name, before, after, rows) for name in names]


def summary(before: Content, after: Content) -> str:
    """Return what differs in a few words: the fields, and how much of the body."""
    names = [_summed_up(name, before, after) for name in differing(before, after)]
    return capfirst(", ".join(names)) if names else _("Nothing changed")


def has_substance(before: Content, after: Content) -> bool:
    """Say whether something that readers rely on differs: the words of title, standfirst and body,
    its pictures, links and exercises, or a source. White space and looks do not count.
    """
    lines = any(
        _keys_of_line(before.get(name)) != _keys_of_line(after.get(name))
        for name in ("title", "standfirst")
    )
    sources = (entries.plain("sources", content.get("sources")) for content in (before, after))
    return lines or _body_has_substance(before, after) or next(sources) != next(sources)


def differing(before: Content, after: Content) -> list[str]:
    """Return the names of the fields that differ, in the order of the form."""
    known = {field.name for field in Article._meta.get_fields()}
    names = [
        name
        for name in {**before, **after}
        if name in known and _value(name, before) != _value(name, after)
    ]
    return sorted(names, key=lambda name: (*_place(name), name))


def _place(name: str) -> tuple[int]:
    return (ORDER.index(name) if name in ORDER else len(ORDER),)


def _value(name: str, content: Content) -> Any:
    """Return a value such that it equals another where nobody could tell the difference."""
    if name in entries.MODELS:
        return entries.plain(name, content.get(name))
    field = _field(name)
    if isinstance(field, models.ManyToManyField):
        keys = content.get(name) or []
        return keys if name == fields.ORDERED else set(keys)
    empty = None if callable(field.default) else field.get_default()
    return content.get(name, empty) or ""


def _change(name: str, before: Content, after: Content, rows: Rows) -> Change:
    if name in entries.MODELS:
        return entries.change(name, _value(name, before), _value(name, after))
    return fields.change(_field(name), _listed(name, before), _listed(name, after), rows)


def _listed(name: str, content: Content) -> Any:
    value = _value(name, content)
    return content.get(name) or [] if isinstance(value, set) else value


def _keys(content: Content, names: list[str]) -> Iterator[tuple[type[models.Model], Any]]:
    for name in names:
        model = None if name in entries.MODELS else _field(name).related_model
        value = content.get(name)
        for key in value if isinstance(value, list) else [value]:
            if model and key:
                yield model, key


def _field(name: str) -> models.Field:
    return Article._meta.get_field(name)  # type: ignore[return-value]


def _summed_up(name: str, before: Content, after: Content) -> str:
    if name in entries.MODELS:
        return str(entries.MODELS[name][0]._meta.verbose_name_plural)
    label = str(_field(name).verbose_name)
    measure = _measure(before, after) if name == fields.BODY else ""
    return f"{label} ({measure})" if measure else label


def _measure(before: Content, after: Content) -> str:
    """Return how many words of the body came and went; where none did, whether only looks did."""
    went: Counter[str] = Counter()
    came: Counter[str] = Counter()
    for old, new in bodies.differing(_body(before), _body(after)):
        went.update(word for block in old for word in block.words)
        came.update(word for block in new for word in block.words)
    counts = (came - went).total(), (went - came).total()
    if any(counts):
        return ", ".join(_counted(*counts))
    return "" if _body_has_substance(before, after) else _("formatting only")


def _counted(came: int, went: int) -> Iterator[str]:
    if came:
        yield ngettext("%(count)s word added", "%(count)s words added", came) % {"count": came}
    if went:
        gone = ngettext("%(count)s word removed", "%(count)s words removed", went)
        yield gone % {"count": went}


def _body_has_substance(before: Content, after: Content) -> bool:
    """Say whether the bodies differ in words, pictures or where links lead, whatever the looks."""
    pairs = bodies.differing(_body(before), _body(after))
    return any(_substance(old) != _substance(new) for old, new in pairs)


def _substance(blocks: Iterable[Block]) -> list[tuple[str, str, str]]:
    return [
        (token.key, token.text if token.kind == Kind.IMAGE else "", dict(token.marks).get("a", ""))
        for block in blocks
        for token in block.tokens
        if token.kind not in WITHOUT_WORDS
    ]


def _body(content: Content) -> str:
    return content.get("body") or ""


def _keys_of_line(text: str | None) -> list[str]:
    return [token.key for token in words.of_line(text or "") if token.kind == Kind.WORD]
