"""A picture comes in here: checked, turned upright, re-encoded, and named by what it shows."""

from __future__ import annotations

import io
import re
from typing import IO

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Replace
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Article, Picture, Revision
from articles.pictures import files as picture_files
from articles.pictures.decoding import decode
from articles.pictures.originals import without_what_the_camera_added
from backpain import media, pages

MAX_BYTES = 20 * 1024 * 1024
WIDTH = 1600  # of what is served; a wider picture is made smaller
MOST_LETTERS = 250
FILE_NAMES = [
    re.compile(r".*\.(jpe?g|png|gif|webp|avif|heic|svg|tiff?|bmp)", re.IGNORECASE),
    re.compile(r"[\w-]*_[\w-]*"),  # one word with underscores
    re.compile(  # what cameras and telephones call everything
        r"(img|dsc[fn]?|pxl|dji|image|photo|picture|screenshot|unnamed|untitled)"
        r"[-_ ]?[\d_ :.-]*( at [\d .:]+)?",
        re.IGNORECASE,
    ),
]
OPENING = re.compile(
    r"(an? |the )?(image|picture|photo|photograph|graphic) (of|showing)\b", re.IGNORECASE
)


def store_picture(
    file: IO[bytes], *, alternative_text: str, caption: str = "", credit: str = ""
) -> Picture:
    """Re-encode what an editor uploaded and save it as a picture; the original is kept apart.

    Raises ValidationError, in words for the editor, for what is not a picture or is too large.
    """
    picture = Picture(alternative_text=alternative_text, caption=caption, credit=credit)
    encode(picture, file)
    picture.save()
    return picture


def encode(picture: Picture, file: IO[bytes]) -> None:
    """Give `picture` the re-encoded bytes of `file`, without saving the row."""
    uploaded = file.read(MAX_BYTES + 1)
    if len(uploaded) > MAX_BYTES:
        raise ValidationError(
            gettext_lazy("The file is larger than 20 MB: save the picture smaller."),
            code="too_large",
        )
    image, kind = decode(uploaded, WIDTH)
    served = io.BytesIO()
    image.save(served, "WEBP", quality=82, method=4)
    picture.original = media.keep_original(without_what_the_camera_added(uploaded, kind), kind)
    picture.file.name = media.keep(served.getvalue(), "webp")
    picture.width, picture.height = image.size


@transaction.atomic
def replace(picture: Picture, was: Picture) -> None:
    """Save `picture` with the other file that `encode` gave it; `was` is its row until now.

    Its words and uses stay: bodies name a picture by its address, so they get the new one in the
    same transaction. The worker makes its renditions anew, and the old files go.
    """
    leaving = picture_files.of(was)
    picture.rendered_at, picture.attempts, picture.problem = None, 0, ""
    picture.render_at = now()
    picture.save()
    picture.renditions.all().delete()
    old, new = Value(was.file.url), Value(picture.file.url)
    articles = Article.objects.filter(body__contains=was.file.url)
    articles.update(body=Replace("body", old, new))
    _replace_in_revisions(was.file.url, picture.file.url)
    pages.changed("site")
    picture_files.remove_unused(leaving)


def _replace_in_revisions(old: str, new: str) -> None:
    revisions = Revision.objects.filter(content__body__icontains=old)
    for revision in revisions.iterator(chunk_size=100):
        revision.content["body"] = revision.content["body"].replace(old, new)
        revision.save(update_fields=["content"])


def problems_of_alternative_text(words: str) -> str | None:
    """Say, in a sentence for the editor, what is wrong with the words for who cannot see a picture.

    None for fit ones, and for none at all: whether there must be some, the caller knows. The rules
    are those of the W3C's tutorial on images: no file name, no "image of", and short.
    """
    words = words.strip()
    if len(words) > MOST_LETTERS:
        return _("The alternative text is longer than 250 characters: say it shorter.")
    if any(pattern.fullmatch(words) for pattern in FILE_NAMES):
        return _("“%(words)s” is the name of a file: say what the picture shows.") % {
            "words": words
        }
    if opening := OPENING.match(words):
        return _("Leave out “%(opening)s”: that it is a picture is said anyway.") % {
            "opening": opening[0]
        }
    return None
