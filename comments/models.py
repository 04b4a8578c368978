"""What readers say under an article, and what became of it."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from articles.models import Article, Author
from backpain import pages
from backpain.html import cleaned
from comments import markup, names
from comments.refusals import MovedError, NothingToUndoError

if TYPE_CHECKING:
    from django.contrib.auth.models import User


class CommentQuerySet(models.QuerySet["Comment"]):
    def visible(self) -> CommentQuerySet:
        """Keep the comments that readers see."""
        return self.filter(status=Comment.Status.APPROVED)

    def waiting(self) -> CommentQuerySet:
        """Keep the comments that nobody has decided about."""
        return self.filter(status=Comment.Status.WAITING)

    def count_by_article(self, articles: Iterable[Article]) -> Counter[int]:
        """Count these comments for many articles in one query."""
        rows = self.filter(article__in=list(articles)).order_by().values_list("article")
        return Counter(dict(rows.annotate(count=models.Count("pk"))))


def new_token() -> str:
    return secrets.token_urlsafe(24)


class Comment(models.Model):
    """A comment: the words as written beside the HTML as shown."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        APPROVED = "approved", _("Approved")
        SPAM = "spam", _("Spam")
        BIN = "bin", _("Bin")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    class Verdict(models.TextChoices):
        """What the captcha said; the labels are the words that a moderator reads."""

        PENDING = "", _("The captcha's answer has not been checked yet.")
        PASSED = "passed", _("The captcha was passed.")
        EXPIRED = "expired", _("The captcha's answer had expired or was used before.")
        FAILED = "failed", _("The captcha was not passed.")
        MISSING = "missing", _("The captcha was not answered: a browser may block it.")
        UNAVAILABLE = "unavailable", _("The captcha's service could not be reached.")
        MISCONFIGURED = "misconfigured", _("The captcha's keys are wrong.")
        OFF = "off", _("No captcha is set up, so every comment waits.")

    article = models.ForeignKey(
        Article, models.CASCADE, related_name="comments", db_index=False, verbose_name=_("article")
    )
    # A thread outlives what is deleted from it. No plain index on parent: with one, SQLite picks
    # it for a page of roots and reads every root there is.
    parent = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, db_index=False, related_name="replies"
    )
    root = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, db_index=False, related_name="thread"
    )
    depth = models.PositiveSmallIntegerField(default=0)
    status = models.CharField(
        _("status"), max_length=10, choices=Status.choices, default=Status.WAITING
    )
    name = models.CharField(_("name"), max_length=names.LONGEST)
    email = models.CharField(_("e-mail address"), max_length=254, blank=True)
    body = models.TextField(_("text as written"))
    html = models.TextField(_("text as shown"))
    author = models.ForeignKey(
        Author, models.SET_NULL, null=True, blank=True, verbose_name=_("author")
    )
    is_from_desk = models.BooleanField(_("written at the desk"), default=False)
    created_at = models.DateTimeField(_("written"), default=now)
    published_at = models.DateTimeField(_("first shown"), null=True, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    address = models.GenericIPAddressField(_("IP address"), null=True, blank=True)
    origin_known = models.BooleanField(_("posted from our own page"), default=True)
    token = models.CharField(max_length=32, unique=True, default=new_token)
    # Who says the same again within minutes gets this comment's page: see comments.posting.
    fingerprint = models.CharField(max_length=64, unique=True, null=True, blank=True)
    captcha_token = models.TextField(blank=True)
    captcha_verdict = models.CharField(
        max_length=13, choices=Verdict.choices, default=Verdict.PENDING, blank=True
    )
    captcha_attempts = models.PositiveSmallIntegerField(default=0)
    judge_at = models.DateTimeField(null=True, blank=True, help_text="Null: nothing to ask.")
    reasons = models.JSONField(_("why it waits"), default=list, blank=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        permissions = [("moderate_comment", "Can moderate comments")]
        indexes = [
            models.Index(
                fields=["article", "status", "depth", "created_at", "id"], name="comment_roots"
            ),
            models.Index(fields=["article", "status", "root", "id"], name="comment_threads"),
            models.Index(fields=["status", "created_at", "id"], name="comment_queue"),
            models.Index(fields=["email", "status"], name="comment_writer"),
            models.Index(fields=["address", "created_at"], name="comment_address"),
            models.Index(fields=["judge_at"], name="comment_to_judge"),
            models.Index(
                fields=["parent"], name="comment_replies", condition=Q(parent__isnull=False)
            ),
            models.Index(fields=["root"], name="comment_root", condition=Q(root__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.body[:60]}"

    def get_absolute_url(self) -> str:
        return reverse("comments:comment", args=[self.pk])

    @property
    def status_url(self) -> str:
        """The writer's private page."""
        return reverse("comments:status", args=[self.token])

    @property
    def rendered(self) -> SafeString:
        """The text as readers see it."""
        return cleaned(self.html)

    @property
    def is_visible(self) -> bool:
        return self.status == self.Status.APPROVED

    @property
    def page_tags(self) -> list[str]:
        """The tags of the pages that show it: its article's, and the feed of all comments."""
        return [f"comments:{self.article_id}", "comments"]

    @property
    def badge(self) -> str:
        """What readers are told of who replied from the desk; "" for a reader."""
        if not self.is_from_desk:
            return ""
        return str(_("Author") if self.author_id else _("Editor"))

    @property
    def told(self) -> str:
        """The status as its writer is told: a trap is no decision, a person still looks at it."""
        if self.status == self.Status.SPAM and self.decided_at is None:
            return str(self.Status.WAITING)
        return self.status

    @transaction.atomic
    def keep(self) -> Comment:
        """Keep a new comment: with its normalised text goes the HTML made from it, and its place
        in the thread. Every new comment comes in through here."""
        self.html = markup.render(self.body)
        if self.parent:
            self.root = self.parent.root or self.parent
            self.depth = self.parent.depth + 1
        if self.is_visible:
            self.published_at = self.published_at or self.created_at
            pages.changed(*self.page_tags)
        self.save(force_insert=True)
        return self

    def approve(self, by: User | None, *, via: str = "") -> None:
        """Let readers see this comment; `by` is None when the publication's rules decided."""
        self._move_to(self.Status.APPROVED, Event.Verb.APPROVE, by=by, via=via)

    def mark_as_spam(self, by: User | None, *, via: str = "") -> None:
        """Put it with the spam."""
        self._move_to(self.Status.SPAM, Event.Verb.SPAM, by=by, via=via)

    def bin(self, by: User | None, *, via: str = "") -> None:
        """Remove it: no spam, but nothing for readers either."""
        self._move_to(self.Status.BIN, Event.Verb.BIN, by=by, via=via)

    def withdraw(self) -> None:
        """Take it back, as its writer."""
        self._move_to(
            self.Status.WITHDRAWN, Event.Verb.WITHDRAW, by=None, via=Event.Via.STATUS_PAGE
        )

    @transaction.atomic
    def undo(self, by: User | None, *, via: str = "") -> None:
        """Take back the last decision that still stands; its writer's own is not the desk's."""
        last = self.events.standing().last()
        if last is None or last.verb not in Event.UNDOABLE:
            raise NothingToUndoError
        if last.to_status != self.status:
            raise MovedError
        self._move_to(last.from_status, Event.Verb.UNDO, by=by, via=via, undoes=last)

    @transaction.atomic
    def reply(self, body: str, *, by: User, author: Author | None = None) -> Comment:
        """Answer from the desk as `author`, or as the editor `by`; approves what it answers."""
        if not self.is_visible:
            self.approve(by)
        answer = Comment(
            article=self.article,
            parent=self,
            body=body,
            name=author.name if author else names.public_name(by),
            author=author,
            is_from_desk=True,
            status=self.Status.APPROVED,
        ).keep()
        answer.events.create(
            verb=Event.Verb.REPLY, to_status=answer.status, actor=by, via=Event.Via.DESK
        )
        return answer

    @transaction.atomic
    def _move_to(
        self, status: str, verb: str, *, by: User | None, via: str, undoes: Event | None = None
    ) -> None:
        """Change the status that was seen, once: one guarded UPDATE and one event."""
        seen = self.status
        if seen in {status, self.Status.WITHDRAWN}:
            raise MovedError
        # Whoever decides needs no captcha any more, so its token goes.
        changes: dict[str, Any] = {"status": status, "captcha_token": "", "judge_at": None}
        changes["decided_at"] = None if status == self.Status.WAITING else now()
        if status == self.Status.APPROVED and self.published_at is None:
            changes["published_at"] = now()
        if not Comment.objects.filter(pk=self.pk, status=seen).update(**changes):
            raise MovedError
        for name, value in changes.items():
            setattr(self, name, value)
        self.events.create(
            from_status=seen,
            to_status=status,
            verb=verb,
            actor=by,
            via=via or (Event.Via.DESK if by else Event.Via.RULES),
            reasons=self.reasons,
            undoes=undoes,
        )
        if self.Status.APPROVED in {seen, status}:
            pages.changed(*self.page_tags)


class EventQuerySet(models.QuerySet["Event"]):
    def standing(self) -> EventQuerySet:
        """Keep the decisions that nobody has undone, oldest first."""
        return self.filter(undone_by=None).exclude(verb=Event.Verb.UNDO).order_by("pk")


class Event(models.Model):
    """One decision about a comment. Rows are added, never changed: an undo is a row too."""

    class Verb(models.TextChoices):
        APPROVE = "approve", _("approved")
        SPAM = "spam", _("marked as spam")
        BIN = "bin", _("put into the bin")
        WITHDRAW = "withdraw", _("withdrawn by its writer")
        REPLY = "reply", _("posted from the desk")
        UNDO = "undo", _("last decision undone")

    class Via(models.TextChoices):
        DESK = "desk", _("at the desk")
        RULES = "rules", _("by the publication's rules")
        STATUS_PAGE = "status page", _("on the writer's own page")

    UNDOABLE = {Verb.APPROVE, Verb.SPAM, Verb.BIN}

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="events")
    from_status = models.CharField(max_length=10, choices=Comment.Status.choices, blank=True)
    to_status = models.CharField(max_length=10, choices=Comment.Status.choices)
    verb = models.CharField(max_length=10, choices=Verb.choices)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True)
    via = models.CharField(max_length=15, choices=Via.choices)
    at = models.DateTimeField(default=now)
    reasons = models.JSONField(default=list)
    undoes = models.OneToOneField("self", models.CASCADE, null=True, related_name="undone_by")

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.comment_id}: {self.from_status} → {self.to_status}"
