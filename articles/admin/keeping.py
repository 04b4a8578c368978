"""Where the form of an article sends what is typed into it, and hears who else is at it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, cast

from django.contrib import admin
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.middleware.csrf import get_token
from django.urls import path
from django.utils.decorators import method_decorator
from django.utils.formats import date_format, time_format
from django.utils.timezone import localdate, localtime, now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from articles import presence, unsaved
from articles.models import Article, Revision
from articles.revisions import saving

UNKEPT = {"csrfmiddlewaretoken", "unsaved_key"}
DIGITS = 19  # of the largest number that a database holds


class KeepingAdmin(admin.ModelAdmin):
    """Keeps what stands in the form while it is typed; js/unsaved.js sends it."""

    def get_urls(self) -> list[Any]:
        return [
            path("add/keep/", self.keep_view, name="articles_article_keep_new"),
            path("<int:number>/keep/", self.keep_view, name="articles_article_keep"),
            *super().get_urls(),
        ]

    @method_decorator([never_cache, require_http_methods(["GET", "POST"])])
    def keep_view(self, request: HttpRequest, number: int | None = None) -> HttpResponse:
        """Keep what is posted, if it has words; a GET answers with a token for the next post.

        A number without an article is of one that was deleted while somebody wrote: their words
        are kept as those of a new one.
        """
        if not self.admin_site.has_permission(request):
            return JsonResponse({}, status=401)
        article = self._article_of(request, number)
        if not self._may_write(request, article):
            return JsonResponse({}, status=403)
        if request.method == "GET":
            return JsonResponse({"token": get_token(request)})
        if not unsaved.is_key(request.POST.get("unsaved_key", "")):
            return JsonResponse({}, status=400)
        return self._keep(request, article, is_gone=number is not None and article is None)

    def _article_of(self, request: HttpRequest, number: int | None) -> Article | None:
        if number is None or len(str(number)) >= DIGITS:
            return None
        return Article.objects.filter(pk=number).first()

    def _may_write(self, request: HttpRequest, article: Article | None) -> bool:
        if article:
            return self.has_change_permission(request, article)
        return self.has_add_permission(request)

    def _keep(
        self, request: HttpRequest, article: Article | None, *, is_gone: bool
    ) -> JsonResponse:
        editor, base = cast("User", request.user), _number(request.POST.get("base", ""))
        answer: dict[str, Any] = {"is_saved": False, "notices": []}
        if typed := typed_of(request.POST):
            key, words = request.POST["unsaved_key"], unsaved.as_new(typed) if is_gone else typed
            is_kept = unsaved.keep(editor, key, words, article=article, base=base)
            when = _("Kept at %(time)s.") % {"time": moment_in_words(now())}
            answer |= {"is_saved": not is_kept, "kept": when}
        if article:
            presence.note(editor, article)
            answer["notices"] = list(_notices(editor, article, base))
        elif is_gone:
            notice = _("This article was deleted. Saving this form makes a new one of your words.")
            answer["notices"] = [notice]
        return JsonResponse(answer)


def typed_of(posted: QueryDict) -> unsaved.Typed:
    """Return what was typed into a form that was posted; {} if it says only that it is open.

    A NUL, which PostgreSQL cannot hold, is left out.
    """
    names = (name for name in posted if name not in UNKEPT and not name.startswith("_"))
    typed = {name: [_bare(value) for value in posted.getlist(name)] for name in names}
    return {} if set(typed) <= {"base"} else {_bare(name): typed[name] for name in typed}


def moment_in_words(moment: datetime) -> str:
    """Return the time of day, with the day where that is not today."""
    local = localtime(moment)
    if local.date() == localdate():
        return time_format(local.time(), "TIME_FORMAT")
    return date_format(local, "DATETIME_FORMAT")


def name_of(person: User) -> str:
    return person.get_full_name() or person.get_username()


def _notices(editor: User, article: Article, base: int) -> Iterator[str]:
    for row in presence.others(editor, article):
        who = {"who": name_of(row.editor), "time": moment_in_words(row.since)}
        yield _("%(who)s is editing this too, since %(time)s.") % who
    newest = article.revisions.kept().select_related("editor").first()
    if newest and saving.stamp(article) != base:
        yield _newer(newest, editor)


def _newer(newest: Revision, editor: User) -> str:
    saved = {"time": moment_in_words(newest.published_at or newest.created_at)}
    if newest.editor is None:
        words = _("A newer version was saved at %(time)s: when you save you will be shown both.")
    elif newest.editor == editor:
        words = _("You saved a newer version at %(time)s, in another window.")
    else:
        saved["who"] = name_of(newest.editor)
        words = _("%(who)s saved a newer version at %(time)s: when you save you will see both.")
    return words % saved


def _bare(text: str) -> str:
    return text.replace("\0", "")


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < DIGITS else 0
