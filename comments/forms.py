"""What a reader types under an article."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator, MinLengthValidator
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from articles.models import Article, Author
from backpain.text import AddressField, LineField, TextField
from comments.models import Comment

LONGEST_NAME, LONGEST_BODY = 80, 5000
PARENT_IS_GONE = _(
    "The comment that you reply to is no longer there. Send your words again and they stand as a "
    "comment of their own."
)


class BodyField(TextField):
    """The words of a comment."""

    default_error_messages = {"required": _("Write your comment.")}
    default_validators = [
        MinLengthValidator(2, _("Write at least two characters.")),
        MaxLengthValidator(
            LONGEST_BODY,
            _("Shorten the comment to %(limit_value)d characters: it has %(show_value)d."),
        ),
    ]


class NameField(LineField):
    default_error_messages = {"required": _("Write your name, or the name you go by.")}
    default_validators = [
        MaxLengthValidator(
            LONGEST_NAME,
            _("Shorten the name to %(limit_value)d characters: it has %(show_value)d."),
        )
    ]


class CommentForm(forms.Form):
    """Name, address and words; which comment they answer; and a field that no person sees."""

    body = BodyField(label=_("Comment"))
    name = NameField(label=_("Name"))
    email = AddressField(
        label=_("E-mail"),
        error_messages={"required": _("Write your e-mail address. It will not be published.")},
    )
    parent = forms.CharField(required=False)
    subject = forms.CharField(required=False)  # the trap: people see no such field

    def __init__(self, article: Article, data: QueryDict | None = None, **kwargs: Any) -> None:
        super().__init__(data, auto_id="comment-%s", **kwargs)
        self.article = article
        typed = self["parent"].value() or ""
        self.answered = self._find_parent(typed)
        self.lost_parent = bool(typed) and self.answered is None

    @classmethod
    def with_words(cls, article: Article, data: QueryDict) -> CommentForm:
        """Return a form ready to be sent again, with what was posted and no judgement on it."""
        names = ("body", "name", "email", "parent")
        return cls(article, initial={name: data.get(name, "") for name in names})

    @property
    def is_trapped(self) -> bool:
        return bool(self.cleaned_data["subject"])

    @property
    def parent_is_gone(self) -> str:
        """What to tell a reader who answers a comment that is no longer there."""
        return str(PARENT_IS_GONE) if self.lost_parent else ""

    def clean(self) -> dict[str, Any]:
        if self.lost_parent:
            raise forms.ValidationError(self.parent_is_gone, code="parent-gone")
        return self.cleaned_data

    def _find_parent(self, typed: str) -> Comment | None:
        """Return the comment answered, if readers of this article see it."""
        if not typed.isdecimal() or len(typed) > 18:
            return None
        return Comment.objects.visible().filter(article=self.article, pk=int(typed)).first()


class ReplyForm(forms.Form):
    """An answer from the desk, under the name of one of our authors or of the editor."""

    author = forms.ModelChoiceField(
        Author.objects.all(), required=False, label=_("Reply as"), empty_label=None
    )
    body = BodyField(label=_("Text"))

    def __init__(self, editor: str, data: QueryDict | None = None) -> None:
        super().__init__(data, auto_id="reply-%s")
        author: forms.ModelChoiceField = self.fields["author"]  # type: ignore[assignment]
        author.empty_label = _("%(name)s, editor") % {"name": editor}
