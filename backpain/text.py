"""Typed text is normalised once, where it comes in: every later rule sees the same words."""

import re
import unicodedata

from django import forms

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


def initials(name: str) -> str:
    """Return the first letters of the first and last word of `name`, in capitals; "?" for none."""
    words = [word for word in name.split() if word[0].isalnum()]
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper() or "?"
