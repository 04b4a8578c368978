"""How the form of an article shows what is written, and what its buttons do with it."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any, cast

from django.contrib.admin.options import IS_POPUP_VAR
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from articles import publishing, rights
from articles.admin.acts import ActAdmin
from articles.admin.rows import AuthorFormSet, NoteFormSet, SourceFormSet
from articles.models import Article, Byline, ChangeNote, Revision, Source
from articles.revisions import content, saving, standing

if TYPE_CHECKING:
    from django.contrib.auth.models import User

FORMSETS: dict[type, Any] = {
    Byline: AuthorFormSet,
    Source: SourceFormSet,
    ChangeNote: NoteFormSet,
}
ROWS = ["authors", "sources", "changes"]
NOTHING: content.Content = {"publish_at": None} | {name: [] for name in [*content.SETS, *ROWS]}
STATE = ["withdrawn_reason", "replacement"]  # what no revision holds


class DraftAdmin(ActAdmin):
    """Edits the draft of an article where there is one, and never what readers see."""

    change_form_template = "admin/articles/article/change_form.html"

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Article | None:
        article = super().get_object(request, object_id, from_field)
        if article:
            article.written = saving.written(article)
            article.stamp = saving.stamp(article)
            article.live = copy.copy(article)
            content.show(article, article.written)
        return article

    def get_formset_kwargs(
        self, request: HttpRequest, obj: Article, inline: Any, prefix: str
    ) -> dict[str, Any]:
        """Fill the rows with those of the draft; what is posted stands for itself."""
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        if request.method != "POST" and (written := getattr(obj, "written", None)):
            kwargs["initial"] = FORMSETS[inline.model].initial_of(written)
        return kwargs

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save what no revision holds; a new article gets its row, which no reader sees."""
        if form.uploaded and rights.may_upload(cast("User", request.user)):
            form.uploaded.save()
            obj.picture = form.uploaded
        if not change:
            obj.publish_at = obj.publish_at or Article._meta.get_field("publish_at").get_default()
            obj.save()
        elif names := [name for name in STATE if name in form.changed_data]:
            Article.objects.filter(pk=obj.pk).update(**{name: getattr(obj, name) for name in names})

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Keep what is written, and do what the pressed button says."""
        article, written = form.instance, content_of(form, formsets)
        editor = cast("User", request.user)
        article.source_count = len(written["sources"])
        if change:
            article.kept = saving.save(article, written, editor, base=form.cleaned_data["base"])
        else:
            article.kept = saving.begin(article, written, editor)
        notes = [formset for formset in formsets if isinstance(formset, NoteFormSet)]
        changed = [formset.save_known() for formset in notes]
        if any(changed) or set(STATE) & set(form.changed_data):
            publishing.refresh(Article.objects.get(pk=article.pk))
        article.done = standing.SAVED
        if not _is_aside(article.kept):
            article.done = self.act(request, form)

    def construct_change_message(
        self, request: HttpRequest, form: Any, formsets: Any, add: bool = False
    ) -> Any:
        kept, done = form.instance.kept, form.instance.done
        return str(kept.get_kind_display()) if _is_aside(kept) else self.log_words(form, done)

    def response_add(
        self, request: HttpRequest, obj: Any, post_url_continue: str | None = None
    ) -> HttpResponse:
        if IS_POPUP_VAR in request.POST:
            return super().response_add(request, obj, post_url_continue)
        return self._to_the_form(request, obj)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        if IS_POPUP_VAR in request.POST:
            return super().response_change(request, obj)
        return self._to_the_form(request, obj)

    def _to_the_form(self, request: HttpRequest, obj: Any) -> HttpResponse:
        if _is_aside(obj.kept):
            return redirect("admin:articles_article_merge", obj.pk, obj.kept.pk)
        self.say(request, obj, obj.done)
        return redirect(self.way_back(request, obj, obj.done))


def _is_aside(revision: Revision | None) -> bool:
    """Say whether somebody else had saved meanwhile."""
    return revision is not None and revision.kind == Revision.Kind.ASIDE


def content_of(form: Any, formsets: Any) -> content.Content:
    """Return what was posted as a revision has it.

    A moment that was not changed stays as it was, to the part of a second; and so do rows and sets
    that the form did not offer, to somebody without the right to change them.
    """
    article: Article = form.instance
    columns = content.columns_of(article)
    before = getattr(article, "written", None) or {**columns, **NOTHING}
    written = {**before, **columns}
    written |= {name: before[name] for name in content.PLAN if name not in form.changed_data}
    offered = [name for name in content.SETS if name in form.cleaned_data]
    written |= {name: content.keys_of(form.cleaned_data[name]) for name in offered}
    for formset in formsets:
        if isinstance(formset, AuthorFormSet):
            written["authors"] = formset.content()
        elif isinstance(formset, SourceFormSet):
            written["sources"] = formset.content()
        elif isinstance(formset, NoteFormSet):
            written["changes"] = formset.content()
    return written
