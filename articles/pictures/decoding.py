"""A file becomes a picture: read whole, upright, in the colours of screens, and of a fit size."""

from __future__ import annotations

import io
from contextlib import suppress

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageCms, ImageOps

FORMATS = ["JPEG", "PNG", "WEBP", "GIF", "AVIF"]
MAX_PIXELS = 40_000_000
SRGB = ImageCms.createProfile("sRGB")


def decode(content: bytes, width: int) -> tuple[Image.Image, str]:
    """Return the picture in a file's `content`, RGB or RGBA, at most `width` wide; and its format.

    Of an animation that is the first frame. Raises ValidationError, in words for the editor, for
    what cannot be read to its end or has more pixels than we read.
    """
    try:
        image = Image.open(io.BytesIO(content), formats=FORMATS)
        _refuse_too_many_pixels(image)
        image.draft(None, (width, width))  # a JPEG is read at half or a quarter of its size
        image.load()
    except ValidationError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many_pixels() from error
    except Exception as error:  # a decoder may raise anything over a broken or hostile file
        raise ValidationError(
            _("The file is not a picture that can be read: use JPEG, PNG, WebP, GIF or AVIF."),
            code="not_a_picture",
        ) from error
    return _as_screens_show(_upright(image), width), image.format or ""


def _refuse_too_many_pixels(image: Image.Image) -> None:
    if image.width * image.height > MAX_PIXELS:
        raise _too_many_pixels()


def _too_many_pixels() -> ValidationError:
    return ValidationError(
        _("The picture has more than 40 million pixels: save it smaller."), code="too_many_pixels"
    )


def _upright(image: Image.Image) -> Image.Image:
    with suppress(Exception):  # what the camera noted may be broken, the picture is not
        ImageOps.exif_transpose(image, in_place=True)  # no copy of one that stands upright
    return image


def _as_screens_show(image: Image.Image, width: int) -> Image.Image:
    profile = image.info.get("icc_profile")
    small = _smaller(_in_a_plain_mode(image), width)
    shown = _opaque(_in_srgb(small, profile))
    shown.info.clear()  # the encoders would write some of it
    return shown


def _in_a_plain_mode(image: Image.Image) -> Image.Image:
    """Return the picture in a mode that can be made smaller and whose colours can be converted."""
    if image.mode.startswith("I;16"):  # greys of 16 bits: Pillow's own conversion makes them white
        return image.convert("I").point(lambda grey: grey / 256).convert("L")
    if image.has_transparency_data:
        return image.convert("RGBA")
    return image if image.mode in {"L", "RGB", "CMYK"} else image.convert("RGB")


def _smaller(image: Image.Image, width: int) -> Image.Image:
    image.thumbnail((width, width * 4))
    return image


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Convert the colours from the profile that the file carries; without one they are sRGB."""
    mode = "RGBA" if image.mode == "RGBA" else "RGB"
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(image, source, SRGB, outputMode=mode)
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            pass  # broken, or of other colours than the picture's
        else:
            return converted or image
    return image.convert(mode)


def _opaque(image: Image.Image) -> Image.Image:
    """Drop an alpha channel that hides nothing: JPEG has none."""
    if image.mode == "RGBA" and image.getchannel("A").getextrema() == (255, 255):
        return image.convert("RGB")
    return image
