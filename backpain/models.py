from __future__ import annotations

from email.utils import formataddr

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from backpain.people.models import Invitation as Invitation
from backpain.people.models import PasswordRequest as PasswordRequest
from backpain.people.models import SignIn as SignIn
from backpain.text import one_line


class Publication(models.Model):
    """The site's identity: the words and rules that belong to the publication, at most one row."""

    class Moderation(models.TextChoices):
        ALL = "all", _("Every comment waits for a moderator")
        FIRST_TIME = "first-time", _("A reader's first comment waits")
        OFF = "off", _("Comments that pass the check appear at once")

    name = models.CharField(_("name"), max_length=80, default=_("The Back Journal"))
    tagline = models.CharField(
        _("tagline"),
        max_length=160,
        blank=True,
        default=_("Plain words about backs, and what helps them"),
        help_text=_("One line under the name, and the description that search engines show."),
    )
    newsletter_heading = models.CharField(
        _("heading"), max_length=120, default=_("Less pain, more life: our free e-newsletter")
    )
    newsletter_text = models.TextField(
        _("text"),
        blank=True,
        default=_("One letter a week with what works and what does not. No offers, no alarm."),
    )
    newsletter_button = models.CharField(_("button"), max_length=40, default=_("Sign me up"))
    newsletter_promise = models.CharField(
        _("promise"),
        max_length=160,
        blank=True,
        default=_("100 % anti-spam compliant"),
        help_text=_("The line under the form."),
    )
    disclaimer = models.TextField(
        _("disclaimer"),
        blank=True,
        default=_(
            "What you read here is general information. It does not replace the advice of someone "
            "who has examined you."
        ),
        help_text=_("Stands under every article."),
    )
    footer = models.TextField(_("footer"), blank=True, default="")
    postal_address = models.TextField(
        _("postal address"),
        blank=True,
        default="",
        help_text=_("Stands in the footer and in every letter, as the law of many countries asks."),
    )
    takes_reports = models.BooleanField(
        _("readers can report what is wrong or missing"),
        default=True,
        help_text=_("A small form under every article; what it brings waits at the desk."),
    )
    profiles = models.TextField(
        _("profiles"),
        blank=True,
        default="",
        help_text=_("Pages elsewhere about the publication, one address a line."),
    )
    security_contact = models.CharField(
        _("security contact"),
        max_length=200,
        blank=True,
        default="",
        help_text=_(
            "An e-mail address or a page, named in security.txt for people who find a weakness. "
            "Empty: there is no security.txt."
        ),
    )
    sender_address = models.EmailField(
        _("sender of letters"),
        blank=True,
        default="",
        help_text=_("Empty: letters@ and the site's own host."),
    )
    moderation = models.CharField(
        _("moderation"), max_length=10, choices=Moderation.choices, default=Moderation.ALL
    )
    comments_close_after_days = models.PositiveSmallIntegerField(
        _("comments close after (days)"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Counted from an article's publication. Empty: never."),
    )

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publication")
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="publication_has_one_row"),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def current(cls) -> Publication:
        """Return the publication as edited, or an unsaved one with the defaults."""
        return cls.objects.first() or cls(pk=1)

    @property
    def sender(self) -> str:
        """The From header of its letters."""
        address = self.sender_address or settings.DEFAULT_FROM_EMAIL
        return formataddr((one_line(self.name), address))


class PageTag(models.Model):
    """The version of something that public pages show; see backpain.pages."""

    name = models.CharField(max_length=100, primary_key=True)
    version = models.CharField(max_length=16)
    changed_at = models.DateTimeField(default=now, db_index=True)

    def __str__(self) -> str:
        return self.name


class Letter(models.Model):
    """A letter waiting in the outbox; once sent it keeps no words, and goes after a week."""

    to = models.CharField(max_length=320)
    subject = models.CharField(max_length=250)
    text = models.TextField()
    html = models.TextField()
    headers = models.JSONField(default=dict, blank=True)
    is_urgent = models.BooleanField(default=False, help_text="A person waits for it.")
    created_at = models.DateTimeField(default=now)
    due_at = models.DateTimeField(default=now, help_text="When to try, or try again.")
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)
    sent_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        indexes = [
            models.Index(
                fields=["-is_urgent", "due_at"],
                name="letter_waiting",
                condition=models.Q(sent_at=None, failed_at=None),
            ),
        ]

    def __str__(self) -> str:
        return self.subject


class WorkerBeat(models.Model):
    """A sign of life of one worker process."""

    name = models.CharField(max_length=100, primary_key=True)  # host:pid
    started_at = models.DateTimeField(default=now)
    beaten_at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return self.name


class RateWindow(models.Model):
    """How often something was done from one place in the current window; see visitors.allow."""

    key = models.CharField(max_length=64, primary_key=True)  # keyed hash: no address is kept
    ends_at = models.DateTimeField(db_index=True)
    count = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return self.key


class SampleRow(models.Model):
    """A row that the sample publication made, so that exactly those can be removed again."""

    model = models.CharField(max_length=100)  # "articles.article"
    key = models.PositiveBigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["model", "key"], name="sample_row_once")]

    def __str__(self) -> str:
        return f"{self.model} {self.key}"
