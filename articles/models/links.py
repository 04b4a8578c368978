"""Where published texts lead, and whether somebody still answers there: see articles.links."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from articles.models.articles import Article
from articles.models.people import Author


class LinkHost(models.Model):
    """A server elsewhere, and from when on it may be asked again."""

    name = models.CharField(max_length=255, primary_key=True)  # as DNS writes it, with the port
    free_at = models.DateTimeField(default=now)

    objects: models.Manager[LinkHost] = models.Manager()

    def __str__(self) -> str:
        return self.name


class LinkQuerySet(models.QuerySet["Link"]):
    def own(self) -> LinkQuerySet:
        """Keep those that lead to this site."""
        return self.filter(host=None)

    def due(self) -> LinkQuerySet:
        """Keep those whose next check has come, the longest waiting first."""
        return self.filter(next_check_at__lte=now()).order_by("next_check_at", "pk")

    def named(self) -> LinkQuerySet:
        """Keep those that stand in a text which readers see, or at a person."""
        named = Link.articles.through.objects.filter(
            link=OuterRef("pk"), article__in=Article.objects.published()
        )
        people = Link.authors.through.objects.filter(link=OuterRef("pk"))
        return self.filter(Exists(named) | Exists(people))

    def broken(self) -> LinkQuerySet:
        """Keep those that failed often enough, and that nobody chose to ignore."""
        return self.filter(ignored_at=None).exclude(broken_at=None)

    def moved(self) -> LinkQuerySet:
        """Keep those whose page has another address for good."""
        return self.filter(ignored_at=None, broken_at=None).exclude(moved_to="")


class Link(models.Model):
    """One address, once, however many texts name it."""

    class Verdict(models.TextChoices):
        UNKNOWN = "", _("Not checked yet")
        FINE = "fine", _("Fine")
        FAILED = "failed", _("Does not work")
        GONE = "gone", _("There is nothing")
        REFUSED = "refused", _("Refuses programs")

    url = models.CharField(  # ASCII, without a fragment; a path where it is our own
        _("address"), max_length=2000, unique=True
    )
    host = models.ForeignKey(LinkHost, models.PROTECT, null=True, related_name="links")
    articles = models.ManyToManyField(Article, related_name="links")
    authors = models.ManyToManyField(Author, related_name="links")
    verdict = models.CharField(
        _("verdict"), max_length=7, choices=Verdict.choices, default=Verdict.UNKNOWN, blank=True
    )
    status = models.PositiveSmallIntegerField(null=True)  # of HTTP; None: nobody answered
    problem = models.CharField(_("problem"), max_length=300, blank=True)
    moved_to = models.CharField(_("moved to"), max_length=2000, blank=True)
    failures = models.PositiveSmallIntegerField(default=0)  # in a row
    first_failed_at = models.DateTimeField(_("since"), null=True)
    broken_at = models.DateTimeField(null=True)  # when that was often enough to say so
    last_checked_at = models.DateTimeField(_("last checked"), null=True)
    answered_at = models.DateTimeField(null=True)  # when its server last said anything
    held_at = models.DateTimeField(null=True)  # nobody answered at all: our own network, so no mark
    next_check_at = models.DateTimeField(default=now)
    ignored_at = models.DateTimeField(null=True)
    ignored_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )

    objects = LinkQuerySet.as_manager()

    class Meta:
        ordering = ["url"]
        verbose_name = _("link")
        verbose_name_plural = _("links")
        indexes = [
            models.Index(fields=["next_check_at", "id"], name="link_to_check"),
            models.Index(
                fields=["first_failed_at"],
                name="link_broken",
                condition=models.Q(broken_at__isnull=False),
            ),
            models.Index(
                fields=["-answered_at"],
                name="link_that_answered",
                condition=models.Q(answered_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.url
