"""What a person agreed to, and where: the proof that a newsletter owes to its readers."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from articles.models import Article
from backpain.models import Publication


@dataclass(frozen=True)
class Wording:
    """The words around a button, as the person who presses it sees them.

    Pages take them from here, and so does the proof: the two cannot differ.
    """

    heading: str = ""
    text: str = ""
    button: str = ""
    promise: str = ""


@dataclass(frozen=True)
class Occasion:
    """How somebody came to say yes or no."""

    wording: Wording = field(default_factory=Wording)
    page: str = ""  # the address on this site, without a token
    article: Article | None = None
    client: str | None = None


def sign_up(publication: Publication) -> Wording:
    """Return the words around the form that takes an address."""
    return Wording(
        heading=str(publication.newsletter_heading),
        text=str(publication.newsletter_text),
        button=str(publication.newsletter_button),
        promise=str(publication.newsletter_promise),
    )


def confirmation(publication: Publication) -> Wording:
    """Return the words around the button that confirms an address."""
    return Wording(
        heading=_("Do you want our letter?"),
        text=_("One press, and %(name)s writes to this address.") % {"name": publication.name},
        button=_("Yes, send me the letter"),
        promise=_("Every letter has a link to leave, and it works at once."),
    )


def leaving(publication: Publication) -> Wording:
    """Return the words around the button that ends a subscription."""
    return Wording(
        heading=_("Leave the newsletter?"),
        text=_("%(name)s then writes no more letters to this address.")
        % {"name": publication.name},
        button=_("Send me no more letters"),
    )


def returning(publication: Publication) -> Wording:
    """Return the words around the button that takes a departure back."""
    return Wording(
        heading=_("You get no more letters from us"),
        text=_("That was not what you wanted? For ten minutes you can take it back here."),
        button=_("Keep sending me letters"),
    )
