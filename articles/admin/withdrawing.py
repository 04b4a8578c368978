"""Withdrawing articles at the desk, which is what deleting one means once readers have seen it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles import rights, withdrawing
from articles.admin.acts import tell_cancelled
from articles.admin.addresses import AddressAdmin
from articles.models import Article
from articles.revisions import plans
from backpain.text import TextField

MOST = 500  # articles withdrawn at once
LONGEST_KEY = 18  # digits that any database takes


class WithdrawForm(forms.Form):
    """Why, and what to read instead."""

    reason = TextField(
        label=gettext_lazy("Why it is withdrawn"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("For readers: it stands at the address of the article."),
    )
    replacement = forms.ModelChoiceField(
        label=gettext_lazy("What to read instead"),
        queryset=Article.objects.all(),
        required=False,
        widget=AutocompleteSelect(Article._meta.get_field("replacement"), admin.site),
    )

    def __init__(self, *args: Any, articles: list[Article], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.articles = articles

    def clean_replacement(self) -> Article | None:
        replacement: Article | None = self.cleaned_data["replacement"]
        for article in self.articles if replacement else []:
            if words := withdrawing.problem_with(replacement, article):  # type: ignore[arg-type]
                raise forms.ValidationError(words, code="unfit")
        return replacement


class WithdrawAdmin(AddressAdmin):
    """Articles are withdrawn, and deleted only while no reader can know them."""

    actions = ["withdraw"]

    def before_save(self, before: Article | None, obj: Article) -> None:
        withdrawing.note_state(before, obj)

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.withdraw_view)
        return [path("withdraw/", view, name="articles_article_withdraw"), *super().get_urls()]

    @admin.action(description=gettext_lazy("Withdraw…"), permissions=["publish"])
    def withdraw(self, request: HttpRequest, chosen: QuerySet[Article]) -> HttpResponse | None:
        """Ask why, on a page of its own."""
        return self._ask_why(request, list(chosen[: MOST + 1]))

    def withdraw_view(self, request: HttpRequest) -> HttpResponse:
        """Withdraw the articles whose keys stand in `ids`, once it is said why."""
        if not rights.may_publish(request.user):  # type: ignore[arg-type]
            raise PermissionDenied
        asked = request.GET.get("ids", "").split(",")
        keys = [key for key in asked if key.isdecimal() and len(key) <= LONGEST_KEY][:MOST]
        known = self.get_queryset(request).filter(pk__in=keys)
        articles = [article for article in known if withdrawing.can_be_withdrawn(article)]
        form = WithdrawForm(request.POST or None, articles=articles)
        if articles and request.method == "POST" and form.is_valid():
            return self._withdraw(request, form)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.model._meta,
            "title": _("Withdraw"),
            "form": form,
            "articles": articles,
            "media": self.media + form.media,
        }
        return TemplateResponse(request, "admin/articles/article/withdraw.html", context)

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        article = self.get_object(request, unquote(object_id))
        if article and (words := self._why_kept(request, article)):
            messages.warning(request, words)
            if withdrawing.can_be_withdrawn(article):
                return self._ask_why(request, [article]) or redirect("..")
            return redirect("admin:articles_article_change", article.pk)
        return super().delete_view(request, object_id, extra_context)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        actions = super().get_actions(request)
        if stock := actions.get("delete_selected"):
            actions["delete_selected"] = (self._delete_or_withdraw(stock[0]), *stock[1:])
        return actions

    def _delete_or_withdraw(self, delete: Callable[..., Any]) -> Callable[..., Any]:
        """Return the action that deletes articles; where readers know some, it deletes none and
        offers to withdraw those.
        """

        def act(model_admin: Any, request: HttpRequest, chosen: QuerySet[Article]) -> Any:
            kept = [article for article in chosen if self._why_kept(request, article)]
            if not kept:
                return delete(model_admin, request, chosen)
            messages.warning(request, self._why_kept(request, kept[0]))
            return self._ask_why(request, kept)

        return act

    def _why_kept(self, request: HttpRequest, article: Article) -> str:
        """Say why `article` cannot be deleted; "" if it can."""
        if not article.has_been_public:
            return ""
        if article.status != Article.Status.WITHDRAWN:
            words = _("“%(title)s” has been published, and others link to it: withdraw it.")
            return words % {"title": article}
        if request.user.is_superuser:
            return ""
        words = _(
            "“%(title)s” says at its address why it is withdrawn: only a superuser deletes it."
        )
        return words % {"title": article}

    def _ask_why(self, request: HttpRequest, articles: list[Article]) -> HttpResponse | None:
        keys = [str(article.pk) for article in articles if withdrawing.can_be_withdrawn(article)]
        if len(articles) > MOST:
            messages.error(request, _("Withdraw at most %(count)d at once.") % {"count": MOST})
        elif not keys:
            messages.error(request, _("None of these was published and is not withdrawn yet."))
        else:
            address = reverse("admin:articles_article_withdraw")
            return redirect(f"{address}?ids={','.join(keys)}")
        return None

    @transaction.atomic
    def _withdraw(self, request: HttpRequest, form: WithdrawForm) -> HttpResponse:
        words = form.cleaned_data
        for article in form.articles:
            planned = plans.of(article)
            withdrawing.withdraw(article, words["reason"], words["replacement"])
            tell_cancelled(request, article, planned)
            self.log_change(request, article, _("Withdrawn: %(reason)s") % words)
        count = len(form.articles)
        done = ngettext("%(count)d article is withdrawn.", "%(count)d are withdrawn.", count)
        messages.success(request, done % {"count": count})
        return redirect("admin:articles_article_changelist")
