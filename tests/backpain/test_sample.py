import os
import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.core.management import CommandError, call_command
from django.utils.html import strip_tags
from django.utils.timezone import now

from articles.body import read
from articles.body.pieces import Markup
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
from backpain import sample
from backpain.models import Letter, Publication, SampleRow
from backpain.sample import loading
from backpain.sample.content import PEOPLE
from backpain.sample.discussion import DISCUSSION
from backpain.sample.illustrations import DRAWINGS
from backpain.sample.movements import MOVEMENTS
from backpain.sample.pieces import PIECES
from backpain.sample.sheets import SHEETS
from comments.models import Comment
from newsletter.models import Subscriber
from tests.factories import make_article

FOLDER = Path(sample.__file__).parent
BODIES = sorted(FOLDER.glob("articles/*.html"))
SHEETS_OF_PAPER = sorted(FOLDER.glob("pages/*.html"))
PICTURES = Path(sample.__file__).parent / "pictures"
INSTRUCTION = re.compile(r"<p>\[(?:exercise|newsletter)[^<]*</p>")  # what others stand in for
ADDRESS = re.compile(r"[\w.+-]+@([\w.-]+\w)")
CORPORA = os.environ.get("CORPORA", "")
STATES = ["approved", "waiting", "spam", "bin"]


@pytest.fixture(autouse=True)
def quick(monkeypatch, small_pictures):
    monkeypatch.setattr(loading, "PICTURES", small_pictures)


@pytest.fixture
def loaded(db):
    sample.load()


@pytest.mark.django_db
def test_it_loads_the_pictures_as_they_are_shipped(monkeypatch):
    monkeypatch.setattr(loading, "PICTURES", PICTURES)

    sample.load()

    assert Picture.objects.count() == len(DRAWINGS)
    leads = Article.objects.listed().values_list("picture__width", "picture__height")
    assert set(leads) == {(1600, 900)}


def test_it_loads_ten_articles_by_two_authors_and_a_reviewer_under_four_categories(loaded):
    published = Article.objects.listed()

    assert published.count() == 10
    assert set(Category.objects.values_list("name", "parent__name")) == {
        ("Back Pain", None),
        ("Posture", None),
        ("Exercises", None),
        ("Strength", "Exercises"),
    }
    assert all(category.description for category in Category.objects.all())
    assert Author.objects.exclude(articles=None).distinct().count() == 2
    assert Author.objects.exclude(reviewed_articles=None).distinct().count() == 1
    assert all(author.credentials and author.portrait for author in Author.objects.all())


def test_every_article_has_what_a_reader_expects_of_one(loaded):
    for article in Article.objects.listed():
        words = len(strip_tags(article.body).split()) + 45 * article.body.count("[exercise")
        assert 450 <= words <= 950, (article.slug, words)
        assert article.standfirst
        assert article.picture
        assert article.picture.alternative_text
        assert article.sources.exists()
        assert article.tags.exists()
        assert article.updated_at <= now()
        assert (article.reviewer is None) == (article.reviewed_on is None)


def test_the_newest_article_is_the_one_about_exercises(loaded, client):
    newest = Article.objects.listed().newest_first()[0]

    assert newest.slug == "best-back-pain-exercises"
    assert [str(category) for category in newest.categories.all()] == ["Back Pain"]
    assert [author.credentials for author in newest.authors.all()] == ["CFT, CPRS, MFT"]
    assert newest.reviewer is None
    assert newest.leads_on_to
    assert newest.leads_on_to.slug == "muscle-imbalances"
    assert newest.leads_on_to.get_absolute_url() in newest.body
    page = client.get("/best-back-pain-exercises/").text
    assert "What are the best back pain exercises?</h2>" in page
    assert "not by the persons named" in page.replace("\n", " ")


def test_every_link_between_articles_leads_to_one(loaded):
    linked = {
        urlsplit(address).path
        for body in Article.objects.values_list("body", flat=True)
        for address in re.findall(r'href="(/[^"]*)"', body)
    }

    known = {row.get_absolute_url() for model in (Article, Author) for row in model.objects.all()}
    assert linked
    assert linked <= known | {"/newsletter/your-address/"}


def test_every_picture_in_a_body_is_served(loaded, client):
    bodies = " ".join(Article.objects.values_list("body", flat=True))
    shown = re.findall(r'<img src="([^"]+)"', bodies)

    assert len(shown) == 3
    for address in shown:
        response = client.get(address)
        assert response.getvalue().startswith(b"RIFF")
        response.close()


def test_every_marker_in_a_body_stands_for_something(loaded):
    exercises = {exercise.marker for exercise in Exercise.objects.all()}
    for article in Article.objects.all():
        markers = set(re.findall(r"\[exercise [^]]*\]", article.body))
        numbers = {
            int(n) for list_ in re.findall(r"\[([\d, ]+)\]", article.body) for n in list_.split(",")
        }

        assert markers <= exercises, article.slug
        assert numbers == set(range(1, article.sources.count() + 1)), article.slug


def test_a_series_a_history_and_a_withdrawn_article_show_what_they_are(loaded, client):
    [series] = Series.objects.all()

    assert [a.series_position for a in series.articles.order_by("series_position")] == [
        1,
        2,
        3,
        4,
        5,
    ]
    assert set(ChangeNote.objects.values_list("kind", flat=True)) >= {"update", "correction"}
    assert Report.objects.filter(handled_at=None).count() == 2
    replacement = Article.objects.get(status="withdrawn").replacement
    assert replacement
    assert replacement.is_public


def test_comments_stand_in_threads_and_in_every_state_of_the_desk(loaded):
    counts = {status: Comment.objects.filter(status=status).count() for status in STATES}

    assert counts["approved"] >= 20
    assert counts["waiting"] in {3, 4}
    assert (counts["spam"], counts["bin"]) == (1, 1)
    assert Comment.objects.visible().values("article").distinct().count() in {4, 5}
    assert Comment.objects.visible().filter(depth=3).exists()
    assert any(comment.badge for comment in Comment.objects.visible())
    assert all(comment.reasons for comment in Comment.objects.waiting())


def test_no_comment_is_older_than_what_it_answers_or_in_the_future(loaded):
    for comment in Comment.objects.select_related("article", "parent"):
        since = comment.parent.created_at if comment.parent else comment.article.publish_at
        assert since < comment.created_at < now(), comment


def test_subscribers_come_without_a_letter(loaded):
    assert Subscriber.objects.active().count() == 2
    assert Subscriber.objects.waiting().count() == 1
    assert not Letter.objects.exists()


def test_no_address_belongs_to_anybody(loaded):
    domains = {
        email.rpartition("@")[2]
        for rows in (Comment.objects.exclude(email=""), Subscriber.objects.all())
        for email in rows.values_list("email", flat=True)
    }
    texts = [*Article.objects.values_list("body", flat=True), *_bodies_of(DISCUSSION.values())]

    domains |= {match[1] for text in texts for match in ADDRESS.finditer(text)}
    assert domains <= {"example.org", "example.com", "example.net"}


def _bodies_of(threads):
    for thread in threads:
        for said in thread:
            yield said.body
            yield from _bodies_of([said.replies])


def test_every_source_has_a_secure_address_or_none(loaded):
    for url in Source.objects.values_list("url", flat=True):
        assert url == "" or url.startswith("https://")


@pytest.mark.django_db
@pytest.mark.parametrize("body", [*BODIES, *SHEETS_OF_PAPER], ids=lambda path: path.stem)
def test_the_editor_and_the_page_keep_every_element_of_an_article(body):
    source = body.read_text()

    article = Article(title="A title", slug="a-title", body=source)
    article.full_clean()

    assert _substance(article.body) == _substance(source)
    pieces = read(article.body).pieces
    shown = _substance("".join(piece.html for piece in pieces if isinstance(piece, Markup)))
    shown = [(what, attributes) for what, attributes in shown if what != "div"]  # round a table
    running = _substance(INSTRUCTION.sub("", source))
    assert [what for what, _ in shown] == [what for what, _ in running]
    assert all(
        attributes <= kept for (_, attributes), (_, kept) in zip(running, shown, strict=True)
    )


def test_figures_come_through_too(loaded, client):
    page = client.get("/best-back-pain-exercises/").text

    body = page.split('<div class="prose">')[1].split('<section class="sources"')[0]
    assert body.count("<figure>") == body.count("<figcaption>") == 3


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, set(attrs)))

    def handle_data(self, data):
        if data.strip():
            self.found.append((" ".join(data.split()), set()))


def _substance(html):
    """Return elements with their attributes, and texts without any, in order."""
    reader = _Reader()
    reader.feed(html)
    return reader.found


def test_each_article_has_its_body_and_each_drawing_its_source_and_a_small_picture():
    drawings = {path.stem for path in (PICTURES.parent / "drawings").glob("*.svg")}
    pictures = {path.stem: path.stat().st_size for path in PICTURES.glob("*.webp")}

    assert {path.stem for path in BODIES} == {p.slug for p in PIECES if not p.withdrawn}
    assert {path.stem for path in SHEETS_OF_PAPER} == {sheet.slug for sheet in SHEETS}
    assert drawings == set(pictures) == {drawing.name for drawing in DRAWINGS}
    assert max(pictures.values()) <= 60 * 1024
    assert sum(pictures.values()) <= 900 * 1024


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


def test_removing_leaves_nothing_of_it(loaded, settings):
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


def test_removing_leaves_what_others_made_and_what_they_use(loaded, settings):
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

    removed = sample.remove()

    assert removed["articles.article"] == len(PIECES) + len(SHEETS)
    assert list(Article.objects.all()) == [ours]
    assert list(Comment.objects.all()) == [comment]
    assert list(Category.objects.all()) == [category]
    assert list(ours.authors.all()) == [author]
    assert set(Picture.objects.all()) == {picture, inside, author.portrait}
    assert all(Path(each.file.path).exists() for each in Picture.objects.all())
    assert Publication.current().name == "Our own name"


def test_a_file_that_another_picture_shows_stays(loaded, small_pictures):
    with (small_pictures / "desk.webp").open("rb") as file:
        ours = store_picture(file, alternative_text="The same drawing, uploaded by an editor")

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


@pytest.mark.skipif(not CORPORA, reason="CORPORA does not name the folder with the owner's page")
def test_no_eight_words_in_a_row_are_those_of_the_page_it_is_modelled_on():
    model = (Path(CORPORA) / "page" / "best-back-pain-exercises.txt").read_text()
    taken = _runs(model)

    ours = [path.read_text() for path in BODIES]
    ours += [*_bodies_of(DISCUSSION.values()), *(piece.standfirst for piece in PIECES)]
    ours += [path.read_text() for path in SHEETS_OF_PAPER]
    ours += [" ".join(movement.steps) for movement in MOVEMENTS]

    assert taken
    for text in [*ours, *(person.biography for person in PEOPLE)]:
        assert not _runs(strip_tags(text)) & taken


def _runs(text, length=8):
    words = re.findall(r"[a-z0-9]+", text.lower().replace("\u2019", "").replace("'", ""))
    return {tuple(words[start : start + length]) for start in range(len(words) - length + 1)}
