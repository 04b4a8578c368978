"""Who wrote and checked an article, and when, in words that translators can put in order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from urllib.parse import urlsplit

from django import template
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from articles.models import Article, ArticleQuerySet, Author
from backpain.templatetags.text_tags import machine_time

register = template.Library()

REVIEWED = 6  # articles that a person's page names as checked by them


@register.simple_tag
def person(author: Author) -> SafeString:
    """Return a link to an author's page, with the credentials after the name."""
    link = format_html('<a href="{}">{}</a>', author.get_absolute_url(), author.name)
    return format_html("{}, {}", link, author.credentials) if author.credentials else link


@register.simple_tag
def people(authors: Iterable[Author]) -> SafeString:
    """Return links to the pages of several authors as one list in words."""
    return _in_words([person(author) for author in authors])


@register.filter
def names(authors: Iterable[Author]) -> SafeString:
    """Return the names of several authors as one list in words."""
    return _in_words([format_html("{}", author.name) for author in authors])


@register.simple_tag
def day(moment: date | datetime) -> SafeString:
    """Return a day, or the day of an instant in the site's time zone, as a time element."""
    stamp = moment.isoformat()
    if isinstance(moment, datetime):
        stamp, moment = machine_time(moment), localtime(moment)
    words = date_format(moment, "DATE_FORMAT")
    return format_html('<time datetime="{}">{}</time>', stamp, words)


@register.simple_tag
def reviewed_by(author: Author) -> ArticleQuerySet:
    """Return the published articles that `author` checked last, with title and address only."""
    checked = Article.objects.published().filter(reviewer=author, reviewed_on__isnull=False)
    newest = checked.order_by("-reviewed_on", "-publish_at", "-pk")
    return newest.only("title", "slug", "reviewed_on")[:REVIEWED]


@register.filter
def profile_links(author: Author) -> list[tuple[str, str]]:
    """Return the pages elsewhere about `author`, each as its host and its address."""
    return [(urlsplit(url).hostname or url, url) for url in author.profiles.split()]


def _in_words(parts: Sequence[SafeString]) -> SafeString:
    """Join parts as "A, B and C"."""
    comma, last = pgettext("between names", ", "), _(" and ")
    if not parts:
        return SafeString()
    if len(parts) == 1:
        return parts[0]
    first = format_html_join(comma, "{}", ((part,) for part in parts[:-1]))
    return format_html("{}{}{}", first, last, parts[-1])
