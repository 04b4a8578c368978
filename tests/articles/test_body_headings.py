"""The headings of a body, and what stands by them: the contents, tables and the call-out."""

import pytest

from articles.body import Newsletter, read
from articles.models import Source
from tests.articles.reading_bodies import shown
from tests.factories import make_article

WORDS = f"<p>{'word ' * 150}</p>"
THREE_TITLES = f"<h2>One</h2>{WORDS}<h2>Two</h2>{WORDS}<h2>Three</h2><p>End.</p>"


def test_a_heading_has_an_id_made_of_its_own_words():
    assert shown("<h2>Stop first!</h2>") == '<h2 id="s-stop-first">Stop first!</h2>'


def test_the_id_stays_when_other_text_changes():
    before = read("<h2>Stop</h2><p>A</p><h2>Go</h2>").headings
    after = read("<h2>Look</h2><p>B</p><h2>Go</h2><h2>Stop</h2>").headings

    assert {heading.id for heading in before} <= {heading.id for heading in after}


def test_two_headings_of_the_same_words_have_two_ids():
    ids = [heading.id for heading in read("<h2>Why</h2><h2>Why</h2><h2>Why 2</h2>").headings]

    assert ids == ["s-why", "s-why-2", "s-why-2-2"]


@pytest.mark.parametrize("words", ["main", "Sources", "source 2", "comments", "signup title"])
def test_no_id_of_a_heading_is_one_of_the_page(words):
    [heading] = read(f"<h2>{words}</h2>").headings

    assert heading.id.startswith("s-")


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Übungen für zu Hause", "s-übungen-für-zu-hause"),
        ("腰の痛み", "s-腰の痛み"),
        ("???", "s-part"),
    ],
)
def test_a_heading_in_any_script_has_an_id(words, name):
    assert f'id="{name}"' in shown(f"<h2>{words}</h2>")


@pytest.mark.parametrize("empty", ["<h2></h2>", "<h3> &nbsp; </h3>", "<h2><strong></strong></h2>"])
def test_an_empty_heading_is_left_out_and_the_text_after_it_stays(empty):
    assert shown(f"<p>A</p>{empty}<p>B</p>") == "<p>A</p><p>B</p>"


def test_a_title_in_the_body_becomes_the_next_smaller_heading():
    assert shown("<h1>Not the title</h1>") == '<h2 id="s-not-the-title">Not the title</h2>'


def test_the_smaller_headings_belong_to_the_one_above():
    [first, second] = read("<h2>A</h2><h3>B</h3><h4>C</h4><h3>D</h3><h2>E</h2>").headings

    assert [part.text for part in first.parts] == ["B", "D"]
    assert second.parts == ()


def test_a_table_scrolls_by_itself_and_is_named_after_the_heading_above_it():
    html = shown("<h2>Doses</h2><table><tbody><tr><th>A</th><th>B</th></tr></tbody></table>")

    assert '<div class="table" role="region" tabindex="0" aria-label="Doses"><table>' in html


def test_a_second_table_below_a_heading_has_a_name_of_its_own():
    html = shown("<table><tr><td>a</td></tr></table>" * 2)

    assert 'aria-label="Table"' in html
    assert 'aria-label="Table (2)"' in html


@pytest.mark.parametrize(
    ("rows", "scopes"),
    [
        ("<tr><th>A</th><th>B</th></tr><tr><th>C</th><td>1</td></tr>", ["col", "col", "row"]),
        ("<tr><th>A</th><td>1</td><td>2</td></tr><tr><th>B</th><td>3</td></tr>", ["row", "row"]),
        ("<tr><td></td><th>B</th></tr>", ["col"]),
        ("<thead><tr><th>A</th><td>B</td></tr></thead><tr><th>C</th></tr>", ["col", "row"]),
    ],
)
def test_the_headings_of_a_table_say_what_they_head(rows, scopes):
    html = shown(f"<table>{rows}</table>")

    assert [part.split('"')[0] for part in html.split('scope="')[1:]] == scopes


def test_a_table_within_a_table_stays_within_its_region():
    inner = "<table><tr><td>in</td></tr></table>"

    html = shown(f"<table><tr><td>{inner}</td></tr></table>")

    assert html.count('role="region"') == 1
    assert html.count("<table>") == 2


def test_the_call_out_stands_where_the_editor_put_it_and_once():
    source = "<p>A</p><p>[newsletter]</p><p>B</p><p>[newsletter]</p>" + THREE_TITLES

    assert shown(source).startswith("<p>A</p><Newsletter><p>B</p><h2")
    assert shown(source).count("<Newsletter>") == 1


def test_the_call_out_usually_stands_before_the_third_heading():
    html = shown(THREE_TITLES)

    assert '<Newsletter><h2 id="s-three">' in html
    assert html.count("<Newsletter>") == 1


@pytest.mark.parametrize("source", [WORDS, "<h2>A</h2><h2>B</h2><h2>C</h2><p>Short.</p>"])
def test_a_short_text_is_not_interrupted(source):
    assert not any(isinstance(piece, Newsletter) for piece in read(source).pieces)


@pytest.mark.django_db
@pytest.mark.parametrize("body", ["<p>A</p><p>[newsletter]</p>", "<p>A</p>", THREE_TITLES])
def test_an_article_has_one_call_out(client, body):
    assert client.get(make_article(body=body).get_absolute_url()).text.count('class="signup"') == 1


@pytest.mark.django_db
def test_three_headings_make_a_contents_list_that_ends_with_the_sources(client):
    article = make_article(body="<h2>One</h2><h3>Sub</h3><h2>Two</h2><h2>Three</h2>")
    Source.objects.create(article=article, citation="A trial")

    contents = client.get(article.get_absolute_url()).text.split('<nav class="contents"')[1]

    links = [part.split('"')[0] for part in contents.split("</nav>")[0].split('href="')[1:]]
    assert links == ["#s-one", "#s-sub", "#s-two", "#s-three", "#sources"]


@pytest.mark.django_db
def test_two_headings_make_none(client):
    article = make_article(body="<h2>One</h2><h2>Two</h2>")

    assert 'class="contents"' not in client.get(article.get_absolute_url()).text
