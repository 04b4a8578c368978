from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django import forms
from django.db import models
from django_prose_editor.fields import create_sanitizer

from articles.pasting import tidy

if TYPE_CHECKING:  # the library says no types

    class ProseEditorField(models.TextField[str, str]):
        sanitize: Callable[[str], str]

else:
    from django_prose_editor.fields import ProseEditorField


class WebAddressField(models.URLField):
    """A web address; typed without http it becomes https. To migrations it is Django's own."""

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        return super().formfield(**{"assume_scheme": "https", **kwargs})

    def deconstruct(self) -> Any:
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.URLField", args, kwargs


class RichTextField(ProseEditorField):
    """HTML of the elements that `extensions` name, whoever saves it. To migrations it is a text.

    A form's words are tidied first; a row that a program saves only passes the allow-list, which
    is quick.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.wall: Callable[[str], str] | None = None
        if "extensions" in kwargs:  # a migration names none
            wall = self.wall = create_sanitizer(kwargs["extensions"])
            kwargs["sanitize"] = lambda source: wall(tidy(source))
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        return super().formfield(**{"sanitize": self.sanitize, **kwargs})

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = super().pre_save(model_instance, add)
        if self.wall and isinstance(value, str) and value:
            value = self.wall(value)
            setattr(model_instance, self.attname, value)
        return value
