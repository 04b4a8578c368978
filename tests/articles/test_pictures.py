import io
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image

from articles.models import Picture
from articles.pictures import problems_of_alternative_text, store_picture
from tests.articles.picture_data import (
    PLACE,
    camera_exif,
    noise,
    picture_file,
    png_that_claims,
    profile,
    profile_with_swapped_colours,
)

pytestmark = pytest.mark.django_db


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
    picture = store_picture(
        picture_file(exif=camera_exif(turn=6), comment=b"<script>alert(1)</script>"),
        alternative_text="Green",
    )

    assert served(picture).size == (20, 40)
    assert not served(picture).getexif()
    for trace in (b"script", b"Maker", PLACE):
        assert trace not in Path(picture.file.path).read_bytes()


@pytest.mark.filterwarnings("ignore:Corrupt EXIF data")
def test_a_picture_with_broken_notes_of_the_camera_is_still_a_picture():
    picture = store_picture(picture_file(exif=b"Exif\0\0MM\0*junk"), alternative_text="Green")

    assert served(picture).size == (40, 20)


def pixel(picture, at=(5, 5)):
    return served(picture).convert("RGBA").getpixel(at)


def is_near(pixel, colour) -> bool:
    return all(abs(is_ - wanted) <= 6 for is_, wanted in zip(pixel, colour, strict=False))


def test_colours_are_converted_from_the_profile_that_the_file_carries():
    file = picture_file(colour=(255, 0, 0), kind="PNG", icc_profile=profile_with_swapped_colours())

    picture = store_picture(file, alternative_text="Red that means blue")

    assert is_near(pixel(picture), (0, 0, 255))
    assert "icc_profile" not in served(picture).info


def test_a_profile_that_does_not_fit_is_left_out():
    file = picture_file(colour=(255, 0, 0), kind="PNG", icc_profile=profile())
    broken = picture_file(colour=(255, 0, 0), kind="PNG", icc_profile=b"junk")

    assert is_near(pixel(store_picture(file, alternative_text="Red")), (255, 0, 0))
    assert is_near(pixel(store_picture(broken, alternative_text="Red")), (255, 0, 0))


@pytest.mark.parametrize(
    ("file", "colour"),
    [
        (lambda: picture_file(mode="CMYK", colour=(0, 255, 255, 0)), (255, 0, 0, 255)),
        (lambda: picture_file(mode="I;16", colour=32768, kind="PNG"), (128, 128, 128, 255)),
        (lambda: picture_file(mode="L", colour=77, kind="PNG"), (77, 77, 77, 255)),
        (lambda: picture_file(mode="1", colour=1, kind="PNG"), (255, 255, 255, 255)),
        (lambda: picture_file(mode="LA", colour=(50, 0), kind="PNG"), (None, None, None, 0)),
        (lambda: picture_file(mode="RGBA", colour=(9, 9, 9, 128), kind="WEBP"), (9, 9, 9, 128)),
        (lambda: picture_file(mode="P", colour=0, kind="PNG", transparency=0), (None,) * 3 + (0,)),
        (lambda: picture_file(mode="RGB", colour="red", kind="AVIF"), (255, 0, 0, 255)),
    ],
    ids=["CMYK", "16 bits", "grey", "1 bit", "grey with alpha", "alpha", "palette", "AVIF"],
)
def test_pictures_of_every_kind_keep_their_colours(file, colour):
    shown = pixel(store_picture(file(), alternative_text="x"))

    assert is_near([s for s, c in zip(shown, colour, strict=True) if c is not None],
                   [c for c in colour if c is not None])  # fmt: skip


def test_a_picture_of_one_pixel_and_one_that_is_a_mere_line_are_pictures():
    assert served(store_picture(picture_file((1, 1)), alternative_text="x")).size == (1, 1)
    line = store_picture(picture_file((30000, 2), "PNG"), alternative_text="x")
    assert served(line).size == (1600, 1)


@pytest.mark.parametrize("kind", ["GIF", "WEBP"])
def test_of_an_animation_the_first_frame_is_kept(kind):
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue")]
    file = io.BytesIO()
    frames[0].save(file, kind, save_all=True, append_images=frames[1:])
    file.seek(0)

    picture = store_picture(file, alternative_text="x")

    assert getattr(served(picture), "n_frames", 1) == 1
    assert is_near(pixel(picture), (255, 0, 0))


def test_a_wide_picture_is_made_smaller():
    picture = store_picture(picture_file((3200, 800)), alternative_text="Wide")

    assert served(picture).size == (1600, 400)


def test_the_original_is_kept_apart():
    picture = store_picture(picture_file(), alternative_text="Green")

    [original] = settings.ORIGINALS_ROOT.iterdir()
    assert original.name == picture.original
    assert original.read_bytes()[:2] == b"\xff\xd8"


@pytest.mark.parametrize("turn", [1, 6])
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_the_original_keeps_its_pixels_and_loses_where_it_was_taken(kind, turn):
    file = io.BytesIO()
    noise().save(file, kind, exif=camera_exif(turn), xmp=b"<x:xmpmeta>" + PLACE + b"</x:xmpmeta>")
    file.seek(0)
    with Image.open(io.BytesIO(file.getvalue())) as image:
        before = image.tobytes()
    assert PLACE in file.getvalue()

    store_picture(file, alternative_text="x")

    [original] = settings.ORIGINALS_ROOT.iterdir()
    assert PLACE not in original.read_bytes()
    with Image.open(original) as image:
        assert image.tobytes() == before
        assert image.getexif().get(0x0112, 1) == turn
        assert not image.getexif().get_ifd(0x8825)


def test_what_hangs_on_after_the_end_of_a_jpeg_goes_with_its_notes():
    file = io.BytesIO()
    noise().save(file, "JPEG", progressive=True, comment=PLACE, icc_profile=profile())
    hung_on = io.BytesIO(file.getvalue() + b"a film of the same moment " + PLACE)

    store_picture(hung_on, alternative_text="x")

    [original] = settings.ORIGINALS_ROOT.iterdir()
    assert PLACE not in original.read_bytes()
    with Image.open(original) as image:
        assert image.info["icc_profile"] == profile()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"PK\x03\x04 a zip", "not a picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "not a picture"),
        (b"", "not a picture"),
        (b"<!doctype html><script>alert(1)</script>", "not a picture"),
        (b"%PDF-1.7 a PDF", "not a picture"),
        (picture_file().read()[:300], "not a picture"),
        (picture_file(kind="PNG", size=(400, 400)).read()[:-40], "not a picture"),
        (png_that_claims(8000, 6000), "40 million pixels"),
        (png_that_claims(20000, 20000), "40 million pixels"),
        (b"x" * (20 * 1024 * 1024 + 1), "20 MB"),
    ],
    ids=[
        "zip",
        "svg",
        "empty",
        "html",
        "pdf",
        "torn",
        "torn png",
        "48 megapixels",
        "400 megapixels",
        "too many bytes",
    ],
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


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("IMG_1234.jpg", "name of a file"),
        ("my back.PNG", "name of a file"),
        ("lower_back_stretch", "name of a file"),
        ("DSC00123", "name of a file"),
        ("Screenshot 2026-01-02 at 10.00.00", "name of a file"),
        ("Image of a woman who stretches", "Leave out “Image of”"),
        ("a picture showing a knee", "Leave out “a picture showing”"),
        ("x" * 251, "longer than 250"),
    ],
)
def test_words_that_say_nothing_of_the_picture_are_refused(words, said):
    assert said in str(problems_of_alternative_text(words))


@pytest.mark.parametrize(
    "words",
    [
        "A woman stretches her back",
        "Imagery of pain",
        "Pictures hang on a wall",
        "",
        "MRI",
        "L4-L5",
    ],
)
def test_words_that_say_what_it_shows_are_fit(words):
    assert problems_of_alternative_text(words) is None
