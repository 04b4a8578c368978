from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

MIDDLE = 2  # of the steps 0 to 4


class Picture(models.Model):
    """A picture as it is served: turned upright, re-encoded, without what the camera added.

    `file` is there at once; the worker adds its renditions.
    """

    file = models.FileField(_("file"), max_length=120)
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    original = models.CharField(max_length=60, blank=True, editable=False)  # in var/originals
    alternative_text = models.CharField(
        _("alternative text"),
        max_length=250,
        blank=True,
        help_text=_("What the picture shows, for people who cannot see it."),
    )
    is_decorative = models.BooleanField(
        _("decorative"),
        default=False,
        help_text=_("It says nothing that the text does not: who cannot see it misses nothing."),
    )
    caption = models.CharField(_("caption"), max_length=250, blank=True)
    credit = models.CharField(_("credit"), max_length=100, blank=True)
    focal_x = models.PositiveSmallIntegerField(
        _("focal point, from the left (%)"), default=50, validators=[MaxValueValidator(100)]
    )
    focal_y = models.PositiveSmallIntegerField(
        _("focal point, from the top (%)"), default=50, validators=[MaxValueValidator(100)]
    )
    created_at = models.DateTimeField(_("added"), default=now, editable=False)
    rendered_at = models.DateTimeField(null=True, editable=False)  # when its renditions were made
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    render_at = models.DateTimeField(default=now, editable=False)  # when a worker may next try
    problem = models.CharField(max_length=200, blank=True, editable=False)  # of the last attempt

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        indexes = [
            models.Index(
                fields=["id"], name="picture_to_render", condition=models.Q(rendered_at=None)
            ),
            models.Index(fields=["file"], name="picture_by_file"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(is_decorative=True) | ~models.Q(alternative_text=""),
                name="picture_is_described",
                violation_error_message=_("Say what the picture shows, or that it is decorative."),
            ),
        ]

    def __str__(self) -> str:
        return self.alternative_text or self.caption or str(self.file)

    def clean(self) -> None:
        super().clean()
        if self.is_decorative and self.alternative_text:
            raise ValidationError(
                {"alternative_text": _("A decorative picture has none: remove the words.")}
            )

    @property
    def focal_class(self) -> str:
        """The classes that keep what matters in sight where a page crops; "" for the middle.

        Five steps each way, because the policy forbids a style attribute with the numbers.
        """
        steps = {"x": round(self.focal_x / 25), "y": round(self.focal_y / 25)}
        return " ".join(f"focal--{way}-{step}" for way, step in steps.items() if step != MIDDLE)


class Rendition(models.Model):
    """One size and format of a picture, made by the worker."""

    class Format(models.TextChoices):
        AVIF = "avif"
        WEBP = "webp"
        JPEG = "jpeg"

    picture = models.ForeignKey(Picture, models.CASCADE, related_name="renditions")
    format = models.CharField(max_length=4, choices=Format.choices)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    file = models.FileField(max_length=120)

    class Meta:
        ordering = ["format", "width"]
        indexes = [models.Index(fields=["file"], name="rendition_by_file")]
        constraints = [
            models.UniqueConstraint(
                fields=["picture", "format", "width"], name="rendition_once_a_size"
            )
        ]

    def __str__(self) -> str:
        return f"{self.format} {self.width}"
