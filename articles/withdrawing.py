"""An article that was public and should be no more is withdrawn: its address says so, and why."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from articles import publishing
from articles.models import Article
from articles.revisions import plans


@transaction.atomic
def withdraw(article: Article, reason: str, replacement: Article | None = None) -> None:
    """Take `article` back: readers find at its address the `reason` and what to read instead."""
    list(Article.objects.filter(pk=article.pk).values("pk").select_for_update())  # as saving does
    article.status = Article.Status.WITHDRAWN
    article.withdrawn_reason, article.replacement = reason, replacement
    note_state(None, article)
    plans.cancel(article)
    article.save(
        update_fields=["status", "withdrawn_at", "withdrawn_reason", "replacement", "was_public"]
    )
    publishing.refresh(article)


def note_state(before: Article | None, article: Article) -> None:
    """Note what follows from a change of state in `article`, about to be saved.

    before: the article as the database has it; None: what it was does not matter, or it is new.
    """
    if before and before.has_been_public:
        article.was_public = True
    if article.status == Article.Status.WITHDRAWN:
        article.withdrawn_at = article.withdrawn_at or now()
    else:
        article.withdrawn_at = None


def can_be_withdrawn(article: Article) -> bool:
    """Say whether readers have seen `article` and it is not withdrawn yet."""
    return article.has_been_public and article.status != Article.Status.WITHDRAWN


class WithdrawnForm(forms.ModelForm):
    """The part of an article's form that says why it was withdrawn and what stands for it."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        is_withdrawn = self.instance.status == Article.Status.WITHDRAWN
        if is_withdrawn and "_publish" not in self.data and "withdrawn_reason" in self.fields:
            for field, problem in self._problems(cleaned):
                self.add_error(field, problem)
        return cleaned

    def _problems(self, cleaned: dict[str, Any]) -> list[tuple[str, ValidationError]]:
        problems = []
        if not cleaned.get("withdrawn_reason", "").strip():
            words = _("Say why it was withdrawn: it stands at its address.")
            problems.append(("withdrawn_reason", ValidationError(words, code="required")))
        if (replacement := cleaned.get("replacement")) and problem_with(replacement, self.instance):
            words = problem_with(replacement, self.instance)
            problems.append(("replacement", ValidationError(words, code="unfit")))
        return problems


def problem_with(replacement: Article, article: Article) -> str:
    """Say why `replacement` cannot be what readers of `article` read instead; "" if it can."""
    if replacement.pk == article.pk:
        return _("An article cannot stand for itself.")
    return "" if replacement.is_public else _("Choose one that readers can see.")
