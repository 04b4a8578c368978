"""The pages on which a reader says what is wrong or missing in an article."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from articles import reports
from articles.models import Article
from articles.posts import posted_to, status_without, words_kept
from articles.reports import ReportForm
from backpain import pages, private, visitors
from backpain.models import Publication
from backpain.outage import Lost, returns_the_words
from backpain.visitors import Origin, same_origin_post

MOST, SECONDS = 5, 600  # reports from one address, in this time
LOST = Lost(
    "A report",
    title=gettext_lazy("Error: your report could not be kept"),
    heading=gettext_lazy("Your report could not be kept"),
    label=gettext_lazy("What is wrong or missing?"),
)


@same_origin_post
@require_http_methods(["GET", "HEAD", "POST"])
@private.page
@returns_the_words(LOST, "email", "version")
def report(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the form on a page of its own, or take in what a reader found."""
    is_open = Publication.current().takes_reports
    if request.method == "POST":
        return _post(request, slug, is_open)
    article = get_object_or_404(Article.objects.listed().defer("body"), slug=slug)
    if not is_open:
        raise Http404
    return _form_page(request, ReportForm(article))


@pages.public_page
def sent(request: HttpRequest, slug: str) -> HttpResponse:
    """Thank a reader; the words are the same for everyone."""
    article = get_object_or_404(Article.objects.listed().defer("body"), slug=slug)
    pages.shows(request, f"article:{article.pk}")
    pages.until(request, article.unpublish_at)
    return render(request, "articles/report_sent.html", {"article": article})


def _post(request: HttpRequest, slug: str, is_open: bool) -> HttpResponse:
    article = posted_to(slug)
    if article is None:
        return _closed_page(request, status_without(slug), _("This article is no longer here."))
    if not is_open:
        return _closed_page(request, 403, _("Reports are not taken at present."), article)
    as_posted = ReportForm.with_words(article, request.POST)
    if request.origin is Origin.CROSS:  # type: ignore[attr-defined]
        problem = _("This came from another site. Look it over and send it from here.")
        return _form_page(request, as_posted, 403, problem)
    form = ReportForm(article, request.POST)
    if not form.is_valid():
        return _form_page(request, form, 422)
    found = form.report()
    if not reports.is_known(found) and not _is_within_limit(request):
        return _too_many(request, as_posted)
    reports.keep(found)
    return HttpResponseRedirect(reverse("articles:report_sent", args=[article.slug]), status=303)


def _is_within_limit(request: HttpRequest) -> bool:
    address = visitors.client_address(request)
    return visitors.allow("report", address, limit=MOST, seconds=SECONDS)


def _too_many(request: HttpRequest, form: ReportForm) -> HttpResponse:
    problem = _(
        "Many reports came from your connection. Your words are kept here: send them in ten "
        "minutes."
    )
    response = _form_page(request, form, 429, problem)
    response.headers["Retry-After"] = str(SECONDS)
    return response


def _form_page(
    request: HttpRequest, form: ReportForm, status: int = 200, problem: str = ""
) -> HttpResponse:
    """Answer with the form's own page; `problem` is what stands in the way besides the fields."""
    context = {"form": form, "article": form.article, "problem": problem}
    return render(request, "articles/report.html", context, status=status)


def _closed_page(
    request: HttpRequest, status: int, closed: str, article: Article | None = None
) -> HttpResponse:
    label = _("What is wrong or missing?")
    return words_kept(request, status, closed, label=label, article=article)
