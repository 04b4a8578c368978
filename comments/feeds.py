"""What readers said last, as feeds: everywhere, and under one article."""

from __future__ import annotations

from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from articles.models import Article
from backpain import feeds, pages
from backpain.models import Publication
from backpain.text import cut
from comments.models import Comment, CommentQuerySet

SUMMARY = 200  # characters


@pages.public_page
def site(request: HttpRequest, kind: feeds.Kind) -> HttpResponse:
    """Answer with the newest comments on all articles that readers may see."""
    publication = Publication.current()
    pages.shows(request, "comments", "articles")
    pages.until(request, Article.objects.next_change())
    channel = feeds.Channel(
        key="comments",
        title=_("Comments on %(publication)s") % {"publication": publication.name},
        path="/",
        description=_("What readers say under the articles."),
    )
    # asked comment by comment: databases would rather read the comments of every article
    listed = Article.objects.listed().filter(pk=OuterRef("article"))
    newest = _newest(Comment.objects.filter(Exists(listed)))
    entries = [_entry(comment, is_under_its_article=False) for comment in newest]
    return feeds.answer(request, kind, channel, entries, publication)


@pages.public_page
def article(request: HttpRequest, slug: str, kind: feeds.Kind) -> HttpResponse:
    """Answer with the newest comments on one article; 404 where nobody said or may say anything."""
    shown = get_object_or_404(Article.objects.listed().defer("body"), slug=slug)
    pages.shows(request, f"comments:{shown.pk}", f"article:{shown.pk}", "articles")
    pages.until(request, shown.unpublish_at)
    if not has_feed(shown):
        raise Http404
    channel = feeds.Channel(
        key=f"comments/{shown.pk}",
        title=title_of(shown),
        path=f"{shown.get_absolute_url()}#comments",
        description=_("What readers say under this article."),
    )
    newest = _newest(Comment.objects.filter(article=shown))
    entries = [_entry(comment, is_under_its_article=True) for comment in newest]
    return feeds.answer(request, kind, channel, entries, Publication.current())


def title_of(shown: Article) -> str:
    """Return what the feed of an article's comments is called."""
    return _("Comments on “%(article)s”") % {"article": shown.title}


def has_feed(shown: Article) -> bool:
    """Say whether a published article has a feed of comments: once closed, only if it has some."""
    if shown.kind == Article.Kind.PAGE:
        return False
    return shown.comments_are_open or Comment.objects.visible().filter(article=shown).exists()


def _newest(comments: CommentQuerySet) -> list[Comment]:
    newest = comments.visible().order_by("-created_at", "-pk").select_related("article", "author")
    return list(newest.defer("article__body")[: feeds.LONGEST])


def _entry(comment: Comment, *, is_under_its_article: bool) -> feeds.Entry:
    author = comment.author
    title = _("%(name)s on “%(article)s”") % {
        "name": comment.name,
        "article": comment.article.title,
    }
    return feeds.Entry(
        key=f"comment/{comment.pk}",
        title=comment.name if is_under_its_article else title,
        path=comment.get_absolute_url(),
        published=comment.created_at,
        updated=comment.published_at or comment.created_at,
        summary=cut(comment.body, SUMMARY),
        content=comment.rendered,
        authors=[(comment.name, feeds.address(author.get_absolute_url()) if author else "")],
    )
