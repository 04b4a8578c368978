"""The sample publication comes into an empty site only and takes nothing else with it."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from articles.models import (
    Article,
    Author,
    Category,
    ChangeNote,
    Exercise,
    MenuItem,
    Picture,
    Report,
    Series,
    Source,
    Tag,
)
from articles.pictures import store_picture
from backpain import sample, worker
from backpain.models import Publication, SampleRow
from backpain.sample.pieces import PIECES
from backpain.sample.sheets import SHEETS
from comments.models import Comment
from newsletter.models import Subscriber
from tests.factories import make_article

pytestmark = pytest.mark.usefixtures("quick_sample")


def test_it_refuses_to_load_twice(loaded):
    with pytest.raises(CommandError, match="articles or comments already"):
        call_command("sample")

    assert Article.objects.listed().count() == 10


@pytest.mark.django_db
def test_it_refuses_to_load_beside_an_article_of_somebody_else():
    make_article()

    with pytest.raises(CommandError, match="an empty database only"):
        call_command("sample")

    assert Article.objects.count() == 1
    assert not Picture.objects.exists()


@pytest.mark.django_db
def test_it_keeps_the_words_that_somebody_has_chosen_for_the_publication():
    Publication.objects.create(pk=1, name="Spines Weekly")

    sample.load()
    sample.remove()

    assert Publication.current().name == "Spines Weekly"


@pytest.mark.django_db(transaction=True)
def test_removing_leaves_nothing_of_it(loaded, settings):
    assert worker.run(once=True) == 0  # it makes the smaller sizes and the cards

    call_command("sample", "--remove", verbosity=0)

    for model in (
        *(Article, Comment, Subscriber, Author, Category, Tag, Picture, Source),
        *(Exercise, Series, ChangeNote, Report, MenuItem),
    ):
        assert not model.objects.exists(), model
    assert not Publication.objects.exists()
    assert not SampleRow.objects.exists()
    files = [*settings.MEDIA_ROOT.rglob("*"), *settings.ORIGINALS_ROOT.rglob("*")]
    assert not [path for path in files if path.is_file()]


def test_it_can_be_loaded_again_after_it_was_removed(loaded):
    sample.remove()

    sample.load()

    assert Article.objects.listed().count() == 10


def test_a_renamed_article_of_the_sample_is_removed_too(loaded):
    Article.objects.filter(slug="sitting-at-a-desk").update(slug="at-a-desk", title="At a desk")

    sample.remove()

    assert not Article.objects.exists()


def test_removing_leaves_what_others_made_and_what_they_use(
    loaded, django_capture_on_commit_callbacks
):
    category = Category.objects.get(slug="posture")
    picture = Article.objects.get(slug="sitting-at-a-desk").picture
    inside = Picture.objects.get(alternative_text__startswith="Two people pull")
    author = Author.objects.get(slug="nora-whitcombe")
    ours = make_article(
        "Ours", author=author, picture=picture, body=f'<p><img src="{inside.file.url}" alt=""></p>'
    )
    ours.categories.set([category])
    comment = Comment(article=ours, name="Kim", email="kim@example.org", body="Hello").keep()
    Publication.objects.update(name="Our own name")

    with django_capture_on_commit_callbacks(execute=True):
        removed = sample.remove()

    assert removed["articles.article"] == len(PIECES) + len(SHEETS)
    assert list(Article.objects.all()) == [ours]
    assert list(Comment.objects.all()) == [comment]
    assert list(Category.objects.all()) == [category]
    assert list(ours.authors.all()) == [author]
    assert set(Picture.objects.all()) == {picture, inside, author.portrait}
    assert all(Path(each.file.path).exists() for each in Picture.objects.all())
    assert Publication.current().name == "Our own name"


def test_a_file_that_another_picture_shows_stays(
    loaded, small_pictures, django_capture_on_commit_callbacks
):
    with (small_pictures / "desk.webp").open("rb") as file:
        ours = store_picture(file, alternative_text="The same drawing, uploaded by an editor")

    with django_capture_on_commit_callbacks(execute=True):
        sample.remove()

    assert list(Picture.objects.all()) == [ours]
    assert Path(ours.file.path).exists()


def test_a_reader_s_words_are_not_removed_unasked(loaded):
    article = Article.objects.get(slug="walking-for-back-pain")
    parent = Comment.objects.visible().filter(article=article)[0]
    Comment(article=article, parent=parent, name="Real Reader", body="Thank you").keep()

    with pytest.raises(CommandError, match="Real Reader on “Walking"):
        call_command("sample", "--remove")

    assert Article.objects.listed().count() == 10
    assert Comment.objects.filter(name="Real Reader").exists()


def test_a_reader_s_words_are_removed_when_asked(loaded):
    article = Article.objects.get(slug="walking-for-back-pain")
    Comment(article=article, name="Real Reader", body="Thank you").keep()

    call_command("sample", "--remove", "--with-comments", verbosity=0)

    assert not Comment.objects.exists()
    assert not Article.objects.exists()


@pytest.mark.django_db
def test_there_is_nothing_to_remove_where_nothing_was_loaded():
    with pytest.raises(CommandError, match="no sample publication"):
        call_command("sample", "--remove")


@pytest.mark.django_db
def test_comments_may_not_be_named_without_removing():
    with pytest.raises(CommandError, match="belongs to --remove"):
        call_command("sample", "--with-comments")


def test_it_says_what_it_did_unless_told_to_be_quiet(db, capsys):
    call_command("sample")
    assert f"{len(PIECES) + len(SHEETS)} articles" in capsys.readouterr().out

    call_command("sample", "--remove", verbosity=0)
    assert capsys.readouterr().out == ""
