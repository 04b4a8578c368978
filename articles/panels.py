"""What the desk's index says about what is published."""

from __future__ import annotations

from typing import cast

from django.contrib.auth.models import User
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles import reviews, rights
from articles.models import Article, Report
from articles.revisions import outlook, scheduling
from articles.signing import asking
from backpain.desk import Panel

FEW = 5  # planned changes that are named


def reports(request: HttpRequest) -> Panel | None:
    """Say how many reports from readers are open."""
    if not request.user.has_perm("articles.change_report"):
        return None
    url = reverse("admin:articles_report_changelist")
    count = Report.objects.open().count()
    if not count:
        return Panel(_("Reports from readers"), _("No report is open."), url)
    words = ngettext("%(count)d report is open.", "%(count)d reports are open.", count)
    return Panel(_("Reports from readers"), words % {"count": count}, url)


def reviews_due(request: HttpRequest) -> Panel | None:
    """Say how many published articles must be checked again, or soon."""
    if not (rights.publishes(request.user) or rights.reviews(request.user)):  # type: ignore[arg-type]
        return None
    public = Article.objects.published()
    overdue = reviews.overdue(public).count()
    soon = reviews.due_within(public, reviews.SOON).count()
    late = ngettext("%(count)d review is overdue.", "%(count)d reviews are overdue.", overdue)
    words = ngettext(
        "%(count)d is due within %(days)d days.", "%(count)d are due within %(days)d days.", soon
    ) % {"count": soon, "days": reviews.SOON}
    url = (
        f"{reverse('admin:articles_article_changelist')}?review={'overdue' if overdue else 'soon'}"
    )
    if overdue:
        sentences = [late % {"count": overdue}, *([words] if soon else [])]
        return Panel(_("Medical reviews"), " ".join(sentences), url, is_warning=True)
    return Panel(_("Medical reviews"), words, url) if soon else None


def waiting_for_review(request: HttpRequest) -> Panel | None:
    """Say what waits for a medical review: for a reviewer what they may sign, else what one sees.

    One text is named, and led to.
    """
    user = cast("User", request.user)
    if rights.may_write(user):
        articles = rights.seen_at_desk(user, Article.objects.all())
        rows = asking.waiting().filter(article__in=articles.values("pk"))
    else:
        rows = asking.waiting_for(user)
    keys = list(rows.values_list("article", flat=True))
    if not keys:
        return None
    words = ngettext(
        "%(count)d text waits for a medical review.",
        "%(count)d texts wait for a medical review.",
        len(keys),
    )
    url = reverse("admin:articles_article_changelist") + "?review=waiting"
    if len(keys) == 1:
        url = reverse("admin:articles_article_review", args=[keys[0]])
    return Panel(_("Waiting for review"), words % {"count": len(keys)}, url)


def changes_not_made(request: HttpRequest) -> Panel | None:
    """Say which planned changes of live articles could not be published, and why."""
    if not rights.publishes(request.user):  # type: ignore[arg-type]
        return None
    stuck = list(scheduling.stuck().select_related("article").defer("content")[:FEW])
    if not stuck:
        return None
    words = _("“%(title)s” was to change on %(day)s, and did not: %(problem)s")
    sentences = [
        words
        % {
            "title": one.article,
            "day": outlook.day_of(one.apply_at or one.created_at),
            "problem": one.apply_problem,
        }
        for one in stuck
    ]
    url = reverse("admin:articles_article_changelist") + "?state=stuck"
    if len(stuck) == 1:
        url = reverse("admin:articles_article_change", args=[stuck[0].article_id])
    return Panel(_("Planned changes"), " ".join(sentences), url, is_warning=True)


def drafts(request: HttpRequest) -> Panel | None:
    """Say how many texts are being written, and which was written last."""
    user = cast("User", request.user)
    if not rights.may_write(user):
        return None
    seen = rights.seen_at_desk(user, Article.objects.exclude(draft=None))
    last = seen.select_related("draft").order_by("-draft__created_at").first()
    url = reverse("admin:articles_article_changelist")
    if last is None or last.draft is None:
        return Panel(_("Drafts"), _("Nothing is being written."), url)
    count, live = seen.count(), seen.exclude(status=Article.Status.DRAFT).count()
    words = ngettext("%(count)d draft", "%(count)d drafts", count) % {"count": count}
    if live:
        more = ngettext("%(count)d of a live article", "%(count)d of live articles", live)
        words = f"{words}, {more % {'count': live}}"
    title = _("the last: “%(title)s”") % {"title": last.draft.content["title"]}
    query = "?state=with-draft" if live == count else "?state=draft"
    return Panel(_("Drafts"), f"{words}; {title}.", url + query)
