"""The worker makes pictures smaller, and files that nothing names go."""

import os
import time
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.timezone import now
from PIL import Image

from articles.models import Article, Picture, Rendition
from articles.pictures import files as picture_files
from articles.pictures import renditions, store_picture
from backpain.models import PageTag
from tests.articles.picture_data import picture_file
from tests.factories import make_article
from tests.threads import at_once

pytestmark = pytest.mark.django_db
MINUTES = timedelta(minutes=6)  # longer than the lease
DAY = timedelta(days=1)


def make_picture(size=(1000, 500), **options) -> Picture:
    return store_picture(picture_file(size, **options), alternative_text="Green")


def break_file(picture: Picture) -> None:
    """Leave nothing to make renditions of."""
    (settings.ORIGINALS_ROOT / picture.original).unlink()
    Path(picture.file.path).write_bytes(b"torn")


def sizes(picture: Picture) -> dict[str, list[int]]:
    made: dict[str, list[int]] = {}
    for rendition in picture.renditions.order_by("width"):
        made.setdefault(rendition.format, []).append(rendition.width)
    return made


def claim() -> Picture:
    claimed = renditions._claim()
    assert claimed
    return claimed


def exists(name: str | None) -> bool:
    return bool(name) and default_storage.exists(str(name))


def make_old(folder: Path) -> None:
    before = time.time() - 2 * DAY.total_seconds()
    for path in folder.iterdir():
        os.utime(path, (before, before))


def test_a_picture_gets_three_formats_in_the_usual_widths_and_its_own():
    picture = make_picture((1000, 500))

    assert renditions.render() == 1

    assert sizes(picture) == {kind: [400, 800, 1000] for kind in ("avif", "webp", "jpeg")}
    for rendition in picture.renditions.all():
        with Image.open(rendition.file.path) as image:
            assert image.format == rendition.format.upper()
            assert image.size == (rendition.width, rendition.height)
            assert rendition.height == rendition.width // 2
            assert not image.getexif()
    picture.refresh_from_db()
    assert picture.rendered_at
    assert renditions.render() == 0


def test_a_wide_picture_ends_at_1600_and_a_small_one_stays_as_small():
    wide, small = make_picture((3000, 300)), make_picture((90, 60))

    renditions.render()

    assert sizes(wide)["avif"] == [400, 800, 1200, 1600]
    assert sizes(small)["avif"] == [90]


def test_a_transparent_picture_has_no_jpeg():
    picture = make_picture(kind="PNG", mode="RGBA", colour=(9, 9, 9, 99))

    renditions.render()

    assert set(sizes(picture)) == {"avif", "webp"}


def test_every_page_is_renewed_with_the_renditions_and_only_then():
    make_picture()
    before = PageTag.objects.filter(name="site").first()

    renditions.render()
    after = PageTag.objects.get(name="site")
    renditions.render()

    assert before is None or before.version != after.version
    assert PageTag.objects.get(name="site").version == after.version


def test_a_browser_is_offered_the_renditions(client):
    make_article(picture=make_picture())
    renditions.render()

    page = client.get("/").text

    [smallest] = Rendition.objects.filter(format="avif", width=400)
    assert f"{smallest.file.url} 400w" in page
    answer = client.get(smallest.file.url)
    assert answer.headers["Content-Type"] == "image/avif"
    answer.close()


def test_without_the_original_the_picture_itself_is_made_smaller():
    picture = make_picture()
    (settings.ORIGINALS_ROOT / picture.original).unlink()
    Picture.objects.update(original="")

    renditions.render()

    assert sizes(picture)["webp"] == [400, 800, 1000]


def test_a_broken_picture_is_tried_three_times_and_left_with_a_note():
    broken, sound = make_picture(), make_picture((50, 50))
    break_file(broken)

    with time_machine.travel(now(), tick=True) as clock:
        for _ in range(5):
            renditions.render()
            clock.shift(MINUTES)

    broken.refresh_from_db()
    assert broken.attempts == renditions.MOST_ATTEMPTS
    assert "not a picture" in broken.problem
    assert list(renditions.given_up()) == [broken]
    assert sizes(sound)


def test_a_picture_is_not_tried_again_before_the_pause_is_over():
    broken = make_picture()
    break_file(broken)

    assert [renditions.render(), renditions.render()] == [1, 0]


def test_a_worker_that_died_over_a_picture_leaves_it_to_another():
    make_picture()
    claim()  # and dies

    assert renditions.render() == 0
    with time_machine.travel(now() + MINUTES):
        assert renditions.render() == 1


def test_what_was_replaced_while_a_worker_was_at_it_is_not_kept():
    picture = make_picture()
    claimed = claim()
    made = renditions._renditions(claimed)
    renditions.try_again(Picture.objects.filter(pk=picture.pk))

    renditions._keep([(claimed, made)])

    assert not Rendition.objects.exists()
    assert list(renditions.waiting()) == [picture]


def test_a_picture_deleted_while_a_worker_was_at_it_stays_deleted():
    make_picture()
    claimed = claim()
    made = renditions._renditions(claimed)
    Picture.objects.all().delete()

    renditions._keep([(claimed, made)])

    assert not Rendition.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_several_workers_one_makes_a_picture():
    for side in range(50, 56):
        make_picture((side, side))

    def work() -> int:
        return sum(iter(renditions.render, 0))

    made = sum(at_once(work, work, work))
    made += work()  # what a loser of the last race left

    assert made == 6
    assert Rendition.objects.count() == 6 * 3
    assert not Picture.objects.exclude(attempts=1).exists()


@pytest.mark.django_db(transaction=True)
def test_the_files_of_a_deleted_picture_go_with_it():
    picture = make_picture()
    renditions.render()
    names = picture_files.of(picture)
    assert len(names) == 2 + 9

    with transaction.atomic():
        picture.delete()
        picture_files.remove_unused(names)
        assert exists(picture.file.name)  # until the deletion is sure

    assert default_storage.listdir("")[1] == []
    assert not list(settings.ORIGINALS_ROOT.iterdir())


@pytest.mark.django_db(transaction=True)
def test_a_file_that_another_picture_or_a_text_shows_stays():
    picture, same, shown = make_picture(), make_picture(), make_picture((30, 30))
    make_article(body=f'<p><img src="{shown.file.url}" alt="x"></p>')
    renditions.render()
    names = picture_files.of(picture) | picture_files.of(shown)
    picture.delete()
    Picture.objects.filter(pk=shown.pk).delete()

    picture_files.remove_unused(names)

    assert exists(same.file.name)
    assert all(exists(one.file.name) for one in same.renditions.all())
    assert (settings.ORIGINALS_ROOT / same.original).exists()
    assert exists(shown.file.name)


def test_old_files_that_nothing_names_are_swept():
    picture = make_picture()
    renditions.render()
    card = default_storage.save(f"{'c' * 32}.jpg", ContentFile(b"card"))
    in_text = default_storage.save(f"{'d' * 32}.webp", ContentFile(b"in a text"))
    default_storage.save("somebody-elses.txt", ContentFile(b"not ours"))
    default_storage.save(f"{'e' * 32}.avif", ContentFile(b"nobody's"))
    (settings.ORIGINALS_ROOT / f"{'f' * 32}.png").write_bytes(b"nobody's")
    article = make_article(body=f'<p><img src="/media/{in_text}" alt="x"></p>')
    Article.objects.filter(pk=article.pk).update(card=card)
    make_old(settings.MEDIA_ROOT)
    make_old(settings.ORIGINALS_ROOT)

    assert picture_files.sweep() == 2

    kept = set(default_storage.listdir("")[1])
    named = {one.file.name for one in picture.renditions.all()} | {picture.file.name}
    assert kept == named | {card, in_text, "somebody-elses.txt"}
    assert [path.name for path in settings.ORIGINALS_ROOT.iterdir()] == [picture.original]
    assert picture_files.sweep() == 0


def test_a_young_file_is_not_swept_because_its_row_may_be_coming():
    default_storage.save(f"{'e' * 32}.avif", ContentFile(b"new"))

    assert picture_files.sweep() == 0


def test_originals_stay_while_there_are_pictures_that_do_not_name_theirs():
    picture = make_picture()
    Picture.objects.update(original="")
    make_old(settings.ORIGINALS_ROOT)

    assert picture_files.sweep() == 0
    assert (settings.ORIGINALS_ROOT / picture.original).exists()


def test_a_half_written_file_is_written_anew():
    picture = make_picture()
    whole = Path(picture.file.path).read_bytes()
    Path(picture.file.path).write_bytes(whole[:50])

    again = make_picture()

    assert again.file.name == picture.file.name
    assert Path(again.file.path).read_bytes() == whole
