"""What the groups of people at the desk may do, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

if TYPE_CHECKING:
    from django.contrib.auth.models import Group

MEANINGS = {
    "Authors": gettext_noop("write articles of their own, which somebody else publishes"),
    "Editors": gettext_noop("change every article and decide what is published"),
    "Medical reviewers": gettext_noop("read every article and sign that its medicine is right"),
    "Moderators": gettext_noop("decide which comments readers see"),
    "Publishers": gettext_noop("do what editors do, and run the publication itself"),
}


class GroupsField(forms.ModelMultipleChoiceField):
    """Groups to tick, each with what it means."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, group: Group) -> str:
        if group.name not in MEANINGS:
            return group.name
        return _("%(group)s: %(meaning)s") % {
            "group": _(group.name),
            "meaning": _(MEANINGS[group.name]),
        }
