"""The worker makes each picture smaller: three formats, in the widths that pages ask for."""

from __future__ import annotations

import io
import time
from datetime import timedelta
from logging import getLogger

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.timezone import now
from PIL import Image

from articles.models import Picture, Rendition
from articles.pictures import WIDTH
from articles.pictures.decoding import decode
from backpain import media, pages

Format = Rendition.Format

WIDTHS = [400, 800, 1200, 1600]
MOST_ATTEMPTS = 3
LEASE = timedelta(minutes=5)  # also the pause between attempts
BATCH_SECONDS = 5  # after that the worker turns to its other jobs
ENDINGS = {Format.AVIF: "avif", Format.WEBP: "webp", Format.JPEG: "jpg"}
OPTIONS: dict[str, dict[str, object]] = {
    Format.AVIF: {"quality": 55, "speed": 6, "max_threads": 1},
    Format.WEBP: {"quality": 75, "method": 4},
    Format.JPEG: {"quality": 78, "optimize": True, "progressive": True},
}

log = getLogger("backpain.pictures")


def waiting() -> QuerySet[Picture]:
    """The pictures whose renditions a worker has yet to make, newest first: someone waits."""
    pictures = Picture.objects.filter(rendered_at=None, attempts__lt=MOST_ATTEMPTS)
    return pictures.order_by("-pk")


def given_up() -> QuerySet[Picture]:
    """The pictures whose renditions could not be made; pages show their own file."""
    return Picture.objects.filter(rendered_at=None, attempts__gte=MOST_ATTEMPTS)


def try_again(pictures: QuerySet[Picture]) -> int:
    """Let the worker make the renditions of `pictures` anew; return of how many."""
    return pictures.update(rendered_at=None, attempts=0, problem="", render_at=now())


def render() -> int:
    """Make the renditions of a few pictures; return how many were tried.

    They are kept in one transaction, because the pages that show them change all at once.
    """
    ends = time.monotonic() + BATCH_SECONDS
    made: list[tuple[Picture, list[Rendition]]] = []
    tried = 0
    while time.monotonic() < ends and (picture := _claim()):
        tried += 1
        try:
            made.append((picture, _renditions(picture)))
        except Exception as error:
            _failed(picture, error)
    if made:
        _keep(made)
    return tried


def _claim() -> Picture | None:
    """Take a picture for this worker; None if there is none, or another worker was quicker."""
    picture = waiting().filter(render_at__lte=now()).first()
    if picture is None:
        return None
    lease = now() + LEASE
    claim = waiting().filter(pk=picture.pk, render_at=picture.render_at)
    if not claim.update(render_at=lease, attempts=F("attempts") + 1):
        return None
    picture.render_at = lease
    picture.attempts += 1
    return picture


def _renditions(picture: Picture) -> list[Rendition]:
    """Write the files; from the original, or, where that is not at hand, from what is served."""
    image, _ = decode(media.original(picture.original) or _served(picture), WIDTH)
    formats = [Format.AVIF, Format.WEBP]
    if image.mode == "RGB":  # JPEG has no transparency
        formats.append(Format.JPEG)
    made = []
    for width in [*(width for width in WIDTHS if width < image.width), image.width]:
        height = max(1, round(image.height * width / image.width))
        small = image.resize((width, height), Image.Resampling.LANCZOS)
        for name in formats:
            file = media.keep(_encoded(small, name), ENDINGS[name])
            made.append(
                Rendition(picture=picture, format=name, width=width, height=height, file=file)
            )
    return made


def _served(picture: Picture) -> bytes:
    with picture.file.open() as file:
        content: bytes = file.read()
    return content


def _encoded(image: Image.Image, name: Format) -> bytes:
    out = io.BytesIO()
    image.save(out, name.value, **OPTIONS[name])
    return out.getvalue()


@transaction.atomic
def _keep(made: list[tuple[Picture, list[Rendition]]]) -> None:
    """Keep the renditions, but not of a picture that was replaced or taken over meanwhile."""
    moment = now()
    for picture, renditions in made:
        ours = Picture.objects.filter(pk=picture.pk, rendered_at=None, render_at=picture.render_at)
        if ours.update(rendered_at=moment, problem=""):
            Rendition.objects.filter(picture=picture).delete()
            Rendition.objects.bulk_create(renditions)
    pages.changed("site")


def _failed(picture: Picture, error: Exception) -> None:
    """Note the reason for the editor; the lease is the pause before the next attempt."""
    words = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
    problem = (words or type(error).__name__)[:200]
    Picture.objects.filter(pk=picture.pk, render_at=picture.render_at).update(problem=problem)
    log.warning("No renditions of picture %s: %s", picture.pk, problem)
