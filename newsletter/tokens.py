"""The secrets in the links of letters: who holds one may do what the link is for."""

import hashlib
import secrets

UNSUBSCRIBE_LENGTH = 32  # of token_urlsafe(24)


def new_unsubscribe_token() -> str:
    """Return a secret that is kept as it is, since every letter is made from it."""
    return secrets.token_urlsafe(24)


def new_confirm_token() -> str:
    """Return a secret that stands in one letter; the database keeps its hash."""
    return secrets.token_urlsafe(32)


def hashed(token: str) -> str:
    """Return what is kept of a confirmation link's secret."""
    return hashlib.sha256(token.encode()).hexdigest()
