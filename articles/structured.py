"""What a page tells machines about itself: one JSON-LD graph in the words of schema.org.

It says only what the page shows. What stands in several graphs keeps one `@id`, so that a search
engine knows it again. The rules are those of developers.google.com/search/docs/appearance and of
schema.org: `reviewedBy` and `lastReviewed` belong to the page, not to the article on it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.paginator import Page as ListPage
from django.templatetags.static import static
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from articles import history, reviews
from articles.body import read
from articles.models import Article, Author, Category, Picture, Source
from backpain.addresses import absolute
from backpain.models import Publication
from backpain.sharing import language_tag

Node = dict[str, Any]

LOGO_SIZE = 180  # of img/icon-180.png; Google asks for 112 or more
SEARCH = "/search/?q={search_term_string}"
# What a page is by the name that everybody gives it; any other is a WebPage.
PAGE_TYPES = {"about": "AboutPage", "about-us": "AboutPage", "contact": "ContactPage"}
SOURCE_TYPES = {
    Source.Kind.STUDY.value: "ScholarlyArticle",
    Source.Kind.REVIEW.value: "ScholarlyArticle",
    Source.Kind.BOOK.value: "Book",
    Source.Kind.PAGE.value: "WebPage",
}


@dataclass(frozen=True)
class Page:
    """What a page's head says of it already."""

    url: str
    name: str
    description: str = ""

    @property
    def id(self) -> str:
        return f"{self.url}#page"

    @property
    def breadcrumb(self) -> str:
        return f"{self.url}#breadcrumb"


def graph(*nodes: Node) -> Node:
    """Return the nodes as one graph, without what is empty, each `@id` once."""
    once: dict[str, Node] = {}
    for node in nodes:
        once.setdefault(node["@id"], _filled(node))
    return {"@context": "https://schema.org", "@graph": list(once.values())}


def site(publication: Publication) -> list[Node]:
    """Return what every page says: whose site it is."""
    organization: Node = {
        "@type": "Organization",
        "@id": _id("organization"),
        "name": str(publication.name),  # lazy where nobody has edited it
        "url": absolute("/"),
        "logo": {
            "@type": "ImageObject",
            "url": absolute(static("img/icon-180.png")),
            "width": LOGO_SIZE,
            "height": LOGO_SIZE,
        },
        "sameAs": publication.profiles.split(),
    }
    website: Node = {
        "@type": "WebSite",
        "@id": _id("website"),
        "url": absolute("/"),
        "name": str(publication.name),
        "description": str(publication.tagline),
        "inLanguage": language_tag(settings.LANGUAGE_CODE),
        "publisher": _reference(organization),
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": absolute(SEARCH)},
            "query-input": "required name=search_term_string",
        },
    }
    return [website, organization]


def web_page(page: Page, kind: str = "WebPage", **more: Any) -> Node:
    """Return what any page says of itself."""
    return {
        "@type": kind,
        "@id": page.id,
        "url": page.url,
        "name": page.name,
        "description": page.description,
        "inLanguage": language_tag(settings.LANGUAGE_CODE),
        "isPartOf": {"@id": _id("website")},
        **more,
    }


def collection_page(page: Page, shown: ListPage) -> Node:
    """Return what a page of a list says: which articles it shows, in which order."""
    entries = [
        {
            "@type": "ListItem",
            "position": position,
            "url": absolute(article.get_absolute_url()),
            "name": article.title,
        }
        for position, article in enumerate(shown.object_list, shown.start_index())
    ]
    listed = {"@type": "ItemList", "itemListElement": entries}
    return web_page(page, "CollectionPage", mainEntity=listed if entries else None)


def profile_page(page: Page, author: Author) -> list[Node]:
    """Return what an author's page says: who this is."""
    known = {**person(author), "description": author.biography}
    return [web_page(page, "ProfilePage", mainEntity=_reference(known)), known]


def plain_page(page: Page, article: Article) -> Node:
    """Return what a page such as “About” says."""
    return web_page(
        page,
        PAGE_TYPES.get(article.slug, "WebPage"),
        datePublished=moment(article.publish_at),
        dateModified=moment(article.changed_at),
        primaryImageOfPage=article.picture and image(article.picture),
    )


def medical_page(page: Page, article: Article) -> list[Node]:
    """Return what an article's page says: the page, the article and its people."""
    authors = [person(author) for author in article.authors.all()]
    review = reviews.of(article)
    if review and review.changed_at:  # nobody reviewed the content that is on the page
        review = None
    reviewer = person(review.reviewer) if review else None
    shown = web_page(
        page,
        "MedicalWebPage",
        datePublished=moment(article.publish_at),
        dateModified=moment(modified_at(article)),
        lastReviewed=review and review.on.isoformat(),
        reviewedBy=reviewer and _reference(reviewer),
        medicalAudience={"@type": "MedicalAudience", "audienceType": "Patient"},
        primaryImageOfPage=article.picture and image(article.picture),
        breadcrumb={"@id": page.breadcrumb},
        mainEntity={"@id": f"{page.url}#article"},
    )
    return [shown, _article(page, article, authors), *authors, *([reviewer] if reviewer else [])]


def breadcrumb(page: Page, line: Iterable[Category], last: str = "") -> Node:
    """Return the way from the home page to this one: the categories above, then `last`."""
    steps = [(_("Home"), absolute("/"))]
    steps += [(category.name, absolute(category.get_absolute_url())) for category in line]
    entries = [
        {"@type": "ListItem", "position": position, "name": name, "item": address}
        for position, (name, address) in enumerate(steps, 1)
    ]
    if last:  # the page itself: its address may stay away
        entries.append({"@type": "ListItem", "position": len(entries) + 1, "name": last})
    return {"@type": "BreadcrumbList", "@id": page.breadcrumb, "itemListElement": entries}


def person(author: Author) -> Node:
    """Return an author or reviewer: the name alone, what stands after it apart from it."""
    address = absolute(author.get_absolute_url())
    licence = {
        "@type": "EducationalOccupationalCredential",
        "credentialCategory": "license",
        "url": author.licence,
    }
    return {
        "@type": "Person",
        "@id": f"{address}#person",
        "name": author.name,
        "honorificSuffix": author.credentials,
        "jobTitle": author.role,
        "url": address,
        "sameAs": author.profiles.split(),
        "hasCredential": licence if author.licence else None,
        "image": author.portrait and image(author.portrait),
    }


def modified_at(article: Article) -> datetime:
    """Return the date that readers see as "Updated", else that of its publication."""
    return article.updated_at if article.is_updated else article.publish_at


def moment(at: datetime) -> str:
    """Return a moment as ISO 8601 with the site's time zone, to the second."""
    return localtime(at).isoformat(timespec="seconds")


def image(picture: Picture) -> Node:
    """Return a picture, with the words that stand under it."""
    return _filled(
        {
            "@type": "ImageObject",
            "url": absolute(picture.file.url),
            "width": picture.width,
            "height": picture.height,
            "caption": picture.caption or picture.alternative_text,
            "creditText": picture.credit,
        }
    )


def _article(page: Page, article: Article, authors: list[Node]) -> Node:
    return {
        "@type": "Article",
        "@id": f"{page.url}#article",
        "headline": article.title,
        "description": article.standfirst or page.description,
        "image": [image(article.picture)] if article.picture else None,
        "datePublished": moment(article.publish_at),
        "dateModified": moment(modified_at(article)),
        "author": [_reference(author) for author in authors],
        "publisher": {"@id": _id("organization")},
        "mainEntityOfPage": {"@id": page.id},
        "articleSection": [category.name for category in article.categories.all()],
        "keywords": [tag.name for tag in article.tags.all()],
        "wordCount": _words(article),
        "inLanguage": language_tag(settings.LANGUAGE_CODE),
        "isAccessibleForFree": True,
        **_place_in_series(article),
        **_history(article),
        "citation": [_source(source) for source in article.sources.all()],
    }


def _place_in_series(article: Article) -> Node:
    if article.series is None:
        return {}
    address = absolute(article.series.get_absolute_url())
    series = {"@type": "CreativeWorkSeries", "name": article.series.name, "url": address}
    return {"isPartOf": {**series, "@id": f"{address}#series"}}


def _history(article: Article) -> Node:
    """Say which mistakes were put right, and whether the whole is taken back."""
    told = history.of(article)
    corrections = [
        {"@type": "CorrectionComment", "text": change.text, "datePublished": moment(change.at)}
        for change in told.prominent
    ]
    return {
        "creativeWorkStatus": "Retracted" if told.is_retraction else "",
        "correction": corrections,
    }


def _source(source: Source) -> Node:
    return _filled(
        {
            "@type": SOURCE_TYPES.get(source.kind, "CreativeWork"),
            "name": source.citation,
            "url": source.address,
            "isbn": source.isbn if source.kind == Source.Kind.BOOK else "",
        }
    )


def _words(article: Article) -> int:
    return read(article.body).words


def _id(name: str) -> str:
    return absolute(f"/#{name}")


def _reference(node: Node) -> Node:
    return {"@id": node["@id"]}


def _filled(node: Node) -> Node:
    return {name: value for name, value in node.items() if value not in (None, "", [], {})}
