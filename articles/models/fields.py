from typing import Any

from django import forms
from django.db import models


class WebAddressField(models.URLField):
    """A web address; typed without http it becomes https. To migrations it is Django's own."""

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        return super().formfield(**{"assume_scheme": "https", **kwargs})

    def deconstruct(self) -> Any:
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.URLField", args, kwargs
