"""The pages on which a reader writes a comment and follows what becomes of it."""

from __future__ import annotations

from contextlib import suppress

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from articles.models import Article
from articles.posts import posted_to, status_without, words_kept
from backpain import private
from backpain.models import Publication
from backpain.outage import Lost, returns_the_words
from backpain.visitors import Origin, client_address, same_origin_post
from comments import captcha, posting
from comments.closing import why_closed
from comments.forms import CommentForm
from comments.models import Comment
from comments.refusals import MovedError

LOST = Lost(
    "A comment",
    title=gettext_lazy("Error: your comment could not be kept"),
    heading=gettext_lazy("Your comment could not be kept"),
    label=gettext_lazy("Comment"),
)


@same_origin_post
@require_http_methods(["GET", "HEAD", "POST"])
@private.page
@returns_the_words(LOST, "name", "email", "parent")
def write(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the form on a page of its own, or take in what was written."""
    if request.method == "POST":
        return _post_to(request, slug)
    article = get_object_or_404(Article.objects.listed().defer("body"), slug=slug)
    closed = why_closed(article, Publication.current())
    form = CommentForm(article, initial={"parent": request.GET.get("parent", "")})
    return _form_page(request, form, closed=closed)


@csrf_exempt  # the address is the authority: only who wrote the comment knows it
@require_http_methods(["GET", "HEAD", "POST"])
@private.page
def status(request: HttpRequest, token: str) -> HttpResponse:
    """Show the writer what became of a comment, and let them take it back."""
    comments = Comment.objects.select_related("article", "parent")
    comment = get_object_or_404(comments, token=token)
    if request.method == "POST":
        _withdraw(comment)
        return _see(comment)
    response = render(request, "comments/status.html", {"comment": comment})
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@require_safe
def comment(request: HttpRequest, pk: int) -> HttpResponse:
    """Lead on from a comment's permanent address to where it stands now."""
    shown = get_object_or_404(Comment.objects.select_related("article"), pk=pk)
    if shown.published_at is None or not shown.article.is_public:
        raise Http404
    if not shown.is_visible:
        context = {"article": shown.article}
        return render(request, "comments/removed.html", context, status=410)
    return redirect(f"{shown.article.get_absolute_url()}#comment-{shown.pk}")


def _post_to(request: HttpRequest, slug: str) -> HttpResponse:
    article = posted_to(slug)
    if article is None:
        closed = _("This article is no longer here.")
        return words_kept(request, status_without(slug), closed, label=_("Comment"))
    return _post(request, article, why_closed(article, Publication.current()))


def _post(request: HttpRequest, article: Article, closed: str) -> HttpResponse:
    """Take in a comment on `article`; `closed` says why it takes none."""
    as_posted = CommentForm.with_words(article, request.POST)
    if request.origin is Origin.CROSS:  # type: ignore[attr-defined]
        problem = _("This came from another site. Look it over and post it from here.")
        return _form_page(request, as_posted, 403, problem)
    if closed:
        return _form_page(request, as_posted, 403, closed=closed)
    form = CommentForm(article, request.POST)
    if not form.is_valid():
        return _form_page(request, form, 422)
    posted = _posting(request, form)
    if earlier := posting.earlier(posted):
        return _see(earlier)
    if seconds := posting.seconds_to_wait(posted.address):
        return _too_many(request, as_posted, seconds)
    return _see(posting.keep(posted))


def _posting(request: HttpRequest, form: CommentForm) -> posting.Posting:
    return posting.Posting(
        article=form.article,
        words={name: form.cleaned_data[name] for name in ("name", "email", "body")},
        parent=form.answered,
        address=client_address(request),
        origin_known=request.origin is Origin.SAME,  # type: ignore[attr-defined]
        is_trapped=form.is_trapped,
        captcha_token=captcha.token_in(request.POST.get("g-recaptcha-response", "")),
    )


def _too_many(request: HttpRequest, form: CommentForm, seconds: int) -> HttpResponse:
    problem = _("Many comments came from your connection. Your words are kept here: %(when)s.") % {
        "when": _("post them in ten minutes") if seconds <= 600 else _("post them tomorrow")
    }
    response = _form_page(request, form, 429, problem)
    response.headers["Retry-After"] = str(seconds)
    return response


def _form_page(
    request: HttpRequest, form: CommentForm, status: int = 200, problem: str = "", closed: str = ""
) -> HttpResponse:
    """Answer with the form's own page; `problem` is what stands in the way besides the fields."""
    if not closed:
        captcha.admit(request)
    context = {"form": form, "article": form.article, "problem": problem, "closed": closed}
    return render(request, "comments/write.html", context, status=status)


def _withdraw(comment: Comment) -> None:
    """Withdraw, whatever a moderator does at the same moment."""
    for _attempt in range(3):
        if comment.status == Comment.Status.WITHDRAWN:
            return
        with suppress(MovedError):
            comment.withdraw()
            return
        comment.refresh_from_db()


def _see(comment: Comment) -> HttpResponse:
    response = redirect(comment.status_url)
    response.status_code = 303
    return response
