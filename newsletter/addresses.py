"""E-mail addresses as people type them, and as one key each."""

from __future__ import annotations

from dataclasses import dataclass

from email_validator import EmailNotValidError, validate_email


@dataclass(frozen=True)
class Address:
    """An address that letters can reach: as it was typed, and the key it is known by."""

    typed: str
    key: str

    @classmethod
    def parse(cls, typed: str) -> Address | None:
        """Return the address in `typed`, or None where no letter could be sent to it.

        Letters such as ü stand after the @ only: before it most mail servers still refuse them,
        and a sign-up that looks taken but never gets its letter is worse than a plain no.
        """
        try:
            valid = validate_email(
                typed, check_deliverability=False, allow_smtputf8=False, strict=True
            )
        except EmailNotValidError:
            return None
        # The ASCII form of the host: casefolding its own form would make straße strasse.
        return cls(typed=typed, key=(valid.ascii_email or valid.normalized).casefold())


def masked(address: str) -> str:
    """Return `address` as a page may show it: its owner knows it, nobody else learns it."""
    mailbox, _, host = address.rpartition("@")
    return f"{mailbox[:1]}…@{host}"
