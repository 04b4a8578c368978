from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from articles.models import Article
from backpain import pages


@pages.public_page
def article(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one published article."""
    shown = get_object_or_404(
        Article.objects.published()
        .select_related("picture", "reviewer", "read_next")
        .prefetch_related("categories", "tags", "sources", "picture__renditions")
        .with_authors()
        .defer("read_next__body"),
        slug=slug,
    )
    pages.shows(request, f"article:{shown.pk}", "articles")
    pages.until(request, shown.unpublish_at)
    following = shown.leads_on_to
    if following and following == shown.read_next:
        pages.until(request, following.unpublish_at)
    else:  # another may take its place as the clock publishes or ends one
        pages.until(request, Article.objects.next_change())
    return render(request, "articles/article.html", {"article": shown, "next": following})
