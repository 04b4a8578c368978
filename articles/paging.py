"""Pages of a list of articles: found through keys alone, which an index holds."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.paginator import EmptyPage, Page, PageNotAnInteger, Paginator
from django.http import Http404, HttpRequest, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.http import urlencode

from articles.models import Article, ArticleQuerySet

PAGE_SIZE = 12


class ArticlePages(Paginator):
    """The pages of published articles, the newest first.

    Rows hold bodies and are wide, so that only those of the page asked for are read; pages of the
    second half are counted from the end.
    """

    def __init__(self, articles: ArticleQuerySet) -> None:
        self._keys = articles.listed().newest_first().values_list("pk", flat=True)
        super().__init__(self._keys, PAGE_SIZE)

    def page(self, number: int | str) -> Page:
        number = self.validate_number(number)
        start = (number - 1) * self.per_page
        return Page(in_order(self._keys_from(start)), number, self)

    def _keys_from(self, start: int) -> list[int]:
        end = min(start + self.per_page, self.count)
        if start < self.count // 2:
            return list(self._keys[start:end])
        return list(self._keys.reverse()[self.count - end : self.count - start])[::-1]


def in_order(keys: Sequence[int]) -> list[Article]:
    """Return the articles with these keys, with what a list shows of each, in this order."""
    found = Article.objects.with_summary().in_bulk(keys)
    return [found[key] for key in keys if key in found]


def page_or_404(pages: Paginator, number: int) -> Page:
    """Return page `number`; Http404 where there is none."""
    try:
        return pages.page(number)
    except (EmptyPage, PageNotAnInteger) as error:
        raise Http404 from error


def to_first_page(request: HttpRequest, number: int) -> HttpResponsePermanentRedirect | None:
    """Send whoever asks for page/1/ to the list itself: the first page has one address."""
    query = f"?{urlencode(sorted(request.GET.dict().items()))}" if request.GET else ""
    match = request.resolver_match
    if number == 1 and match is not None and "number" in match.kwargs:
        which = {name: value for name, value in match.kwargs.items() if name != "number"}
        return HttpResponsePermanentRedirect(reverse(match.view_name, kwargs=which) + query)
    return None
