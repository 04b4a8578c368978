"""The pictures in an article's text: each is described, or known to say nothing of its own."""

from __future__ import annotations

import re
from html import unescape

from django.core.files.storage import default_storage
from django.utils.html import escape
from django.utils.translation import gettext as _

from articles.models import Picture
from articles.pictures import problems_of_alternative_text
from articles.pictures.files import IN_A_BODY

# As the sanitiser of the field writes them: every value in double quotes
IMAGE = re.compile(r'<img\b(?:[^>"]|"[^"]*")*>')
ATTRIBUTE = re.compile(r'\s([\w-]+)="([^"]*)"')
WORDS = re.compile(r'\salt(="[^"]*")?(?=[\s/>])')


def describe(body: str) -> tuple[str, list[str]]:
    """Return the sanitised `body` with the library's words for each picture that has none of its
    own, and what is wrong, a sentence a picture.

    An editor's own words stand before the library's; a decorative picture needs none.
    """
    library = _library(body)
    problems: list[str] = []

    def with_words(match: re.Match[str]) -> str:
        tag, problem = _described(match[0], library)
        if problem and problem not in problems:
            problems.append(problem)
        return tag

    return IMAGE.sub(with_words, body), problems


def _library(body: str) -> dict[str, Picture]:
    names = set(IN_A_BODY.findall(body))
    return {str(one.file.name): one for one in Picture.objects.filter(file__in=names)}


def _described(tag: str, library: dict[str, Picture]) -> tuple[str, str | None]:
    attributes = {name: unescape(value) for name, value in ATTRIBUTE.findall(tag)}
    address, words = attributes.get("src", ""), attributes.get("alt", "").strip()
    named = IN_A_BODY.fullmatch(address)
    if not named:  # no page shows it
        foreign = _("The picture %(address)s is not from the library: upload it there.")
        is_elsewhere = address.startswith(("http:", "https:", "//"))
        return tag, foreign % {"address": address} if is_elsewhere else None
    picture = library.get(named[1])
    if picture is None and not default_storage.exists(named[1]):
        gone = _("The picture %(address)s is not in the library any more: choose it again.")
        return tag, gone % {"address": address}
    if words:
        return tag, problems_of_alternative_text(words)
    if picture is None:
        silent = _("The picture %(address)s has no alternative text: say what it shows.")
        return tag, silent % {"address": address}
    return _with_alt(tag, picture.alternative_text), None


def _with_alt(tag: str, words: str) -> str:
    return WORDS.sub("", tag).replace("<img", f'<img alt="{escape(words)}"', 1)
