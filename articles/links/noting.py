"""Which addresses stand in which texts, kept beside them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.timezone import now

from articles.links import addresses
from articles.models import Article, Author, Link, LinkHost

BATCH = 50
UNUSED = timedelta(days=1)  # since then nobody waited for a host

_last_read = 0  # the key of the article that `read_again` read last, in this process


def note(article: Article) -> None:
    """Keep where `article` leads, as it is in the database; where readers never go is not kept.

    What led to it is looked at again, for its address may have changed.
    """
    if article.status == Article.Status.PUBLISHED:
        named = addresses.in_article(article, article.sources.all())
    else:
        named = set()
    article.links.set(_rows(named))
    path = addresses.kept(article.get_absolute_url())
    Link.objects.own().filter(url=path).update(next_check_at=now())


def read_again() -> int:
    """Keep where the next few articles lead, in turn: what was written before there was this, or
    past the desk. And where people do; return 0, for it is never done.
    """
    global _last_read
    written = Article.objects.filter(status=Article.Status.PUBLISHED).order_by("pk")
    batch = list(written.filter(pk__gt=_last_read).prefetch_related("sources")[:BATCH])
    for article in batch:
        with transaction.atomic():
            article.links.set(_rows(addresses.in_article(article, article.sources.all())))
    _last_read = batch[-1].pk if len(batch) == BATCH else 0
    for author in Author.objects.filter(_leads_somewhere()).distinct():
        author.links.set(_rows(addresses.of_author(author)))
    return 0


def sweep() -> int:
    """Delete a batch of addresses that stand nowhere any more; return how many."""
    named = (
        Exists(through.objects.filter(link=OuterRef("pk")))
        for through in (Link.articles.through, Link.authors.through)
    )
    unused = Link.objects.exclude(Q(*named, _connector=Q.OR)).values_list("pk", flat=True)
    count, _kinds = Link.objects.filter(pk__in=list(unused[:BATCH])).delete()
    LinkHost.objects.filter(links=None, free_at__lt=now() - UNUSED).delete()
    return count


def _leads_somewhere() -> Q:
    return ~Q(licence="") | ~Q(profiles="") | Q(links__isnull=False)


def _rows(named: Iterable[str]) -> list[Link]:
    """Return the rows of some addresses, making those that are new."""
    wanted = sorted(named)
    known = set(Link.objects.filter(url__in=wanted).values_list("url", flat=True))
    new = [url for url in wanted if url not in known]
    if new:
        hosts = {addresses.host_and_port(url) for url in new} - {""}
        LinkHost.objects.bulk_create(
            (LinkHost(name=name) for name in sorted(hosts)), ignore_conflicts=True
        )
        rows = (Link(url=url, host_id=addresses.host_and_port(url) or None) for url in new)
        Link.objects.bulk_create(rows, ignore_conflicts=True)
    return list(Link.objects.filter(url__in=wanted).only("pk"))
