"""How to cite an article: in words, and as files for programs that keep references.

The words follow "Citing Medicine" of the U.S. National Library of Medicine, chapter 25, which
editors call the Vancouver style. No citation says when it was read: the page is the same for all.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.encoding import iri_to_uri
from django.utils.formats import date_format
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from articles import history
from articles.models import Article
from backpain import pages
from backpain.models import Publication
from backpain.text import one_line

BIBTEX_COMMANDS = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "&%$#_{}"},
}


@dataclass(frozen=True)
class Name:
    """A person's name as lists of references sort it."""

    family: str
    given: str

    @classmethod
    def of(cls, name: str) -> Name:
        """Take a name apart: the last word and the small words before it are the family's."""
        words = one_line(name).split()
        at = max(len(words) - 1, 0)
        while at > 1 and words[at - 1].islower():
            at -= 1
        return cls(" ".join(words[at:]), " ".join(words[:at]))

    @property
    def inverted(self) -> str:
        return f"{self.family}, {self.given}" if self.given else self.family

    @property
    def vancouver(self) -> str:
        """The family's name and at most two initials, without full stops."""
        parts = re.split(r"[\s.-]+", self.given)
        initials = "".join(part[0].upper() for part in parts if part)[:2]
        return f"{self.family} {initials}".strip()


@dataclass(frozen=True)
class Work:
    """What a citation says of an article."""

    names: list[Name]
    title: str
    publication: str
    published: date
    updated: date | None
    address: str
    key: str

    @classmethod
    def of(cls, article: Article, publication: Publication) -> Work:
        """Read what is cited from `article`; dates are days in the site's time zone."""
        title = one_line(article.title)
        names = [Name.of(author.name) for author in article.authors.all()]
        published = localdate(article.publish_at)
        return cls(
            names=names,
            title=_as_retracted(title) if history.of(article).is_retraction else title,
            publication=one_line(publication.name),
            published=published,
            updated=localdate(article.updated_at) if article.is_updated else None,
            address=address_of(article),
            key=_key(names, published, article),
        )


def address_of(article: Article) -> str:
    """Return the one address of `article`, with the site's host."""
    return f"{settings.SITE_URL}{iri_to_uri(article.get_absolute_url())}"


def vancouver(work: Work) -> str:
    """Return the reference to `work` in words."""
    names = ", ".join(name.vancouver for name in work.names)
    day = _day(work.published)
    if work.updated:
        updated = _("updated %(day)s") % {"day": _day(work.updated)}
        day = f"{day} [{updated}]"
    return " ".join(
        part
        for part in (
            _sentence(names),
            _sentence(work.title),
            _("%(publication)s [Internet].") % {"publication": work.publication},
            f"{day}.",
            _("Available from: %(address)s") % {"address": work.address},
        )
        if part
    )


def bibtex(work: Work) -> str:
    """Return the reference to `work` as an entry for BibTeX and biblatex, in UTF-8."""
    names = " and ".join(_tex_name(name) for name in work.names)
    fields = {
        "author": names or "{" + _tex(work.publication) + "}",
        "title": "{" + _tex(work.title) + "}",
        "howpublished": _tex(work.publication),
        "year": str(work.published.year),
        "month": str(work.published.month),
        "date": work.published.isoformat(),
        "url": work.address,
        **({"note": _updated(work.updated)} if work.updated else {}),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items()]
    return "\n".join([f"@misc{{{work.key},", *lines, "}", ""])


def ris(work: Work) -> str:
    """Return the reference to `work` in the RIS format, which ends every line with CR LF."""
    fields = [
        ("TY", "ELEC"),
        *(("AU", name.inverted) for name in work.names),
        ("TI", work.title),
        ("T2", work.publication),
        ("PB", work.publication),
        ("PY", f"{work.published:%Y}"),
        ("DA", f"{work.published:%Y/%m/%d}/"),
        *([("ET", _updated(work.updated))] if work.updated else []),
        ("UR", work.address),
        ("ER", ""),
    ]
    return "".join(f"{tag}  - {value}\r\n" for tag, value in fields)


@pages.public_page
def bib_file(request: HttpRequest, slug: str) -> HttpResponse:
    """Give the reference to an article as a BibTeX file."""
    work = _asked_for(request, slug)
    return _file(bibtex(work), "application/x-bibtex", f"{slug}.bib")


@pages.public_page
def ris_file(request: HttpRequest, slug: str) -> HttpResponse:
    """Give the reference to an article as an RIS file."""
    work = _asked_for(request, slug)
    return _file(ris(work), "application/x-research-info-systems", f"{slug}.ris")


def _asked_for(request: HttpRequest, slug: str) -> Work:
    articles = Article.objects.listed().with_authors().prefetch_related("changes")
    article = get_object_or_404(articles.defer("body"), slug=slug)
    pages.shows(request, f"article:{article.pk}")
    pages.until(request, article.unpublish_at)
    return Work.of(article, Publication.current())


def _file(content: str, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=f"{kind}; charset=utf-8")
    disposition = content_disposition_header(as_attachment=True, filename=name)
    response.headers["Content-Disposition"] = disposition or "attachment"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _day(day: date) -> str:
    return date_format(day, "Y M j")


def _as_retracted(title: str) -> str:
    return _("%(title)s [retracted]") % {"title": title}


def _updated(day: date) -> str:
    return _("Updated %(updated)s") % {"updated": day.isoformat()}


def _sentence(words: str) -> str:
    return words if not words or words.endswith((".", "?", "!")) else f"{words}."


def _tex(words: str) -> str:
    """Return `words` such that TeX takes every sign for itself."""
    return "".join(BIBTEX_COMMANDS.get(sign, sign) for sign in words)


def _tex_name(name: Name) -> str:
    """Return a name whose parts BibTeX keeps as they are: an "and" or a comma in one is no sign."""
    parts = [f"{{{_tex(part)}}}" for part in (name.family, name.given) if part]
    return ", ".join(parts)


def _key(names: list[Name], published: date, article: Article) -> str:
    """Return a name for the entry, in ASCII: family, year and the article's number."""
    family = unicodedata.normalize("NFKD", names[0].family) if names else ""
    return f"{slugify(family).replace('-', '') or 'article'}{published.year}-{article.pk}"
