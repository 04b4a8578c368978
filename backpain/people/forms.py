"""The forms of people at the desk."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.forms import (
    AdminPasswordChangeForm,
    UserChangeForm,
    UserCreationForm,
)
from django.contrib.auth.models import Group, User
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backpain.people import passwords, rights
from backpain.people.joining import Offer
from backpain.people.meanings import GroupsField
from backpain.text import AddressField, LineField


class InviteForm(forms.Form):
    """Whom to invite, and to what: no more than the inviter has."""

    email = AddressField(label=gettext_lazy("E-mail address"), max_length=254)
    name = LineField(
        label=gettext_lazy("Name"),
        max_length=150,
        help_text=gettext_lazy("As colleagues know them; they can change it later."),
    )
    groups = GroupsField(
        queryset=Group.objects.none(), label=gettext_lazy("Groups"), required=False
    )
    is_superuser = forms.BooleanField(
        label=gettext_lazy("May do everything (superuser)"), required=False
    )

    def __init__(self, *args: Any, inviter: User) -> None:
        super().__init__(*args)
        self.fields["groups"].queryset = rights.groups_of(inviter)  # type: ignore[attr-defined]
        self.fields["email"].widget.attrs["autocomplete"] = "off"
        if not inviter.is_superuser:
            del self.fields["is_superuser"]

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        known = User.objects.filter(email__iexact=email).first()
        if known:
            words = _("Somebody with this address already has an account here: %(name)s.")
            raise forms.ValidationError(words, code="known", params={"name": known.get_username()})
        return email

    @property
    def offer(self) -> Offer:
        return Offer(**self.cleaned_data)


class JoinForm(UserCreationForm):
    """The user name and password that an invited colleague chooses."""

    def refuse_name(self) -> None:
        """Say that the user name was taken while the form was sent."""
        taken = User._meta.get_field("username").error_messages["unique"]
        self.add_error("username", forms.ValidationError(taken, code="unique"))


class ForgottenForm(forms.Form):
    """The address to which a link for a new password goes."""

    email = AddressField(
        label=gettext_lazy("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class PersonForm(UserChangeForm):
    """An account; its password has a page of its own, and nothing of it is shown."""

    password = None  # type: ignore[assignment]


class NewPasswordForm(AdminPasswordChangeForm):
    """A password that somebody sets for a colleague, who is signed out and told."""

    def save(self, commit: bool = True) -> User:
        person: User = super().save(commit)
        passwords.changed(person)
        return person
