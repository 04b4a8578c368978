"""What a reader finds wrong or missing is taken in, once however often the button is pressed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.db import transaction
from django.http import QueryDict
from django.utils.timezone import now
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.models import Article, Report
from backpain.text import AddressField, TextField

LONGEST = 10_000
SAME_AGAIN = timedelta(minutes=10)


class WordsField(TextField):
    default_error_messages = {"required": _("Write what is wrong or missing.")}
    default_validators = [
        MaxLengthValidator(
            LONGEST, _("Shorten it to %(limit_value)d characters: it has %(show_value)d.")
        )
    ]


class ReportForm(forms.Form):
    """What is wrong, an address if an answer is wanted, the version read, and a trap."""

    body = WordsField(label=_("What is wrong or missing?"))
    email = AddressField(label=_("E-mail"), required=False)
    version = forms.CharField(required=False)
    subject = forms.CharField(required=False)  # the trap: people see no such field

    def __init__(self, article: Article, data: QueryDict | None = None, **kwargs: Any) -> None:
        super().__init__(data, auto_id="report-%s", **kwargs)
        self.article = article

    @classmethod
    def with_words(cls, article: Article, data: QueryDict) -> ReportForm:
        """Return a form ready to be sent again, with what was posted and no judgement on it."""
        names = ("body", "email", "version")
        return cls(article, initial={name: data.get(name, "") for name in names})

    @property
    def version_read(self) -> int:
        """The version that the form stood under; the current one if it does not say."""
        typed = self["version"].value() or ""
        is_one = typed.isascii() and typed.isdecimal() and len(typed) < 10
        is_one = is_one and 0 < int(typed) <= self.article.version
        return int(typed) if is_one else self.article.version

    def report(self) -> Report:
        """Return what a valid form says, unsaved. What fell into the trap is handled already."""
        report = Report(
            article=self.article,
            version=self.version_read,
            body=self.cleaned_data["body"],
            email=self.cleaned_data["email"],
        )
        if self.cleaned_data["subject"]:
            report.handled_at = now()
            report.note = gettext("A field that people do not see was filled in.")
        return report


def is_known(report: Report) -> bool:
    """Say whether the same was just reported."""
    same = Report.objects.filter(article=report.article, body=report.body, email=report.email)
    return same.filter(created_at__gt=now() - SAME_AGAIN).exists()


@transaction.atomic
def keep(report: Report) -> None:
    """Save `report`, unless the same was just reported."""
    in_turn = Article.objects.select_for_update(no_key=True).only("pk")
    in_turn.get(pk=report.article_id)
    if not is_known(report):
        report.save()
