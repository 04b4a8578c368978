import io
import struct
import zlib
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image

from articles.models import Picture
from articles.pictures import store_picture

pytestmark = pytest.mark.django_db
ORIENTATION = 0x0112


def picture_file(size=(40, 20), kind="JPEG", **options) -> io.BytesIO:
    file = io.BytesIO()
    Image.new("RGB", size, "#0b5f59").save(file, kind, **options)
    file.seek(0)
    return file


def png_that_claims(width: int, height: int) -> bytes:
    """Return a small file whose header speaks of a picture of this size."""
    png = picture_file((4, 4), "PNG").read()
    header = b"IHDR" + struct.pack(">II", width, height) + png[24:29]
    return png[:12] + header + struct.pack(">I", zlib.crc32(header)) + png[33:]


def served(picture: Picture) -> Image.Image:
    with Image.open(picture.file.path) as image:
        image.load()
        return image


def test_a_picture_is_encoded_anew_and_named_by_what_it_shows():
    picture = store_picture(picture_file(), alternative_text="Green")

    assert served(picture).format == "WEBP"
    assert (picture.width, picture.height) == served(picture).size == (40, 20)
    assert store_picture(picture_file(), alternative_text="Again").file.name == picture.file.name


def test_what_the_camera_added_is_gone_and_the_picture_stands_upright():
    exif = Image.Exif()
    exif[ORIENTATION] = 6  # turned by 90 degrees
    exif[0x010F] = "Maker"

    picture = store_picture(
        picture_file(exif=exif, comment=b"<script>alert(1)</script>"), alternative_text="Green"
    )

    assert served(picture).size == (20, 40)
    assert not served(picture).getexif()
    assert b"script" not in Path(picture.file.path).read_bytes()


def test_a_wide_picture_is_made_smaller():
    picture = store_picture(picture_file((3200, 800)), alternative_text="Wide")

    assert served(picture).size == (1600, 400)


def test_the_original_is_kept_apart():
    store_picture(picture_file(), alternative_text="Green")

    [original] = settings.ORIGINALS_ROOT.iterdir()
    assert original.read_bytes() == picture_file().read()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"PK\x03\x04 a zip", "not a picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "not a picture"),
        (b"", "not a picture"),
        (picture_file().read()[:300], "not a picture"),
        (png_that_claims(8000, 6000), "40 million pixels"),
        (png_that_claims(20000, 20000), "40 million pixels"),
        (b"x" * (20 * 1024 * 1024 + 1), "20 MB"),
    ],
    ids=["zip", "svg", "empty", "torn", "48 megapixels", "400 megapixels", "too many bytes"],
)
def test_what_is_not_a_fit_picture_is_refused_with_a_sentence(content, words):
    with pytest.raises(ValidationError, match=words):
        store_picture(io.BytesIO(content), alternative_text="x")

    assert not Picture.objects.exists()


def test_a_picture_is_sent_for_ever_and_can_run_nothing(client):
    picture = store_picture(picture_file(), alternative_text="Green")

    response = client.get(picture.file.url)

    assert response.headers["Content-Type"] == "image/webp"
    assert "immutable" in response.headers["Cache-Control"]
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert b"".join(response) == Path(picture.file.path).read_bytes()


@pytest.mark.parametrize(
    ("ending", "kind"), [("webp", "image/webp"), ("avif", "image/avif"), ("jpg", "image/jpeg")]
)
def test_each_format_is_sent_as_what_it_is(client, ending, kind):
    name = default_storage.save(f"{'a' * 32}.{ending}", ContentFile(b"bytes"))

    response = client.get(f"/media/{name}")

    assert response.headers["Content-Type"] == kind
    assert response.headers["Content-Length"] == "5"
    response.close()


def test_a_picture_that_a_browser_has_is_not_sent_again(client):
    name = default_storage.save(f"{'a' * 32}.webp", ContentFile(b"bytes"))
    first = client.head(f"/media/{name}")
    first.close()

    response = client.get(f"/media/{name}", headers={"if-none-match": first.headers["ETag"]})

    assert response.status_code == 304
    assert "immutable" in response.headers["Cache-Control"]
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_a_range_is_answered_with_the_whole_picture(client):
    name = default_storage.save(f"{'a' * 32}.webp", ContentFile(b"bytes"))

    response = client.get(f"/media/{name}", headers={"range": "bytes=1-2"})

    assert (response.status_code, b"".join(response)) == (200, b"bytes")


@pytest.mark.parametrize("name", ["../db.sqlite3", "x.webp", "0" * 32 + ".webp", "0" * 32 + ".svg"])
def test_any_other_media_address_is_not_found(client, name):
    assert client.get(f"/media/{name}").status_code == 404
