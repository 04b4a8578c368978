"""The secret in the link of an invitation: it stands in one letter, its hash in the database."""

import hashlib
import secrets


def new() -> str:
    return secrets.token_urlsafe(32)


def hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
