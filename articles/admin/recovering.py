"""What was typed and not saved, read as a browser would post it once more."""

from __future__ import annotations

import copy
from typing import Any

from django.forms import BaseModelForm
from django.http import HttpRequest, QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.text import capfirst

from articles.admin.rows import AuthorFormSet, NoteFormSet, SourceFormSet
from articles.models import Article, Unsaved
from articles.revisions.content import PLAN, SETS, TEXT, Content, columns_of, keys_of

ROWS = {AuthorFormSet: "authors", SourceFormSet: "sources", NoteFormSet: "changes"}


def as_posted(request: HttpRequest, row: Unsaved) -> HttpRequest:
    """Return a copy of `request` that posts what `row` holds; it carries `row` as `recovered`."""
    posted = QueryDict(mutable=True)
    for name, values in row.data.items():
        posted.setlist(name, values)
    copied: Any = copy.copy(request)
    copied.method, copied.recovered = "POST", row
    copied.POST, copied._files = posted, MultiValueDict()
    result: HttpRequest = copied
    return result


def only_shown(form: type[BaseModelForm]) -> type[BaseModelForm]:
    """Return the class of forms that say what is wrong with them and are never saved."""

    class Shown(form):  # type: ignore[valid-type, misc]
        def is_valid(self) -> bool:
            super().is_valid()
            return False

    return Shown


def content_typed(form: Any, formsets: list[Any]) -> tuple[Content, list[str]]:
    """Return what was typed as a revision would have it, and the names of what cannot be read so:
    that stands in it as it was.
    """
    form.is_valid()
    article: Article = form.instance
    content = columns_of(article)
    before = getattr(article, "written", None) or {**content, "publish_at": None}
    content |= {name: before[name] for name in PLAN if name not in form.changed_data}
    content |= {name: _keys(form, name, before) for name in SETS}
    content |= {name: form.data.get(name, "") for name in _words_too_long(form)}
    unread = [name for name in form.errors if name in {*TEXT, *PLAN, *SETS}]
    labels = [str(form.fields[name].label) for name in unread if not _is_words(form, name)]
    for formset in formsets:
        name = _row_name(formset)
        if formset.is_valid():
            content[name] = formset.content()
        else:
            content[name] = before.get(name, [])
            labels.append(str(capfirst(formset.model._meta.verbose_name_plural)))
    return content, labels


def _keys(form: Any, name: str, before: Content) -> Any:
    if name in form.cleaned_data:
        return keys_of(form.cleaned_data[name])
    return before.get(name, [])


def _words_too_long(form: Any) -> list[str]:
    return [name for name in form.errors if name in TEXT and _is_words(form, name)]


def _is_words(form: Any, name: str) -> bool:
    field = Article._meta.get_field(name)
    return not field.is_relation and field.get_internal_type() in {"CharField", "TextField"}


def _row_name(formset: Any) -> str:
    return next(name for kind, name in ROWS.items() if isinstance(formset, kind))
