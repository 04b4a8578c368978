"""Real picture files for tests, made on the spot."""

import io
import struct
import zlib
from functools import cache

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import ExifTags, Image, ImageCms

from articles.models import Picture
from articles.pictures import store_picture

PLACE = b"51.4778"  # as it would stand in a caption or in XMP
ORIENTATION = ExifTags.Base.Orientation


def picture_file(size=(40, 20), kind="JPEG", mode="RGB", colour="#0b5f59", **options) -> io.BytesIO:
    file = io.BytesIO()
    Image.new(mode, size, colour).save(file, kind, **options)
    file.seek(0)
    return file


def camera_exif(turn: int = 1) -> Image.Exif:
    """Return what a telephone writes: its maker, which way up, and where it was."""
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "Maker"
    exif[ORIENTATION] = turn
    exif.get_ifd(ExifTags.IFD.GPSInfo).update(
        {1: "N", 2: (51.0, 28.0, 40.0), 3: "W", 4: (0.0, 0.0, 5.0), 27: PLACE.decode()}
    )
    return exif


def png_that_claims(width: int, height: int) -> bytes:
    """Return a small file whose header speaks of a picture of this size."""
    png = picture_file((4, 4), "PNG").read()
    header = b"IHDR" + struct.pack(">II", width, height) + png[24:29]
    return png[:12] + header + struct.pack(">I", zlib.crc32(header)) + png[33:]


@cache
def profile() -> bytes:
    """Return a colour profile whose colours are not those of screens."""
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()


def profile_with_swapped_colours() -> bytes:
    """Return sRGB's own profile in which red and blue have changed places: what it does shows."""
    data = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return (
        data.replace(b"rXYZ", b"tXYZ", 1).replace(b"bXYZ", b"rXYZ", 1).replace(b"tXYZ", b"bXYZ", 1)
    )


def noise(size=(300, 200)) -> Image.Image:
    return Image.merge("RGB", [Image.effect_noise(size, 80) for _ in range(3)])


def make_picture(colour="green", words="Someone stretches", **fields) -> Picture:
    return store_picture(
        picture_file((60, 40), colour=colour), alternative_text=words, **fields
    )  # fmt: skip


def upload(colour="green", name="a.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, picture_file((60, 40), colour=colour).read())
