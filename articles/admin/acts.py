"""What the buttons below the form of an article do, and what is said before and after."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles import checklist
from articles.models import Article, Redirect, Revision
from articles.moments import MomentField, MomentWidget, zone_words
from articles.revisions import outlook, plans, saving, scheduling, standing

if TYPE_CHECKING:
    from django.contrib.auth.models import User

MOMENTS = ["publish_at", "unpublish_at", "change_at"]
FLEETING = ["change_at_0", "change_at_1", "is_small_correction"]  # in the form, and in no revision
LONGEST_KEY = 18  # digits that any database takes


class ActAdmin(admin.ModelAdmin):
    """Publishes what its checklist allows, at once or later, and says which it will be."""

    formfield_overrides = {
        models.DateTimeField: {"form_class": MomentField, "widget": MomentWidget},
    }

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.outlook_view)
        return [path("outlook/", view, name="articles_article_outlook"), *super().get_urls()]

    def outlook_view(self, request: HttpRequest) -> JsonResponse:
        """Say what publishing would do with the moments that stand in a form."""
        if not (self.has_change_permission(request) or self.has_add_permission(request)):
            raise PermissionDenied
        key = request.GET.get("article", "")
        known = key.isdecimal() and len(key) <= LONGEST_KEY
        article = self.get_queryset(request).filter(pk=key).first() if known else None
        moments, problems = _moments(request)
        if problems:
            return JsonResponse({"words": " ".join(problems)})
        found = outlook.of(article, outlook.Plan(**moments))
        return JsonResponse({"words": found.words, "button": found.button})

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        """Cancel a schedule before anything else that is posted could fail."""
        if request.method == "POST" and "_unschedule" in request.POST and object_id:
            self._unschedule(request, object_id)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        article: Any = context.get("original")
        live: Any = getattr(article, "live", None)
        planned = plans.of(live) if live else None
        form = context["adminform"].form
        context["standing"] = standing.of(live, planned)
        context["outlook"] = outlook.of(live, _plan_of(article, planned, request))
        if article and self.has_change_permission(request, article):
            context["checklist"] = found = checklist.problems(article, article.written)
            context["is_held"] = "held" in request.GET or bool(form["override"].errors)
            if not form.is_bound:
                form.initial |= _remembered(request, planned) | {"override": _reason(live, planned)}
            if "held" in request.GET and not form.is_bound:
                _put_at_fields(found, form, context["inline_admin_formsets"])
        return super().render_change_form(request, context, *args, **kwargs)

    def act(self, request: HttpRequest, form: Any) -> object:
        """Do what the pressed button says with what was just kept; return what was done."""
        article = Article.objects.select_related("draft").get(pk=form.instance.pk)
        editor, planned = cast("User", request.user), plans.of(article)
        done = standing.act(request.POST)
        if done == standing.UNPUBLISHED:
            saving.unpublish(article)
        elif done == standing.PUBLISHED:
            done = self._publish(request, form, article, editor)
        tell_cancelled(request, article, planned)
        return done

    def _publish(self, request: HttpRequest, form: Any, article: Article, editor: User) -> object:
        words = form.cleaned_data
        found = checklist.problems(article)
        if any(problem.is_hard for problem in found) or (found and not words["override"]):
            form.instance.held = found
            return standing.HELD
        how = {
            "override": words["override"] if found else "",
            "is_small_correction": words["is_small_correction"],
        }
        form.instance.reason = how["override"]
        if at := words["change_at"]:
            is_planned = scheduling.schedule(article, editor, at, **how)
            return standing.SCHEDULED if is_planned else standing.SAVED
        self._say_where_it_was(request, saving.publish(article, editor, **how))
        return standing.PUBLISHED

    def _unschedule(self, request: HttpRequest, object_id: str) -> None:
        key = unquote(object_id)
        known = key.isdecimal() and len(key) <= LONGEST_KEY
        article = self.get_queryset(request).filter(pk=key).first() if known else None
        if article is None or not self.has_change_permission(request, article):
            return
        planned = scheduling.cancel(article)
        if planned:
            self.log_change(request, article, _("Schedule cancelled"))
        tell_cancelled(request, article, planned)

    def log_words(self, form: Any, done: object) -> str:
        """Return what the log says of an act."""
        if done in {standing.PUBLISHED, standing.SCHEDULED} and (reason := form.instance.reason):
            return _("%(act)s all the same: %(reason)s") % {"act": done, "reason": reason}
        return str(done)

    def say(self, request: HttpRequest, obj: Any, done: object) -> None:
        """Say what was done with `obj`, and what comes of it."""
        article = Article.objects.select_related("draft").get(pk=obj.pk)
        if done == standing.HELD:
            messages.warning(request, _why_held(obj.held))
        elif obj.kept is None and done == standing.SAVED:
            messages.info(request, _("Nothing differs from what was kept before."))
        else:
            words = standing.after(article, done, plans.of(article))
            messages.success(request, _link(article, words))

    def way_back(self, request: HttpRequest, obj: Any, done: object) -> str:
        """Return the address of the form of `obj`, with what it would forget."""
        kept = {name: request.POST.get(name) for name in FLEETING if request.POST.get(name)}
        query: dict[str, Any] = {}
        if done in {standing.HELD, standing.SAVED} and "_unschedule" not in request.POST:
            query |= kept
        if done == standing.HELD:
            query["held"] = 1
        address = reverse("admin:articles_article_change", args=[obj.pk])
        address += f"?{urlencode(query)}" if query else ""
        return f"{address}#checklist" if done == standing.HELD else address

    def _say_where_it_was(self, request: HttpRequest, row: Redirect | None) -> None:
        if row:
            words = _("The old address %(path)s leads here from now on.")
            messages.info(request, words % {"path": row.path})


def fieldsets(sets: Any, obj: Any) -> list[Any]:
    """Return the parts of the form, saying whose clocks its moments are of; only what readers see
    can change later.
    """
    is_live = obj is not None and getattr(obj, "live", obj).is_public
    found = []
    for name, options in sets:
        fields = options["fields"]
        if "change_at" in fields:
            kept = [field for field in fields if is_live or field != "change_at"]
            options = {**options, "fields": kept, "description": zone_words()}
        found.append((name, options))
    return found


def tell_cancelled(request: HttpRequest, article: Article, planned: Revision | None) -> None:
    """Say that the change that was `planned` before an act will not come, if so."""
    if planned is None or planned.apply_at is None or plans.of(article) is not None:
        return
    if plans.was_made(planned):
        return
    words = _("The change planned for %(day)s is cancelled: its text stays in the history.")
    messages.info(request, words % {"day": outlook.day_of(planned.apply_at)})


def _moments(request: HttpRequest) -> tuple[dict[str, datetime | None], list[str]]:
    found: dict[str, datetime | None] = {}
    problems: list[str] = []
    for name in MOMENTS:
        typed = [request.GET.get(f"{name}_{part}", "").strip()[:50] for part in (0, 1)]
        try:
            found[name] = MomentField(required=False).clean(typed)
        except ValidationError as error:
            problems += error.messages
    return found, problems


def _plan_of(article: Any, planned: Revision | None, request: HttpRequest) -> outlook.Plan:
    """Return the moments that were saved last, and those that no revision holds."""
    if article is None:
        return outlook.Plan()
    begins = article.publish_at if article.written.get("publish_at") else None
    change_at = _moments(request)[0].get("change_at") or (planned.apply_at if planned else None)
    return outlook.Plan(begins, article.unpublish_at, change_at)


def _remembered(request: HttpRequest, planned: Revision | None) -> dict[str, Any]:
    """Return what stood in the form before it was posted, and no revision holds."""
    typed = [request.GET.get(f"change_at_{part}", "") for part in (0, 1)]
    is_ahead = planned is not None and not planned.apply_problem
    return {
        "change_at": typed if any(typed) else planned.apply_at if planned and is_ahead else None,
        "is_small_correction": "is_small_correction" in request.GET
        or (planned is not None and planned.is_small_correction),
    }


def _reason(article: Article, planned: Revision | None) -> str:
    """Return why it was published against the checklist last time."""
    seen = article.revisions.exclude(published_at=None)
    return planned.override if planned else seen.values_list("override", flat=True).first() or ""


def _put_at_fields(found: list[checklist.Problem], form: Any, inlines: Any) -> None:
    """Let what stops a publication stand at the fields at which it is put right."""
    rows = {inline.formset.prefix: inline.formset for inline in inlines}
    for problem in found:
        if not problem.is_hard:
            continue
        if formset := rows.get(problem.anchor.removesuffix("-group")):
            formset.non_form_errors().append(problem.words)
        elif problem.field in form.fields:
            form.errors.setdefault(problem.field, form.error_class()).append(problem.words)


def _why_held(found: list[checklist.Problem]) -> str:
    if hard := sum(problem.is_hard for problem in found):
        words = ngettext(
            "The draft is saved and not published: %(count)d thing must be put right first.",
            "The draft is saved and not published: %(count)d things must be put right first.",
            hard,
        )
        return words % {"count": hard}
    words = ngettext(
        "The draft is saved and not published yet. Look at %(count)d thing below: put it right, or "
        "say why it is published all the same.",
        "The draft is saved and not published yet. Look at %(count)d things below: put them right, "
        "or say why it is published all the same.",
        len(found),
    )
    return words % {"count": len(found)}


def _link(article: Article, words: str) -> str:
    if not article.is_public:
        return words
    return format_html(
        '{} <a href="{}">{}</a>', words, article.get_absolute_url(), _("View on site")
    )
