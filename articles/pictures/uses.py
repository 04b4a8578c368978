"""Where a picture is used: what an editor must know before it is changed or deleted."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Model, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from articles.models import Article, Author, Exercise, Picture, Revision
from articles.pictures import files as picture_files


@dataclass(frozen=True)
class Use:
    """One place: as what it stands there, whose place it is, and its page at the desk."""

    kind: str
    name: str
    url: str


def uses_of(picture: Picture) -> list[Use]:
    """Return every place where `picture` is used; looks through the text of all articles."""
    in_text = Article.objects.filter(body__contains=str(picture.file.name))
    in_draft = Article.objects.filter(_of_drafts(picture)).exclude(status=Article.Status.DRAFT)
    return [
        *_uses(_("lead picture"), Article.objects.filter(picture=picture)),
        *_uses(_("in the text"), in_text),
        *_uses(_("in a draft"), in_draft),
        *_uses(_("exercise"), Exercise.objects.filter(picture=picture)),
        *_uses(_("portrait"), Author.objects.filter(portrait=picture)),
    ]


def _of_drafts(picture: Picture) -> Q:
    shown = Q(draft__content__body__icontains=str(picture.file.name))
    return shown | Q(draft__content__picture=picture.pk)


def used() -> Q:
    """Return the condition on pictures that are used anywhere."""
    return (
        Q(pk__in=Article.objects.exclude(picture=None).values("picture"))
        | Q(pk__in=Exercise.objects.exclude(picture=None).values("picture"))
        | Q(pk__in=Author.objects.exclude(portrait=None).values("portrait"))
        | Q(pk__in=_led_by_drafts())
        | Q(file__in=picture_files.named_in_bodies())
    )


def _led_by_drafts() -> list[int]:
    drafts = Revision.objects.filter(pk__in=Article.objects.exclude(draft=None).values("draft"))
    keys = drafts.values_list("content__picture", flat=True)
    return [key for key in keys if key is not None]


def _uses(kind: str, rows: QuerySet[Model]) -> list[Use]:
    found = []
    for row in rows.order_by("pk"):
        meta = row._meta
        url = reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[row.pk])
        found.append(Use(kind, str(row), url))
    return found
