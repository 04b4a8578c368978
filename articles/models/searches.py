"""What search keeps beside its index, whose own tables are made by `articles.search`."""

from __future__ import annotations

from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from articles.models.articles import Article


class Unindexed(models.Model):
    """An article whose words changed without it being saved: the worker indexes it."""

    article = models.OneToOneField(Article, models.CASCADE, primary_key=True)

    def __str__(self) -> str:
        return str(self.article_id)


class SearchWord(models.Model):
    """A word that stands in some article, to suggest instead of a mistyped one."""

    word = models.CharField(max_length=40, unique=True)  # as searches compare it
    written = models.CharField(max_length=40)  # as it first stood in a text, in lower case

    def __str__(self) -> str:
        return self.written


class WordPart(models.Model):
    """Three letters of a word: words that share many look alike."""

    part = models.CharField(max_length=3)
    word = models.ForeignKey(SearchWord, models.CASCADE, db_index=False, related_name="parts")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["part", "word"], name="word_part_once"),
        ]
        indexes = [models.Index(fields=["word"], name="word_part_of")]

    def __str__(self) -> str:
        return self.part


class SearchMiss(models.Model):
    """What readers looked for and did not find; who looked is not kept."""

    query = models.CharField(_("looked for"), max_length=100, unique=True)
    count = models.PositiveIntegerField(_("how often"), default=0)
    last_at = models.DateTimeField(_("last"), default=now)

    class Meta:
        ordering = ["-count", "-last_at"]
        verbose_name = _("search without result")
        verbose_name_plural = _("what readers looked for and did not find")

    def __str__(self) -> str:
        return self.query
