"""The pictures that stand for articles where they are shared."""

import io
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import transaction
from django.utils.timezone import now
from PIL import Image

from articles import cards, publishing
from articles.cards import drawing, lettering
from articles.models import Article, Category, Picture
from backpain.models import PageTag, Publication
from tests.factories import make_article, make_page

pytestmark = pytest.mark.django_db

RED, BLUE = (200, 30, 30), (30, 30, 200)


def make_photo(width=1600, height=900, **fields) -> Picture:
    """Make a picture that is red on the left and blue on the right."""
    photo = Image.new("RGB", (width, height), RED)
    photo.paste(BLUE, (width // 2, 0, width, height))
    return make_picture_of(photo, **fields)


def make_picture_of(photo, **fields) -> Picture:
    out = io.BytesIO()
    photo.save(out, "WEBP", lossless=True)
    picture = Picture(
        width=photo.width, height=photo.height, alternative_text="Two colours", **fields
    )
    picture.file.save("e" * 32 + ".webp", ContentFile(out.getvalue()))
    return picture


def card_of(article):
    """Return the picture that an article's card is, as RGB."""
    article.refresh_from_db()
    with default_storage.open(article.card) as file, Image.open(file) as card:
        assert (card.format, card.size) == ("JPEG", (1200, 630))
        return card.convert("RGB")


def is_like(pixel, colour):
    return all(abs(one - other) < 40 for one, other in zip(pixel, colour, strict=True))


def make_all():
    """Do what the worker does until it finds nothing more; return how many it looked at."""
    done = 0
    while made := cards.make():
        done += made
    return done


def test_an_article_with_a_picture_gets_a_card_that_shows_it():
    article = make_article(picture=make_photo())

    make_all()

    card = card_of(article)
    assert is_like(card.getpixel((100, 100)), RED)
    assert is_like(card.getpixel((1100, 100)), BLUE)
    assert is_like(card.getpixel((600, 625)), (251, 250, 246))


@pytest.mark.parametrize(("focal_x", "colour"), [(0, RED), (10, RED), (90, BLUE), (100, BLUE)])
def test_the_crop_keeps_the_focal_point_in_sight(focal_x, colour):
    article = make_article(picture=make_photo(2400, 534, focal_x=focal_x))

    make_all()

    card = card_of(article)
    assert is_like(card.getpixel((10, 100)), colour)
    assert is_like(card.getpixel((1190, 100)), colour)


def test_a_tall_picture_is_cropped_around_its_focal_point_too():
    photo = Image.new("RGB", (1000, 3000), RED)
    photo.paste(BLUE, (0, 1500, 1000, 3000))
    article = make_article(picture=make_picture_of(photo, focal_y=100))

    make_all()

    assert is_like(card_of(article).getpixel((600, 20)), BLUE)


def test_an_article_without_a_picture_gets_its_title_set():
    short, other = make_article("Backs"), make_article("Knees")

    make_all()

    assert card_of(short).tobytes() != card_of(other).tobytes()
    assert min(card_of(short).convert("L").crop((80, 100, 900, 500)).tobytes()) < 60  # ink


def test_a_picture_too_small_to_fill_a_card_is_not_stretched():
    article = make_article("Backs", picture=make_photo(400, 300))

    make_all()

    assert not is_like(card_of(article).getpixel((100, 20)), RED)


def test_a_picture_that_is_lost_leaves_the_title():
    picture = make_photo()
    article = make_article("Backs", picture=picture)
    picture.file.storage.delete("e" * 32 + ".webp")

    make_all()

    assert not is_like(card_of(article).getpixel((100, 20)), RED)


def test_a_transparent_picture_stands_on_paper():
    photo = Image.new("RGBA", (1200, 600), (0, 0, 0, 0))
    article = make_article(picture=make_picture_of(photo))

    make_all()

    assert is_like(card_of(article).getpixel((600, 300)), (251, 250, 246))


@pytest.mark.parametrize("title", ["背中の痛み", "כאבי גב", "Ból w łopatce", "🚶"])
def test_a_title_that_our_type_cannot_write_gets_no_boxes(client, title):
    article = make_article(title, slug="x")

    assert make_all() == 1
    article.refresh_from_db()

    assert article.card == ""
    assert "/static/img/card.jpg" in client.get("/x/").text
    assert make_all() == 0


def test_a_title_that_our_type_cannot_write_may_stand_beside_a_picture():
    article = make_article("背中の痛み", slug="x", picture=make_photo())

    make_all()

    assert is_like(card_of(article).getpixel((100, 100)), RED)


def test_scheduled_articles_get_theirs_before_they_appear_and_drafts_and_pages_none():
    scheduled = make_article(publish_at=now() + timedelta(days=1))
    make_article(status=Article.Status.DRAFT)
    make_page()

    assert make_all() == 1
    assert card_of(scheduled)


def test_pages_show_the_card_once_it_is_made(front):
    article = make_article("Backs")
    assert "/static/img/card.jpg" in front.get("/backs/").text

    make_all()

    article.refresh_from_db()
    assert f"/media/{article.card}" in front.get("/backs/").text
    assert front.get(f"/media/{article.card}").headers["Content-Type"] == "image/jpeg"


@pytest.mark.django_db(transaction=True)
def test_a_changed_title_gets_another_card_and_the_old_file_goes():
    article, same = make_article("Backs"), make_article("Backs", slug="same")
    make_all()
    article.refresh_from_db()
    old = article.card

    for changing in (article, same):
        changing.refresh_from_db()
        changing.title = "Knees"
        save(changing)
        make_all()
        assert default_storage.exists(old) == (changing == article)  # the other still shows it

    assert default_storage.exists(Article.objects.get(pk=article.pk).card)


def save(article):
    with transaction.atomic():
        article.save()
        publishing.refresh(article)


def test_a_change_that_the_card_does_not_show_leaves_card_and_pages_alone():
    article = make_article("Backs")
    make_all()
    article.refresh_from_db()
    before = article.card

    article.standfirst = "New words"
    save(article)
    tags = list(PageTag.objects.order_by("name").values_list("name", "version"))

    assert make_all() == 1
    article.refresh_from_db()
    assert article.card == before
    assert list(PageTag.objects.order_by("name").values_list("name", "version")) == tags


def test_a_renamed_publication_signs_every_card_anew():
    publication = Publication.objects.create(pk=1, name="Old name")
    article = make_article("Backs")
    make_all()
    old = card_of(article).tobytes()

    publication.footer = "Words that no card shows"
    publication.save()
    assert make_all() == 0
    publication.name = "New name"
    publication.save()

    assert make_all() == 1
    assert card_of(article).tobytes() != old


def test_a_moved_focal_point_crops_anew():
    article = make_article(picture=make_photo(2400, 534, focal_x=0))
    make_all()

    picture = Picture.objects.get()
    picture.focal_x = 100
    picture.save()
    make_all()

    assert is_like(card_of(article).getpixel((10, 100)), BLUE)


@pytest.mark.parametrize("change", ["rename", "delete"])
def test_a_category_that_is_renamed_or_goes_changes_the_cards_that_name_it(change):
    article = make_article("Backs")
    make_all()
    old = card_of(article).tobytes()

    category = Category.objects.get()
    if change == "rename":
        category.name = "Spine"
        category.save()
    else:
        category.delete()

    assert make_all() == 1
    assert card_of(article).tobytes() != old


@pytest.mark.django_db(transaction=True)
def test_the_card_of_a_deleted_article_is_deleted():
    article = make_article("Backs")
    make_all()
    article.refresh_from_db()

    article.delete()

    assert not default_storage.exists(article.card)


class BusyStorage(FileSystemStorage):
    """A slow store: while it takes the first card, an editor changes the article."""

    def save(self, name, content, max_length=None):
        article = Article.objects.filter(title="Backs").first()
        if article and name.endswith(".jpg"):
            article.title = "Knees"
            save(article)
        return super().save(name, content, max_length)


def test_an_article_changed_while_its_card_is_drawn_does_not_keep_the_old_one(settings):
    article, other = make_article("Backs"), make_article("Knees", slug="other")
    store = {"BACKEND": f"{__name__}.BusyStorage"}
    settings.STORAGES = {**settings.STORAGES, "default": store}

    make_all()

    assert card_of(article).tobytes() == card_of(other).tobytes()


def test_a_step_is_bounded():
    for _ in range(cards.BATCH + 1):
        make_article()

    assert cards.make() == cards.BATCH
    assert cards.make() == 1
    assert cards.make() == 0


@pytest.mark.sqlite
def test_what_is_to_be_made_is_found_by_its_index():
    assert "article_card_to_make" in cards.waiting().explain()


def test_looking_for_what_is_to_be_made_takes_two_queries(django_assert_num_queries):
    make_article("Backs")
    make_all()

    with django_assert_num_queries(2):  # the publication, the articles
        cards.make()


@pytest.mark.parametrize(
    ("words", "written"),
    [
        ("Über ½ Café", "Über ½ Café"),
        ("Walk 🚶🏽\u200d♀️ daily", "Walk daily"),
        ("soft\u00adhyphen", "softhyphen"),
        ("Cafe\u0301", "Café"),
        ("Łódź", ""),
        ("背中", ""),
    ],
)
def test_what_our_type_lacks_is_known(words, written):
    assert lettering.writable(words) == written


TITLES = ["Backs", "Ten exercises for a stiff morning", "word " * 40, "x" * 200, "Wm " * 66]


@pytest.mark.parametrize("title", TITLES)
def test_a_title_of_any_length_stays_within_its_room(title):
    size, lines = lettering.set_title(title, drawing.MEASURE, 350)
    face = lettering.font(lettering.SERIF, size, lettering.BOLD)

    assert len(lines) * size * lettering.LEADING <= 350
    assert max(face.getlength(line) for line in lines) <= drawing.MEASURE
    assert "".join(lines).replace(" ", "").startswith(title.replace(" ", "")[:30])


def test_a_title_too_long_for_the_smallest_size_says_that_it_goes_on():
    _, lines = lettering.set_title("Wm " * 66, drawing.MEASURE, 200)

    assert lines[-1].endswith("…")
