"""The texts and pictures of the sample publication: they are our own, and come through whole."""

import os
import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.utils.html import strip_tags

from articles.body import read
from articles.body.pieces import Markup
from articles.models import Article, Author, Exercise, Source
from backpain import sample
from backpain.sample.content import PEOPLE
from backpain.sample.discussion import DISCUSSION
from backpain.sample.illustrations import DRAWINGS
from backpain.sample.movements import MOVEMENTS
from backpain.sample.pieces import PIECES
from backpain.sample.sheets import SHEETS
from comments.models import Comment
from newsletter.models import Subscriber

pytestmark = pytest.mark.usefixtures("quick_sample")
FOLDER = Path(sample.__file__).parent
BODIES = sorted(FOLDER.glob("articles/*.html"))
SHEETS_OF_PAPER = sorted(FOLDER.glob("pages/*.html"))
PICTURES = Path(sample.__file__).parent / "pictures"
INSTRUCTION = re.compile(r"<p>\[(?:exercise|newsletter)[^<]*</p>")  # what others stand in for
PLACE = re.compile(r"^\{\{.*\}\}$", re.MULTILINE)  # of a picture, which the sample puts in
ADDRESS = re.compile(r"[\w.+-]+@([\w.-]+\w)")
CORPORA = os.environ.get("CORPORA", "")


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
    source = PLACE.sub(r"<p>\g<0></p>", body.read_text())

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
