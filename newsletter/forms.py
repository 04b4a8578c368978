from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from backpain import text
from newsletter.addresses import Address


class SignUpForm(forms.Form):
    """The form under an article: an address, and a trap that people do not see.

    What else the page sends along (the article) is no field: forged, it is ignored.
    """

    email = text.LineField(
        label=_("Your e-mail address"),
        max_length=254,
        error_messages={
            "required": _("Enter your e-mail address."),
            "max_length": _("An e-mail address has at most 254 characters."),
        },
    )

    def clean_email(self) -> Address:
        """Return the address, normalised."""
        typed = self.cleaned_data["email"]
        if address := Address.parse(typed):
            return address
        mailbox = typed.rpartition("@")[0]
        if mailbox and not mailbox.isascii():
            message = _("Letters cannot reach an address with a character like ü before the @.")
            raise forms.ValidationError(message, code="unreachable")
        message = _("Enter an e-mail address in the correct format, like name@example.org.")
        raise forms.ValidationError(message, code="invalid")

    @property
    def address(self) -> Address:
        """The address of a valid form."""
        return self.cleaned_data["email"]  # type: ignore[no-any-return]

    @property
    def typed(self) -> str:
        """What was typed, to stand in the field again."""
        return text.one_line(str(self.data.get("email", "")))[:1000]

    @property
    def is_trapped(self) -> bool:
        """Whether a program filled in what no person sees."""
        return bool(self.data.get("topic"))

    @property
    def article_slug(self) -> str:
        """What the page says of the article it stands in, forged or not."""
        return text.one_line(str(self.data.get("article", "")))[:200]
