"""A picture on a public page: what a browser is offered."""

import re

import pytest
from django.template.loader import render_to_string

from articles.models import Picture, Rendition

pytestmark = pytest.mark.django_db


def make_picture(**fields) -> Picture:
    fields = {"file": f"{'a' * 32}.webp", "width": 1600, "height": 800, **fields}
    return Picture.objects.create(**{"alternative_text": "A back", **fields})


def add_renditions(picture: Picture, formats=("avif", "webp", "jpeg"), widths=(400, 800, 1600)):
    for kind in formats:
        for width in widths:
            Rendition.objects.create(
                picture=picture, format=kind, width=width, height=width // 2, file=f"{kind}{width}"
            )


def image(picture: Picture, **context) -> str:
    whole = {"picture": picture, "sizes": "100vw", **context}
    return re.sub(r"\s+", " ", render_to_string("articles/_image.html", whole))


def test_until_there_are_renditions_a_picture_is_its_own_file():
    shown = image(make_picture())

    assert f'<img src="/media/{"a" * 32}.webp" alt="A back" width="1600" height="800"' in shown
    assert "srcset" not in shown
    assert "<source" not in shown


def test_a_browser_chooses_the_best_format_and_width_and_knows_the_room_beforehand():
    picture = make_picture()
    add_renditions(picture)

    shown = image(picture, sizes="50vw")

    avif, webp = re.findall("<source[^>]+>", shown)
    assert 'type="image/avif"' in avif
    assert 'srcset="/media/avif400 400w, /media/avif800 800w, /media/avif1600 1600w"' in avif
    assert 'sizes="50vw"' in avif
    assert 'type="image/webp"' in webp
    assert 'src="/media/jpeg800"' in shown
    assert 'width="1600" height="800"' in shown


def test_a_small_place_is_offered_small_files_only():
    picture = make_picture()
    add_renditions(picture)

    shown = image(picture, widest=400)

    assert "400w" in shown
    assert "800w" not in shown
    assert 'src="/media/jpeg400"' in shown


def test_a_transparent_picture_has_its_own_file_where_others_have_jpeg():
    picture = make_picture()
    add_renditions(picture, formats=["avif", "webp"])

    assert f'<img src="/media/{"a" * 32}.webp" alt' in image(picture)


def test_the_first_picture_is_fetched_at_once_and_others_when_they_come_near():
    picture = make_picture()

    assert 'fetchpriority="high"' in image(picture, eager=True)
    assert "lazy" not in image(picture, eager=True)
    assert 'loading="lazy" decoding="async"' in image(picture)


def test_words_of_the_place_stand_before_those_of_the_library():
    picture = make_picture()

    assert 'alt="Here"' in image(picture, alt="Here")
    assert 'alt=""' in image(picture, alt="")


def test_what_matters_stays_in_sight_where_a_list_crops():
    left = make_picture(focal_x=10, focal_y=50)

    assert 'class="face focal--x-0"' in image(left, css="face")
    assert "class=" not in image(make_picture())
