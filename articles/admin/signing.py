"""Medical review at the desk: a text is sent for it, read as a whole or by what changed, signed."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import checklist, rights
from articles.admin.guarding import GuardedAdmin
from articles.models import Article, Author, Revision, SignOff
from articles.revisions import bodies, comparing, saving, standing
from articles.signing import asking, deciding
from backpain.text import LineField, TextField

LISTED = 20  # sign-offs that the page shows


class SendForm(forms.Form):
    """Who is asked for a review, and what they should know."""

    reviewer = forms.ModelChoiceField(
        label=gettext_lazy("Medical reviewer"),
        queryset=Author.objects.none(),
        required=False,
        empty_label=gettext_lazy("Whoever can first"),
    )
    note = TextField(
        label=gettext_lazy("Note"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("What to look at above all."),
    )

    def __init__(self, *args: Any, article: Article) -> None:
        super().__init__(*args)
        self.people = rights.reviewers_of(article)
        field = cast("forms.ModelChoiceField", self.fields["reviewer"])
        field.queryset = Author.objects.filter(pk__in=[person.pk for person in self.people])


class SignForm(forms.ModelForm):
    """What a reviewer says of the text on the page; `seen` is the revision that it is of."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**63 - 1)
    decision = forms.ChoiceField(
        label=gettext_lazy("Decision"),
        choices=SignOff.Decision.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say whether you approve it.")},
    )
    scope = LineField(
        label=gettext_lazy("What was reviewed"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("For readers. Empty: the whole article."),
    )
    notes = TextField(
        label=gettext_lazy("Notes"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("For the desk; readers see none of it."),
    )

    class Meta:
        model = SignOff
        fields = ["decision", "scope", "notes"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("decision") == SignOff.Decision.CHANGES and not cleaned.get("notes"):
            self.add_error("notes", _("Say what should change."))
        return cleaned


class SigningAdmin(GuardedAdmin):
    """Sends articles for review, and shows a text to who signs it."""

    def get_urls(self) -> list[Any]:
        def named(view: Any, name: str) -> Any:
            wrapped = self.admin_site.admin_view(view)
            return path(f"<path:object_id>/{name}/", wrapped, name=f"articles_article_{name}")

        return [
            named(self.review_view, "review"),
            named(self.send_view, "send"),
            *super().get_urls(),
        ]

    def way_back(self, request: HttpRequest, obj: Any, done: object) -> str:
        """Ask who is to review it, once the draft is saved."""
        if "_send" in request.POST and done == standing.SAVED:
            return reverse("admin:articles_article_send", args=[obj.pk])
        address: str = super().way_back(request, obj, done)  # type: ignore[misc]
        return address

    def send_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Ask who is to review what was saved last, and send it; or take that back."""
        article = self._article(request, object_id, is_changing=True)
        if request.method == "POST" and "_take_back" in request.POST:
            if asking.take_back(article):
                self.log_change(request, article, _("Taken back from review"))
                messages.success(request, _("Nobody is asked for a review any more."))
            return redirect("admin:articles_article_change", article.pk)
        form = SendForm(request.POST if request.method == "POST" else None, article=article)
        if request.method == "POST" and form.is_valid():
            return self._send(request, article, form)
        context = {"form": form, "waiting": asking.of(article), "people": form.people}
        response = self._page(request, article, "send", _("Send for review"), context)
        response.status_code = 422 if form.errors else 200
        return response

    def review_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Show what is written, and what changed since it was signed; take the decision on it."""
        article = self._article(request, object_id)
        if request.method != "POST":
            return self._show(request, article, None)
        if words := rights.why_not_sign(_user(request), article, _written_in(article)):
            messages.warning(request, words)
            return redirect("admin:articles_article_review", article.pk)
        form = SignForm(request.POST)
        if not form.is_valid():
            return self._show(request, article, form)
        try:
            return self._sign(request, article, form)
        except deciding.StaleError:
            return self._show(request, article, form, is_stale=True)

    def _send(self, request: HttpRequest, article: Article, form: SendForm) -> HttpResponse:
        asked = form.cleaned_data
        asking.ask(article, _user(request), reviewer=asked["reviewer"], note=asked["note"])
        self.log_change(request, article, _("Sent for review"))
        messages.success(request, _("Sent for review. You get a letter with the decision."))
        return redirect("admin:articles_article_change", article.pk)

    def _sign(self, request: HttpRequest, article: Article, form: SignForm) -> HttpResponse:
        user, said = _user(request), form.cleaned_data
        person = rights.person_of(user)
        assert person  # noqa: S101 (who is nobody may not sign)
        sign_off = deciding.sign(article, person, user, **said)
        words = str(sign_off.get_decision_display())
        self.log_change(request, article, _("Review: %(decision)s") % {"decision": words})
        done = _("Signed. What you said is kept with this version of the text.")
        messages.success(request, done)
        return redirect("admin:articles_article_review", article.pk)

    def _show(
        self,
        request: HttpRequest,
        article: Article,
        form: SignForm | None,
        *,
        is_stale: bool = False,
    ) -> HttpResponse:
        revision, content = _written_in(article), saving.written(article)
        seen = _seen(article, form) if is_stale else None
        if is_stale and form:  # the words stay, and the next press is of the text on this page
            form.data = {**form.data.dict(), "seen": revision.pk if revision else 0}  # type: ignore[attr-defined]
        signed = article.sign_offs.approved().select_related("revision", "reviewer").first()
        context = {
            "revision": revision,
            "content": content,
            "waiting": asking.of(article),
            "blocks": _blocks(content["body"]),
            "signed": signed,
            "changes": comparing.changes(signed.revision.content, content) if signed else [],
            "sign_offs": article.sign_offs.select_related("reviewer", "revision")[:LISTED],
            "checklist": checklist.problems(article, content),
            "why_not": rights.why_not_sign(_user(request), article, revision),
            "form": form or SignForm(initial={"seen": revision.pk if revision else 0}),
            "is_stale": is_stale,
            "changes_meanwhile": comparing.changes(seen.content, content) if seen else [],
            "standing": standing.of(article),
        }
        response = self._page(request, article, "review", _("Medical review"), context)
        response.status_code = 409 if is_stale else 422 if form else 200
        return response


def _user(request: HttpRequest) -> User:
    return cast("User", request.user)


def _written_in(article: Article) -> Revision | None:
    """Return the revision that says what is written; None: it has no history yet."""
    return saving.latest(article) if article.revisions.exists() else None


def _seen(article: Article, form: SignForm | None) -> Revision | None:
    """Return the revision that a reviewer had before them."""
    key = form.cleaned_data.get("seen") if form else None
    return article.revisions.filter(pk=key).first() if key else None


def _blocks(body: str) -> list[bodies.Shown]:
    """Return a text as paragraphs to read, as a comparison has them."""
    return [block for part in bodies.compared(body, body) for block in part.blocks]
