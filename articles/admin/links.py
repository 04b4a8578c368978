"""Broken links at the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.timezone import localtime, now
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from articles import rights
from articles.links import own, report
from articles.models import Link
from articles.models.links import LinkQuerySet

if TYPE_CHECKING:
    from django.contrib.auth.models import User

VERBS = ("check", "ignore", "report")
FEW = 5  # articles that are named in a row


class StateFilter(admin.SimpleListFilter):
    """What to see; broken links where nothing is chosen."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("moved", _("Moved for good")),
            ("refused", _("Refuse programs")),
            ("failing", _("Failed lately")),
            ("ignored", _("Ignored")),
            ("all", _("All")),
        ]

    def choices(self, changelist: Any) -> Any:
        """Name what is shown where nothing is chosen."""
        listed = super().choices(changelist)
        return [{**next(iter(listed)), "display": _("Broken")}, *listed]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        links = cast("LinkQuerySet", queryset).named()
        chosen = {
            "moved": links.moved,
            "refused": lambda: links.filter(verdict=Link.Verdict.REFUSED, ignored_at=None),
            "failing": lambda: links.filter(broken_at=None, failures__gt=0, ignored_at=None),
            "ignored": lambda: links.exclude(ignored_at=None),
            "all": links.all,
        }
        return chosen.get(self.value() or "", links.broken)()


@admin.register(Link)
class LinkAdmin(admin.ModelAdmin):
    """What the worker found out about links; who changes everybody's articles decides about it.

    Nobody writes a link here: it is put right in the text where it stands.
    """

    list_display = ["link", "places", "button"]
    list_display_links = None
    list_filter = [StateFilter]
    list_per_page = 50
    show_full_result_count = False
    search_fields = ["url", "articles__title"]
    ordering = ["first_failed_at", "url"]
    sortable_by = ()
    actions = ["check_now", "ignore", "report_again"]
    change_list_template = "admin/articles/link/change_list.html"

    class Media:
        css = {"all": ["moderation.css"]}

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return rights.edits_all(request.user)  # type: ignore[arg-type]

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_change_permission(request)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Link]:
        links = cast("LinkQuerySet", super().get_queryset(request))
        return report.with_places(links)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Show the list, or do what one of its rows asks for."""
        if request.method == "POST" and "act" in request.POST:
            return self._act_on_row(request)
        context = {
            "title": gettext("Links that lead nowhere"),
            "checks_links": settings.CHECKS_LINKS,
            "is_held": report.is_held(),
        }
        return super().changelist_view(request, {**context, **(extra_context or {})})

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> Any:
        """Lead to the row in the list: a link has no form."""
        link = self.get_object(request, object_id)
        if not self.has_change_permission(request):
            raise PermissionDenied
        address = reverse("admin:articles_link_changelist")
        return redirect(f"{address}?state=all" if link else address)

    @admin.action(description=_("Check now"), permissions=["change"])
    def check_now(self, request: HttpRequest, queryset: QuerySet[Link]) -> None:
        count = len(_check(_chosen(queryset)))
        words = ngettext("%(count)d link is checked.", "%(count)d links are checked.", count)
        self.message_user(request, f"{words % {'count': count}} {_when()}")

    @admin.action(description=_("Ignore"), permissions=["change"])
    def ignore(self, request: HttpRequest, queryset: QuerySet[Link]) -> None:
        count = _ignore(_chosen(queryset), request)
        words = ngettext("%(count)d link ignored.", "%(count)d links ignored.", count)
        self.message_user(request, words % {"count": count})

    @admin.action(description=_("Report again"), permissions=["change"])
    def report_again(self, request: HttpRequest, queryset: QuerySet[Link]) -> None:
        count = _report(_chosen(queryset))
        words = ngettext(
            "%(count)d link is reported again.", "%(count)d links are reported again.", count
        )
        self.message_user(request, words % {"count": count})

    @admin.display(description=_("address"))
    def link(self, obj: Link) -> str:
        words = obj.url.removeprefix("https://").removeprefix("http://")
        address = format_html('<a href="{}" rel="noopener noreferrer">{}</a>', obj.url, words)
        return format_html('{} <span class="link-about">{}</span>', address, self._about(obj))

    def _about(self, obj: Link) -> str:
        """Say what is wrong with it, since when, and what might take its place."""
        said = [obj.problem] if obj.problem else []
        if obj.first_failed_at:
            day = date_format(localtime(obj.first_failed_at), "DATE_FORMAT")
            said.append(gettext("Since %(day)s.") % {"day": day})
        if obj.moved_to:
            moved = gettext("It has another address for good: {}")
            said.append(format_html(moved, _to(obj.moved_to)))
        if obj.last_checked_at is None:
            said.append(gettext("Not checked yet."))
        said += [
            format_html('<a href="{}" rel="noopener noreferrer">{}</a>', copy, gettext("A copy"))
            for copy in report.archived_copies(obj)
        ]
        return format_html_join(" ", "{}", ((one,) for one in said))

    @admin.display(description=_("stands in"))
    def places(self, obj: Link) -> str:
        texts = [
            (reverse("admin:articles_article_change", args=[article.pk]), article.title)
            for article in obj.articles.all()
        ]
        people = [
            (reverse("admin:articles_author_change", args=[author.pk]), author.name)
            for author in obj.authors.all()
        ]
        rest = len(texts) + len(people) - FEW
        listed = format_html_join("", '<li><a href="{}">{}</a></li>', (texts + people)[:FEW])
        more = gettext("and %(count)d more") % {"count": rest} if rest > 0 else ""
        return format_html('<ul class="uses">{}</ul>{}', listed, more)

    @admin.display(description=_("decision"))
    def button(self, obj: Link) -> str:
        labels = {"check": gettext("Check now"), "ignore": gettext("Ignore")}
        if obj.ignored_at:
            labels = {"report": gettext("Report again")}
        buttons = format_html_join("", BUTTON, ((v, obj.pk, w, obj.url) for v, w in labels.items()))
        return format_html('<span class="link-acts">{}</span>', buttons)

    def _act_on_row(self, request: HttpRequest) -> HttpResponse:
        if not self.has_change_permission(request):
            raise PermissionDenied
        verb, _colon, pk = request.POST["act"].partition(":")
        if verb not in VERBS or not (pk.isascii() and pk.isdecimal()) or len(pk) > 18:
            raise BadRequest("No such button.")
        link = get_object_or_404(Link, pk=int(pk))
        self._act(request, verb, link)
        return redirect(request.get_full_path())

    def _act(self, request: HttpRequest, verb: str, link: Link) -> None:
        chosen = Link.objects.filter(pk=link.pk)
        if verb == "check":
            _check(chosen)
            messages.success(request, _when())
        elif verb == "ignore":
            _ignore(chosen, request)
            self.log_change(request, link, gettext("Ignored"))
            messages.success(request, gettext("Ignored: it is not reported any more."))
        else:
            _report(chosen)
            self.log_change(request, link, gettext("Reported again"))
            messages.success(request, gettext("It is reported again when it leads nowhere."))


BUTTON = (
    '<button class="acts__button" type="submit" name="act" value="{}:{}">{}'
    '<span class="visually-hidden"> {}</span></button>'
)


def _chosen(queryset: QuerySet[Link]) -> QuerySet[Link]:
    """Return the rows by their keys: what is chosen may be filtered by joins."""
    return Link.objects.filter(pk__in=list(queryset.values_list("pk", flat=True)))


def _check(links: QuerySet[Link]) -> list[Link]:
    """Look at links to this site at once; let the worker ask for the others next."""
    found = list(links)
    own.look_at(link for link in found if link.host_id is None)
    links.exclude(host=None).update(next_check_at=now())
    return found


def _when() -> str:
    if settings.CHECKS_LINKS:
        return gettext("Links to this site are checked; the worker asks the others in a minute.")
    return gettext("Links to this site are checked; others are not asked: CHECK_LINKS is 0.")


def _ignore(links: QuerySet[Link], request: HttpRequest) -> int:
    who = cast("User", request.user)
    return links.filter(ignored_at=None).update(ignored_at=now(), ignored_by=who)


def _report(links: QuerySet[Link]) -> int:
    return links.exclude(ignored_at=None).update(ignored_at=None, ignored_by=None)


def _to(address: str) -> str:
    words = address.removeprefix("https://").removeprefix("http://")
    return format_html('<a href="{}" rel="noopener noreferrer">{}</a>', address, words)
