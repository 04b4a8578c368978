"""Typed text is normalised once, where it comes in: every later rule sees the same words."""

import re
import unicodedata
from typing import Any

import email_validator
from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST_ADDRESS = 254  # of e-mail: RFC 5321 §4.5.3.1.3 less the angle brackets

# C0 and C1 controls but tab and newline; lone surrogates; noncharacters; bidi overrides and
# isolates; zero-width space and byte-order mark. A single joiner stays: emoji and Persian need it.
_UNWANTED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    "\u202a-\u202e\u2066-\u2069\u200b\u2060\ufeff]"
)
_JOINER_RUN = re.compile("[\u200c-\u200f]{2,}")
_BLANK_LINES = re.compile(r"\n(?:[ \t]*\n){3,}")


def normalise(text: str) -> str:
    """Return `text` in NFC with plain line ends, no control or direction-changing characters,
    at most two blank lines in a row, and no space around it."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _JOINER_RUN.sub("", _UNWANTED.sub("", text))
    return _BLANK_LINES.sub("\n\n\n", unicodedata.normalize("NFC", text)).strip()


def one_line(text: str) -> str:
    """Return `text` normalised, every run of white space as one space."""
    return " ".join(normalise(text).split())


class TextField(forms.CharField):
    """A form field for text of several lines, normalised before its length is judged."""

    widget = forms.Textarea

    def to_python(self, value: object) -> str:
        return normalise(super().to_python(value) or "")


class LineField(forms.CharField):
    """A form field for one line, normalised before its length is judged."""

    def to_python(self, value: object) -> str:
        return one_line(super().to_python(value) or "")


class AddressField(LineField):
    """An e-mail address that could exist; nobody is asked whether it does."""

    default_error_messages = {"invalid": _("Write an e-mail address like name@example.org.")}

    def clean(self, value: Any) -> str:
        typed: str = super().clean(value)
        if not typed:
            return ""
        try:
            found = email_validator.validate_email(typed[:1000], check_deliverability=False)
        except email_validator.EmailNotValidError as error:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from error
        if len(found.normalized) > LONGEST_ADDRESS:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return found.normalized


def initials(name: str) -> str:
    """Return the first letters of the first and last word of `name`, in capitals; "?" for none."""
    words = [word for word in name.split() if word[0].isalnum()]
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper() or "?"


def cut(words: str, length: int) -> str:
    """Return at most `length` characters of one line of `words`, ending after a word with "…"."""
    line = one_line(words)
    if len(line) <= length:
        return line
    start = line[:length]  # the "…" takes the place of at least one character
    before, space, _ = start.rpartition(" ")
    kept = before if space and len(before) >= length // 2 else start[:-1]
    return kept.rstrip(" ,;:-(\N{EN DASH}") + "…"
