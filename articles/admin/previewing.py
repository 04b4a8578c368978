"""Previews at the desk, and the links that show one to people without an account."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.text import capfirst
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from articles.admin import recovering
from articles.admin.history import HistoryAdmin
from articles.admin.keeping import moment_in_words, typed_of
from articles.admin.unsaved import UnsavedAdmin
from articles.models import Article, PreviewLink, Revision, Unsaved
from articles.previews import links, showing, words
from articles.revisions import saving
from backpain.text import LineField

LISTED = 50  # links of one article


class LinkForm(forms.Form):
    """For whom a link is, how long it holds, and what it shows."""

    label = LineField(
        label=gettext_lazy("For whom"),
        max_length=100,
        help_text=gettext_lazy("So that you know later whose link it is."),
    )
    days = forms.TypedChoiceField(label=gettext_lazy("Holds for"), coerce=int, initial=links.USUAL)
    shows = forms.ChoiceField(label=gettext_lazy("Shows"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, article: Article, revision: Revision | None) -> None:
        """revision: the version that a link may be bound to; None: there is none yet."""
        super().__init__(*args)
        self.revision = revision
        days = cast("forms.ChoiceField", self.fields["days"])
        days.choices = [
            (count, ngettext("%(count)d day", "%(count)d days", count) % {"count": count})
            for count in links.DAYS
        ]
        choices = []
        if not article.is_public:
            latest = _("What is written last, until it is published: then it leads to the article")
            choices.append(("latest", latest))
        if revision:
            choices.append(("version", words.of_revision(revision)))
        shows = cast("forms.ChoiceField", self.fields["shows"])
        shows.choices, shows.initial = choices, choices[0][0] if choices else None

    def make(self, article: Article, by: User) -> tuple[PreviewLink, str]:
        """Make the link; return it with its address."""
        asked = self.cleaned_data
        revision = self.revision if asked["shows"] == "version" else None
        return links.make(
            article, label=asked["label"], by=by, days=asked["days"], revision=revision
        )


class PreviewAdmin(UnsavedAdmin, HistoryAdmin):
    """Shows an article as readers would find it: its draft, any version, what is being typed."""

    def get_urls(self) -> list[Any]:
        def named(view: Any, address: str, name: str, *, cacheable: bool = False) -> Any:
            wrapped = self.admin_site.admin_view(view, cacheable=cacheable)
            return path(address, wrapped, name=f"articles_article_{name}")

        version = "<int:key>/history/<int:number>/preview/"
        revoke = "<int:key>/previews/<int:number>/revoke/"
        return [  # a preview sets its own headers
            named(self.preview_new_view, "add/preview/", "preview_new", cacheable=True),
            named(self.preview_view, "<int:key>/preview/", "preview", cacheable=True),
            named(self.preview_version_view, version, "preview_version", cacheable=True),
            named(self.previews_view, "<int:key>/previews/", "previews"),
            named(self.revoke_view, revoke, "preview_revoke"),
            *super().get_urls(),
        ]

    def preview_view(self, request: HttpRequest, key: int) -> HttpResponse:
        """Show the draft, or what readers see where there is none; of a post what it holds."""
        article = self._article(request, str(key), is_changing=request.method == "POST")
        if request.method == "POST":
            return self._show_typed(request, self.get_object(request, str(key)), article)
        banner = showing.Banner(words.of_written(article), desk=article.pk)
        return showing.page(request, article, saving.written(article), banner)

    def preview_new_view(self, request: HttpRequest) -> HttpResponse:
        """Show what is typed into the form of a new article."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            return redirect("admin:articles_article_add")
        return self._show_typed(request, None, None)

    def preview_version_view(self, request: HttpRequest, key: int, number: int) -> HttpResponse:
        """Show a revision of the article."""
        article = self._article(request, str(key))
        revision = _row(article.revisions, number)
        banner = showing.Banner(words.of_revision(revision), desk=article.pk)
        return showing.page(request, article, revision.content, banner)

    def previews_view(self, request: HttpRequest, key: int) -> HttpResponse:
        """List the links to previews of an article, and make one."""
        is_making = request.method == "POST"
        article = self._article(request, str(key), is_changing=is_making)
        form = LinkForm(
            request.POST if is_making else None,
            article=article,
            revision=_chosen(request, article),
        )
        made, address = None, ""
        if is_making and form.is_valid():
            made, address = form.make(article, cast("User", request.user))
            self.log_change(request, article, _("Link to a preview made: %s") % made.label)
            form = LinkForm(None, article=article, revision=form.revision)
        rows = article.preview_links.select_related("created_by", "revision")[:LISTED]
        context = {"form": form, "made": made, "address": address, "links": rows}
        title = _("Links for people without an account")
        response = self._page(request, article, "previews", title, context)
        response.status_code = 422 if form.errors else 200
        return response

    def revoke_view(self, request: HttpRequest, key: int, number: int) -> HttpResponse:
        """Let a link lead nowhere from now on."""
        return require_POST(self._revoke)(request, key, number)

    def _revoke(self, request: HttpRequest, key: int, number: int) -> HttpResponse:
        article = self._article(request, str(key), is_changing=True)
        link = _row(article.preview_links, number)
        link.revoke()
        self.log_change(request, article, _("Link to a preview revoked: %s") % link.label)
        messages.success(request, _("Revoked: the link leads nowhere any more."))
        return redirect("admin:articles_article_previews", article.pk)

    def _show_typed(
        self, request: HttpRequest, opened: Any, article: Article | None
    ) -> HttpResponse:
        """Show what a form holds that was posted as it stands; nothing of it is saved.

        opened: the article as the form shows it; article: as the database has it.
        """
        typed, has_upload = typed_of(request.POST), any(request.FILES.values())
        if has_upload:
            typed.pop("new_picture_alternative_text", None)
        posted = recovering.as_posted(request, Unsaved(data=typed))
        form, formsets = self._forms_typed(posted, opened)
        content, _unread = recovering.content_typed(form, formsets)
        problems = tuple(_problems(form, formsets))
        note = _("The picture that you chose to upload is not in it.")
        what = _("What you typed, at %(time)s. It is not saved.")
        banner = showing.Banner(
            what % {"time": moment_in_words(now())},
            problems=problems,
            note=note if has_upload else "",
        )
        response = showing.page(request, article, content, banner)
        response.status_code = 422 if problems else 200
        return response


def _problems(form: Any, formsets: list[Any]) -> Iterator[tuple[str, str]]:
    """Yield the name of each field that cannot be saved as it is, with the reason."""
    for one in [form, *(row for formset in formsets for row in formset.forms)]:
        for name, reasons in one.errors.items():
            label = str(one.fields[name].label) if name in one.fields else ""
            yield from ((capfirst(label), str(reason)) for reason in reasons)
    for formset in formsets:
        name = str(formset.model._meta.verbose_name_plural)
        yield from ((capfirst(name), str(reason)) for reason in formset.non_form_errors())


def _chosen(request: HttpRequest, article: Article) -> Revision | None:
    """Return the version that the address names, else the one that is written now."""
    asked = request.GET.get("version", "")
    if asked.isascii() and asked.isdecimal():
        found: Revision = _row(article.revisions, int(asked))
        return found
    seen = article.revisions.exclude(published_at=None)
    return article.draft or seen.first() or article.revisions.kept().first()


def _row(rows: Any, number: int) -> Any:
    if number >= 2**63:
        raise Http404
    return get_object_or_404(rows, pk=number)
