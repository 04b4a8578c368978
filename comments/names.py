"""Under which name a person of the desk answers readers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from backpain.text import cut

if TYPE_CHECKING:
    from django.contrib.auth.models import User

LONGEST = 100


def public_name(editor: User) -> str:
    """Return the full name of `editor`, or the account's; of an e-mail address only its start."""
    name = editor.get_full_name() or editor.get_username()
    return cut(name.partition("@")[0] or _("Editor"), LONGEST)
