"""What the desk says of links: which are broken, where they stand, what might take their place."""

from __future__ import annotations

from django.conf import settings
from django.db.models import Prefetch
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles import rights
from articles.links import addresses
from articles.models import Article, Link, Source
from articles.models.links import LinkQuerySet
from backpain.desk import Panel


def with_places(links: LinkQuerySet) -> LinkQuerySet:
    """Fetch with each link the published texts that name it, with their sources, and people."""
    sources = Source.objects.only(*SHOWN)
    texts = Article.objects.published().only("title", "slug").newest_first()
    return links.prefetch_related(
        Prefetch("articles", texts.prefetch_related(Prefetch("sources", sources))), "authors"
    )


SHOWN = ["article", "position", "citation", "url", "doi", "pmid", "archived_url"]


def archived_copies(link: Link) -> list[str]:
    """Return the archived copies that sources with this address have; of `with_places`."""
    copies = (
        source.archived_url
        for article in link.articles.all()
        for source in article.sources.all()
        if source.archived_url and link.url in map(addresses.kept, addresses.of_source(source))
    )
    return [copy for copy in dict.fromkeys(copies) if addresses.kept(copy) != link.url]


def is_held() -> bool:
    """Say whether nobody elsewhere answered of late, so that nothing can be said of links."""
    return settings.CHECKS_LINKS and Link.objects.exclude(held_at=None).exists()


def panel(request: HttpRequest) -> Panel | None:
    """Say how many links of what readers see are broken, for who may change them."""
    if not rights.edits_all(request.user):  # type: ignore[arg-type]
        return None
    count = Link.objects.broken().named().count()
    if not count:
        return None
    words = ngettext(
        "%(count)d link in what readers see leads nowhere.",
        "%(count)d links in what readers see lead nowhere.",
        count,
    )
    url = reverse("admin:articles_link_changelist")
    return Panel(_("Broken links"), words % {"count": count}, url, is_warning=True)
