"""What a letter says, and what a mail server says to it."""

import smtplib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import css_inline
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from backpain.models import Letter, Publication
from backpain.text import normalise, one_line

SUBJECT_LENGTH = Letter._meta.get_field("subject").max_length


@dataclass(frozen=True)
class Words:
    """A letter, written out."""

    subject: str
    text: str
    html: str


def render(letter: str, context: Mapping[str, Any]) -> Words:
    """Write out the templates of `letter`; they see `publication` and `site_url` besides `context`.

    The subject is one line whatever stands in it. The HTML keeps its style element for readers
    of mail that know dark mode, and gets the same rules inline for those that know none.
    """
    seen = {"publication": Publication.current(), "site_url": settings.SITE_URL, **context}
    subject = one_line(render_to_string(f"{letter}.subject.txt", seen))[:SUBJECT_LENGTH]
    text = normalise(render_to_string(f"{letter}.txt", seen)) + "\n"
    html = normalise(render_to_string(f"{letter}.html", {**seen, "subject": subject}))
    return Words(subject, text, _inliner().inline(html))


def reason(error: Exception) -> str:
    """Say in words why the mail server did not take a letter."""
    answer = _answer(error)
    if answer:
        code, words = answer
        if code >= 500:
            return _("The mail server refused the letter: %(words)s") % {"words": words}
        return _("The mail server put the letter off: %(words)s") % {"words": words}
    if isinstance(error, smtplib.SMTPServerDisconnected):
        return _("The mail server broke the connection off.")
    if isinstance(error, OSError) and not isinstance(error, smtplib.SMTPException):
        return _("The mail server cannot be reached: %(error)s") % {"error": error}
    if isinstance(error, ValueError):
        return _("The letter cannot be written: %(error)s") % {"error": error}
    return _("The letter could not be handed over: %(error)s") % {"error": error}


def is_final(error: Exception) -> bool:
    """Whether trying again is of no use: the server refused the recipient or the letter for good,
    or no letter can be made of the row. A refused sender or password can be put right."""
    if isinstance(error, smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError):
        answer = _answer(error)
        return bool(answer and answer[0] >= 500)
    return isinstance(error, ValueError)


@cache
def _inliner() -> css_inline.CSSInliner:
    return css_inline.CSSInliner(
        keep_style_tags=True, keep_at_rules=True, load_remote_stylesheets=False
    )


def _answer(error: Exception) -> tuple[int, str] | None:
    """The server's code and words, if it said any."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, words = next(iter(error.recipients.values()))
        return code, _in_words(code, words)
    if isinstance(error, smtplib.SMTPResponseException):
        return error.smtp_code, _in_words(error.smtp_code, error.smtp_error)
    return None


def _in_words(code: int, answer: bytes | str) -> str:
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return one_line(f"{code} {text}")
