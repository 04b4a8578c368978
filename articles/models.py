from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django_prose_editor.fields import ProseEditorField

from articles.editor import EXTENSIONS
from backpain import addresses, html, text

WORDS_A_MINUTE = 238  # silent reading of English non-fiction: Brysbaert 2019


def validate_slug_is_free(slug: str) -> None:
    """Refuse a slug whose address belongs to another part of the site, such as "admin"."""
    if slug in addresses.first_words():
        raise ValidationError(
            _("“%(slug)s” is an address of the site itself: choose another."),
            code="reserved",
            params={"slug": slug},
        )


class Term(models.Model):
    """What categories, tags and authors share: a name, an address and their articles."""

    name = models.CharField(_("name"), max_length=100)
    slug = models.SlugField(
        _("slug"), max_length=100, unique=True, allow_unicode=True, help_text=_("Its address.")
    )

    class Meta:
        abstract = True
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class Category(Term):
    description = models.TextField(_("description"), blank=True)
    position = models.PositiveSmallIntegerField(
        _("position"), default=0, help_text=_("In the menu: lower numbers come first.")
    )

    class Meta(Term.Meta):
        ordering = ["position", "name"]
        verbose_name = _("category")
        verbose_name_plural = _("categories")

    def get_absolute_url(self) -> str:
        return reverse("articles:category", args=[self.slug])


class Tag(Term):
    class Meta(Term.Meta):
        verbose_name = _("tag")
        verbose_name_plural = _("tags")

    def get_absolute_url(self) -> str:
        return reverse("articles:tag", args=[self.slug])


class Picture(models.Model):
    """A picture as it is served: turned upright, re-encoded, without what the camera added."""

    file = models.FileField(_("file"), max_length=120)
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    alternative_text = models.CharField(
        _("alternative text"),
        max_length=250,
        help_text=_("What the picture shows, for people who cannot see it."),
    )
    caption = models.CharField(_("caption"), max_length=250, blank=True)
    credit = models.CharField(_("credit"), max_length=100, blank=True)
    created_at = models.DateTimeField(_("added"), default=now, editable=False)

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    def __str__(self) -> str:
        return self.alternative_text


class Author(Term):
    """A person who writes or reviews; no user account, so that guests and leavers keep theirs."""

    credentials = models.CharField(
        _("credentials"), max_length=100, blank=True, help_text=_("After the name: PT, DPT")
    )
    role = models.CharField(_("role"), max_length=100, blank=True)
    biography = models.TextField(_("biography"), blank=True)
    portrait = models.ForeignKey(
        Picture, models.SET_NULL, null=True, blank=True, verbose_name=_("portrait")
    )

    class Meta(Term.Meta):
        verbose_name = _("author")
        verbose_name_plural = _("authors")

    def get_absolute_url(self) -> str:
        return reverse("articles:author", args=[self.slug])

    @property
    def initials(self) -> str:
        return text.initials(self.name)


class ArticleQuerySet(models.QuerySet["Article"]):
    def published(self, at: datetime | None = None) -> ArticleQuerySet:
        """Keep the articles that readers may see `at` a moment, by default now."""
        moment = at or now()
        return self.filter(
            Q(unpublish_at=None) | Q(unpublish_at__gt=moment),
            status=Article.Status.PUBLISHED,
            publish_at__lte=moment,
        )

    def newest_first(self) -> ArticleQuerySet:
        return self.order_by("-publish_at", "-pk")

    def with_summary(self) -> ArticleQuerySet:
        """Fetch with each article what its entry on a list shows, and not its body."""
        return (
            self.select_related("picture")
            .prefetch_related("categories")
            .with_authors()
            .defer("body")
        )

    def with_authors(self) -> ArticleQuerySet:
        """Fetch with each article its authors and their portraits, in the order of the byline."""
        people = Author.objects.select_related("portrait")
        in_order = people.order_by("byline__position", "byline__pk")
        return self.prefetch_related(models.Prefetch("authors", in_order))

    def next_change(self) -> datetime | None:
        """Say when the clock next publishes or withdraws one of these articles."""
        moment = now()
        changes = self.filter(status=Article.Status.PUBLISHED).aggregate(
            appears=models.Min("publish_at", filter=Q(publish_at__gt=moment)),
            ends=models.Min("unpublish_at", filter=Q(unpublish_at__gt=moment)),
        )
        return min((change for change in changes.values() if change), default=None)


class Article(models.Model):
    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("Published")

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
    body = ProseEditorField(_("body"), extensions=EXTENSIONS, sanitize=True, blank=True)
    picture = models.ForeignKey(
        Picture, models.PROTECT, null=True, blank=True, verbose_name=_("lead picture")
    )
    categories = models.ManyToManyField(
        Category, related_name="articles", verbose_name=_("categories")
    )
    tags = models.ManyToManyField(Tag, related_name="articles", blank=True, verbose_name=_("tags"))
    authors = models.ManyToManyField(
        Author, through="Byline", related_name="articles", verbose_name=_("authors")
    )
    reviewer = models.ForeignKey(
        Author,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reviewed_articles",
        verbose_name=_("medical reviewer"),
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
    comments_are_open = models.BooleanField(_("comments are open"), default=True)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        ordering = ["-publish_at", "-pk"]
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        indexes = [models.Index(fields=["status", "-publish_at", "-id"], name="article_newest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(unpublish_at=None) | Q(unpublish_at__gt=F("publish_at")),
                name="article_unpublished_after_published",
                violation_error_message=_("“Unpublish at” is before “publish at”."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("articles:article", args=[self.slug])

    @property
    def html(self) -> SafeString:
        """The body as readers see it."""
        return html.clean_article(self.body)

    @property
    def minutes(self) -> int:
        """How long it takes to read, at least 1."""
        return max(1, round(len(strip_tags(self.body).split()) / WORDS_A_MINUTE))

    @property
    def is_public(self) -> bool:
        moment = now()
        return (
            self.status == self.Status.PUBLISHED
            and self.publish_at <= moment
            and (self.unpublish_at is None or moment < self.unpublish_at)
        )

    @property
    def leads_on_to(self) -> Article | None:
        """The article to read next: the one chosen, else the newest before this one."""
        if self.read_next and self.read_next.is_public:
            return self.read_next
        earlier = Article.objects.published().filter(publish_at__lt=self.publish_at)
        return earlier.newest_first().defer("body").first()


class Byline(models.Model):
    """One author's place in an article's byline."""

    article = models.ForeignKey(Article, models.CASCADE)
    author = models.ForeignKey(Author, models.PROTECT, verbose_name=_("author"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("author")
        verbose_name_plural = _("authors")
        constraints = [
            models.UniqueConstraint(fields=["article", "author"], name="byline_names_author_once")
        ]

    def __str__(self) -> str:
        return str(self.author)


class Source(models.Model):
    """Something that an article rests on, shown in the list under it."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="sources")
    citation = models.CharField(_("citation"), max_length=300)
    url = models.URLField(_("address"), blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("source")
        verbose_name_plural = _("sources")

    def __str__(self) -> str:
        return self.citation
