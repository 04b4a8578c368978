"""Comments at the desk: a list to work through, and a page for each with what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.admin.utils import unquote
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from backpain.admin import PageAdmin
from comments import desk
from comments.forms import ReplyForm
from comments.models import Comment
from comments.names import public_name
from comments.refusals import MovedError

if TYPE_CHECKING:
    from django.contrib.auth.models import User


class StatusFilter(admin.SimpleListFilter):
    """Show one status at a time: first what waits."""

    title = _("status")
    parameter_name = "status"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(Comment.Status.choices)

    def value(self) -> str:
        return desk.chosen_status(super().value())

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(status=self.value())


@admin.register(Comment)
class CommentAdmin(PageAdmin):
    """Moderators decide about comments and answer them; nobody edits a reader's words."""

    list_display = ["name"]
    list_filter = [StatusFilter]
    list_per_page = 25
    search_fields = ["name", "email", "body"]
    search_help_text = _("Searches names, e-mail addresses and texts of this status.")
    show_full_result_count = False
    ordering = ["created_at", "pk"]
    actions = ["approve", "mark_as_spam", "bin", "undo"]

    class Media:
        css = {"all": ["moderation.css"]}

    def tags_of(self, obj: Model) -> list[str]:
        return obj.page_tags if isinstance(obj, Comment) else []

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return request.user.has_perm("comments.moderate_comment")

    has_module_permission = has_moderate_permission = has_view_permission

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Comment]:
        comments = super().get_queryset(request).select_related("article", "parent", "author")
        return comments.prefetch_related("events__actor", "events__undone_by")

    @admin.action(description=_("Approve"), permissions=["moderate"])
    def approve(self, request: HttpRequest, queryset: QuerySet[Comment]) -> None:
        self._act_on_many(request, queryset, "approve")

    @admin.action(description=_("Mark as spam"), permissions=["moderate"])
    def mark_as_spam(self, request: HttpRequest, queryset: QuerySet[Comment]) -> None:
        self._act_on_many(request, queryset, "mark_as_spam")

    @admin.action(description=_("Put into the bin"), permissions=["moderate"])
    def bin(self, request: HttpRequest, queryset: QuerySet[Comment]) -> None:
        self._act_on_many(request, queryset, "bin")

    @admin.action(description=_("Undo the last decision"), permissions=["moderate"])
    def undo(self, request: HttpRequest, queryset: QuerySet[Comment]) -> None:
        self._act_on_many(request, queryset, "undo")

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Show the list, or do what one of its rows asks for."""
        if request.method == "POST" and "act" in request.POST:
            return self._act_on_one(request)
        rows = Comment.objects.order_by().values_list("status").annotate(count=Count("pk"))
        chosen = desk.chosen_status(request.GET.get("status"))
        context = {
            "title": gettext("Comments"),
            "tabs": desk.tabs(dict(rows), chosen),
        }
        return super().changelist_view(request, {**context, **(extra_context or {})})

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show one comment with its decisions, or act on it, or post an answer to it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if request.method == "POST" and "act" in request.POST:
            return self._act_on_one(request)
        comment = self.get_object(request, unquote(object_id))
        if comment is None:
            raise Http404
        form = ReplyForm(public_name(_editor(request)), request.POST or None)
        if form.is_valid() and (posted := self._reply(request, comment, form)):
            return posted
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("Comment by %(name)s") % {"name": comment.name},
            "opts": self.opts,
            "media": self.media,
            "comment": comment,
            "form": form,
            "may_delete": self.has_delete_permission(request, comment),
        }
        return TemplateResponse(request, "admin/comments/comment/change_form.html", context)

    def _act_on_one(self, request: HttpRequest) -> HttpResponse:
        """Do what the pressed button says: its value holds verb, comment and the status seen."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        verb, pk, seen = desk.pressed(request.POST["act"])
        comment = get_object_or_404(Comment, pk=pk)
        outcome = desk.act(comment, verb, seen, _editor(request))
        if outcome.is_done:
            _log(request, comment.article.title, str(desk.DECISIONS[verb].label), comment)
        page = reverse("admin:comments_comment_change", args=[comment.pk])
        words = format_html('{} <a href="{}">{}</a>', outcome.words, page, outcome.link)
        self.message_user(request, words, desk.level(outcome))
        return redirect(request.get_full_path())

    def _act_on_many(self, request: HttpRequest, comments: QuerySet[Comment], verb: str) -> None:
        is_across_pages = request.POST.get("select_across") == "1"
        ticked = 0 if is_across_pages else len(request.POST.getlist(ACTION_CHECKBOX_NAME))
        for outcome in desk.act_on_many(comments, verb, _editor(request), ticked):
            if outcome.is_done:
                _log(request, gettext("Several"), outcome.words)
            self.message_user(request, outcome.words, desk.level(outcome))

    def _reply(
        self, request: HttpRequest, comment: Comment, form: ReplyForm
    ) -> HttpResponse | None:
        """Post the answer; None, and its words are shown again, where somebody moved `comment`."""
        author = form.cleaned_data["author"]
        try:
            answer = comment.reply(form.cleaned_data["body"], by=_editor(request), author=author)
        except MovedError:
            self.message_user(request, desk.why_not(comment), messages.WARNING)
            comment.refresh_from_db()
            return None
        _log(request, answer.article.title, gettext("Replied"), answer)
        words = format_html(
            '{} <a href="{}">{}</a>',
            gettext("Your reply stands under the article."),
            answer.get_absolute_url(),
            gettext("See it"),
        )
        self.message_user(request, words, messages.SUCCESS)
        return redirect("admin:comments_comment_changelist")


def _log(request: HttpRequest, about: str, words: str, comment: Comment | None = None) -> None:
    """Write an act into the log of the desk: under the article's title, for a reader's name and
    words must be forgotten with the comment.
    """
    LogEntry.objects.create(
        user=_editor(request),
        content_type=ContentType.objects.get_for_model(Comment),
        object_id=str(comment.pk) if comment else None,
        object_repr=about,
        action_flag=CHANGE,
        change_message=words,
    )


def _editor(request: HttpRequest) -> User:
    return cast("User", request.user)  # the desk lets nobody else in
