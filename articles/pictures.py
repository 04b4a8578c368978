"""A picture comes in here: checked, turned upright, re-encoded, and named by what it shows."""

from __future__ import annotations

import hashlib
import io
import warnings
from typing import IO

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

from articles.models import Picture
from backpain import media

FORMATS = ["JPEG", "PNG", "WEBP", "GIF", "AVIF"]
MAX_BYTES = 20 * 1024 * 1024
MAX_PIXELS = 40_000_000
WIDTH = 1600  # of what is served; a wider picture is made smaller


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
    original = file.read(MAX_BYTES + 1)
    image = _open(original)
    served, picture.width, picture.height = _as_webp(image)
    media.keep_original(original, image.format or "")
    name = f"{hashlib.sha256(served).hexdigest()[:32]}.webp"
    if picture.file.storage.exists(name):  # the same picture again: one file serves both
        picture.file.name = name
    else:
        picture.file.save(name, ContentFile(served), save=False)


def _open(original: bytes) -> Image.Image:
    if len(original) > MAX_BYTES:
        raise ValidationError(
            _("The file is larger than 20 MB: save the picture smaller."), code="too_large"
        )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(original), formats=FORMATS)
            _refuse_too_many_pixels(image)
            image.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many_pixels() from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise ValidationError(
            _("The file is not a picture that can be read: use JPEG, PNG, WebP, GIF or AVIF."),
            code="not_a_picture",
        ) from error
    return image


def _refuse_too_many_pixels(image: Image.Image) -> None:
    if image.width * image.height > MAX_PIXELS:
        raise _too_many_pixels()


def _too_many_pixels() -> ValidationError:
    return ValidationError(
        _("The picture has more than 40 million pixels: save it smaller."), code="too_many_pixels"
    )


def _as_webp(image: Image.Image) -> tuple[bytes, int, int]:
    """Encode the picture anew, upright and without metadata; also say its width and height."""
    upright = ImageOps.exif_transpose(image)
    has_alpha = "A" in upright.getbands() or "transparency" in upright.info
    picture = upright.convert("RGBA" if has_alpha else "RGB")
    picture.thumbnail((WIDTH, WIDTH * 4))
    out = io.BytesIO()
    picture.save(out, "WEBP", quality=82, method=4)
    return out.getvalue(), *picture.size
