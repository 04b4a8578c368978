from __future__ import annotations

import re
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from articles import reading_time
from articles.body import read
from articles.editor import EXTENSIONS
from articles.models.exercises import Exercise
from articles.models.fields import RichTextField, WebAddressField
from articles.models.people import Author
from articles.models.pictures import Picture
from articles.models.querysets import ArticleQuerySet
from articles.models.terms import Category, Series, Tag
from backpain import addresses

YEAR = re.compile("[0-9]{4}")


def validate_slug_is_free(slug: str) -> None:
    """Refuse a slug whose address belongs to another part of the site, such as "admin"."""
    if YEAR.fullmatch(slug):
        raise ValidationError(
            _("“%(slug)s” is the address of a year's articles: add a word to it."),
            code="year",
            params={"slug": slug},
        )
    if slug in addresses.first_words():
        raise ValidationError(
            _("“%(slug)s” is an address of the site itself: choose another."),
            code="reserved",
            params={"slug": slug},
        )


class Article(models.Model):
    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("Published")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    class Kind(models.TextChoices):
        ARTICLE = "article", _("Article")
        PAGE = "page", _("Page")

    class Disclosure(models.TextChoices):
        NONE = "", _("Nothing to disclose")
        SPONSORED = "sponsored", _("Sponsored")
        AFFILIATE = "affiliate", _("Affiliate links")
        INTEREST = "interest", _("Conflict of interest")

    kind = models.CharField(
        _("kind"),
        max_length=7,
        choices=Kind.choices,
        default=Kind.ARTICLE,
        help_text=_(
            "A page, such as “About”, stands on no list and in no feed, and has neither byline nor "
            "comments."
        ),
    )
    title = models.CharField(_("title"), max_length=200)
    slug = models.SlugField(
        _("slug"),
        max_length=200,
        unique=True,
        allow_unicode=True,
        validators=[validate_slug_is_free],
        help_text=_("The article's address on the site."),
    )
    standfirst = models.TextField(
        _("standfirst"),
        max_length=400,
        blank=True,
        help_text=_("One or two sentences under the title and on lists."),
    )
    body = RichTextField(_("body"), extensions=EXTENSIONS, blank=True)
    picture = models.ForeignKey(
        Picture, models.PROTECT, null=True, blank=True, verbose_name=_("lead picture")
    )
    categories = models.ManyToManyField(
        Category, related_name="articles", blank=True, verbose_name=_("categories")
    )
    tags = models.ManyToManyField(Tag, related_name="articles", blank=True, verbose_name=_("tags"))
    authors = models.ManyToManyField(
        Author, through="Byline", related_name="articles", verbose_name=_("authors")
    )
    exercises = models.ManyToManyField(  # that its text shows: see articles.shown
        Exercise, related_name="articles", editable=False
    )
    reviewer = models.ForeignKey(
        Author,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reviewed_articles",
        verbose_name=_("medical reviewer"),
    )
    reviewed_on = models.DateField(
        _("reviewed on"), null=True, blank=True, help_text=_("When the reviewer last checked it.")
    )
    review_scope = models.CharField(
        _("what was reviewed"),
        max_length=200,
        blank=True,
        help_text=_("Empty: the whole article."),
    )
    review_due_on = models.DateField(
        _("next review due"),
        null=True,
        blank=True,
        help_text=_("Empty: counted from the review, as the category says."),
    )
    reviewed_text = models.ForeignKey(  # what was reviewed, where that is known; see signing
        "articles.Revision",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
    )
    changed_since_review_at = models.DateTimeField(null=True, blank=True, editable=False)
    disclosure = models.CharField(
        _("disclosure"),
        max_length=9,
        choices=Disclosure.choices,
        default=Disclosure.NONE,
        blank=True,
    )
    disclosure_text = models.CharField(
        _("its words"),
        max_length=300,
        blank=True,
        help_text=_("Who pays, or what the interest is: stands under the byline."),
    )
    series = models.ForeignKey(
        Series,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="articles",
        verbose_name=_("series"),
    )
    series_position = models.PositiveSmallIntegerField(_("place in the series"), default=0)
    related = models.ManyToManyField(
        "self",
        symmetrical=False,
        blank=True,
        related_name="+",
        verbose_name=_("related articles"),
        help_text=_("Shown under the article, before those that are found by themselves."),
    )
    read_next = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        verbose_name=_("read next"),
        help_text=_("The piece the article leads on to. Empty: the one before it."),
    )
    status = models.CharField(
        _("status"), max_length=10, choices=Status.choices, default=Status.DRAFT
    )
    publish_at = models.DateTimeField(
        _("publish at"),
        default=now,
        help_text=_("In the future: the article appears by itself at that moment."),
    )
    unpublish_at = models.DateTimeField(_("unpublish at"), null=True, blank=True)
    updated_at = models.DateTimeField(_("updated"), default=now, editable=False)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    draft = models.ForeignKey(  # what readers do not see yet: see articles.revisions.saving
        "articles.Revision",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
    )
    was_public = models.BooleanField(default=False, editable=False)  # and now is not, see below
    comments_are_open = models.BooleanField(_("comments are open"), default=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True, editable=False)
    withdrawn_reason = models.TextField(
        _("why it was withdrawn"), max_length=500, blank=True, help_text=_("For readers.")
    )
    replacement = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("what to read instead"),
    )
    seo_title = models.CharField(
        _("title for search engines"), max_length=120, blank=True, help_text=_("Empty: the title.")
    )
    seo_description = models.CharField(
        _("description for search engines"),
        max_length=320,
        blank=True,
        help_text=_("Empty: the standfirst."),
    )
    canonical_url = WebAddressField(
        _("first published at"),
        blank=True,
        help_text=_("Where the same text stands elsewhere and search engines should send readers."),
    )
    is_hidden_from_search = models.BooleanField(_("hidden from search engines"), default=False)
    card = models.CharField(max_length=40, blank=True, editable=False)  # its picture when shared
    card_shows = models.CharField(max_length=64, blank=True, editable=False)  # digest of its making

    objects = ArticleQuerySet.as_manager()

    class Meta:
        ordering = ["-publish_at", "-pk"]
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        permissions = [
            ("publish_article", _("Can publish articles and change everybody's")),
            ("review_article", _("Can sign off reviews of articles")),
        ]
        indexes = [
            models.Index(fields=["status", "-publish_at", "-id"], name="article_newest"),
            models.Index(  # lists find and count their articles in it alone
                fields=["status", "kind", "-publish_at", "-id", "unpublish_at"],
                name="article_listed",
            ),
            models.Index(
                fields=["reviewer", "-publish_at"],
                name="article_reviewed_by",
                condition=Q(reviewer__isnull=False),
            ),
            models.Index(
                fields=["unpublish_at"],
                name="article_that_ends",
                condition=Q(unpublish_at__isnull=False),
            ),
            models.Index(fields=["series", "series_position"], name="article_in_series"),
            models.Index(
                fields=["status", "kind", "id"],
                name="article_card_to_make",
                condition=Q(card_shows=""),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(unpublish_at=None) | Q(unpublish_at__gt=F("publish_at")),
                name="article_unpublished_after_published",
                violation_error_message=_("“Unpublish at” is before “publish at”."),
            ),
            models.CheckConstraint(
                condition=Q(reviewed_on=None) | Q(reviewer__isnull=False),
                name="article_reviewed_by_somebody",
                violation_error_message=_("Name the reviewer, or remove the date of the review."),
            ),
            models.CheckConstraint(
                condition=Q(kind="article") | Q(comments_are_open=False),
                name="article_page_without_comments",
                violation_error_message=_("A page has no comments: close them."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("articles:article", args=[self.slug])

    @property
    def minutes(self) -> int:
        """How long it takes to read, at least 1: words, a look at each picture and exercise."""
        return reading_time.minutes_for(read(self.body))

    @property
    def section(self) -> Category | None:
        """The category that stands for it where only one can: the first in the menu's order."""
        return next(iter(self.categories.all()), None)

    @property
    def is_updated(self) -> bool:
        """Whether its substance changed once it was out; what came within a day is no update."""
        return self.updated_at - self.publish_at > timedelta(days=1)

    @property
    def changed_at(self) -> datetime:
        """When its substance last changed; what was written before it came out is of that day."""
        return max(self.updated_at, self.publish_at)

    @property
    def is_public(self) -> bool:
        moment = now()
        return (
            self.status == self.Status.PUBLISHED
            and self.publish_at <= moment
            and (self.unpublish_at is None or moment < self.unpublish_at)
        )

    @property
    def has_been_public(self) -> bool:
        """Say whether readers could ever find it at its address, now or earlier."""
        is_out = self.status == self.Status.PUBLISHED and self.publish_at <= now()
        return is_out or self.was_public or self.status == self.Status.WITHDRAWN

    @property
    def leads_on_to(self) -> Article | None:
        """The article to read next: the one chosen, else the newest before this one.

        None that readers do not see, and none that was retracted.
        """
        standing = Article.objects.published().standing().defer("body")
        if self.read_next_id and (chosen := standing.filter(pk=self.read_next_id).first()):
            return chosen
        earlier = standing.filter(kind=self.Kind.ARTICLE, publish_at__lt=self.publish_at)
        return earlier.newest_first().first()
