"""The body of an article, from the stored HTML to the pieces of the page."""

import time

import pytest

from articles.body import Embed, Exercise, Figure, Image, read
from articles.models import Article
from backpain import pages
from tests.articles.factories import make_exercise, make_picture
from tests.articles.reading_bodies import shown
from tests.factories import make_article, make_page


def test_a_picture_is_a_piece_with_its_words_and_its_caption():
    [figure] = read(
        '<figure><img src="/media/a.webp" alt="A back">'
        '<figcaption>By <a href="https://example.org/">Kim</a></figcaption></figure>'
    ).pieces

    assert isinstance(figure, Figure)
    assert (figure.file, figure.alternative_text) == ("a.webp", "A back")
    assert figure.caption == 'By <a href="https://example.org/" rel="noopener external">Kim</a>'


def test_a_paragraph_of_one_picture_is_a_figure_and_one_within_a_line_stays_there():
    [figure] = read('<p><img src="/media/a.webp" alt=""></p>').pieces
    [before, image, after] = read('<p>See <img src="/media/b.webp" alt="B">!</p>').pieces

    assert isinstance(figure, Figure)
    assert image == Image("b.webp", "B")
    assert [getattr(piece, "html", "") for piece in (before, after)] == ["<p>See ", "!</p>"]


def test_a_picture_in_a_list_leaves_the_list_whole():
    source = (
        '<ol><li><p>One</p><figure><img src="/media/a.webp" alt=""></figure></li><li>Two</li></ol>'
    )

    assert shown(source) == "<ol><li><p>One</p><Figure></li><li>Two</li></ol>"


def test_a_picture_from_elsewhere_is_left_out():
    assert shown('<p>A</p><img src="https://tracker.example/x.gif" alt="x">') == "<p>A</p>"


@pytest.mark.django_db
def test_a_page_such_as_about_is_taken_apart_too(client):
    page = make_page(body="<h2>Who</h2><p>Us.</p>")

    assert '<h2 id="s-who">Who</h2><p>Us.</p>' in client.get(page.get_absolute_url()).text


@pytest.mark.django_db
def test_the_words_beside_a_picture_in_the_body_stand_before_those_of_the_library(client):
    picture = make_picture(alternative_text="Of the library", caption="Its caption", credit="Kim")
    described = f'<figure><img src="/media/{picture.file}" alt="Of the body">{{}}</figure>'
    ours = make_article(body=described.format("<figcaption>Ours</figcaption>"))
    theirs = make_article(body=f'<figure><img src="/media/{picture.file}" alt=""></figure>')

    first = client.get(ours.get_absolute_url()).text
    second = client.get(theirs.get_absolute_url()).text

    assert 'alt="Of the body" width="1200" height="800"' in first
    assert "Ours" in first
    assert "Picture: Kim" in first
    assert "Its caption" not in first
    assert 'alt="Of the library"' in second
    assert "Its caption" in second


@pytest.mark.django_db
def test_what_a_body_shows_takes_as_many_queries_for_one_as_for_ten(rf, django_assert_num_queries):
    from articles.body.content import content_of

    pictures = [make_picture(file=f"{number:032}.webp") for number in range(10)]
    for number, picture in enumerate(pictures):
        make_exercise(f"Move {number}", picture=picture)
    body = "".join(
        f'<p>[exercise move-{number}]</p><p><img src="/media/{picture.file}" alt="a"></p>'
        for number, picture in enumerate(pictures)
    )
    article = Article.objects.prefetch_related("sources").get(pk=make_article(body=body).pk)
    plain = Article.objects.prefetch_related("sources").get(pk=make_article().pk)

    with django_assert_num_queries(3):  # exercises, pictures, their renditions
        content = content_of(article, rf.get("/"))
    with django_assert_num_queries(0):
        content_of(plain, rf.get("/"))

    assert len(content.exercises) == 10


def test_the_plain_text_has_a_line_for_each_block_and_no_instructions():
    body = read(
        "<h2>Title</h2>\n<p>One\n <em>two</em>.[1]</p><ul><li>three</li></ul><p>[newsletter]</p>"
        '<figure><img src="/media/a.webp" alt="x"><figcaption>four</figcaption></figure>'
        "<p>[exercise tilt]</p>",
        sources=1,
    )

    assert body.text == "Title\nOne two.\nthree\nfour"
    assert body.words == 5


@pytest.mark.parametrize(
    ("words", "pictures", "minutes"), [(10, 0, 1), (238 * 3, 0, 3), (238 * 3, 5, 4), (0, 0, 1)]
)
def test_the_reading_time_counts_words_and_pictures(words, pictures, minutes):
    figures = "".join(f'<p><img src="/media/{each}.webp" alt=""></p>' for each in range(pictures))

    assert Article(body=f"<p>{'word ' * words}</p>{figures}").minutes == minutes


@pytest.mark.parametrize(
    ("source", "result"),
    [
        ("<script>alert(1)</script><p>Hi</p>", "<p>Hi</p>"),
        ('<p id="main" class="cited" style="x" onclick="y()">Hi</p>', "<p>Hi</p>"),
        ('<h2 id="main">Hi</h2>', '<h2 id="s-hi">Hi</h2>'),
        ('<div class="table" role="region">Hi</div>', "Hi"),
        ('<p><a href="javascript:alert(1)" title="[1]">x</a></p>', '<p><a title="[1]">x</a></p>'),
        ("<p>\ue0000\ue000 &#xe000;7&#xe000;</p>", "<p>0 7</p>"),
        ('<p>&lt;script&gt; &amp;amp; "</p>', '<p>&lt;script&gt; &amp;amp; "</p>'),
        ("<iframe src=https://example.org></iframe><p>Hi", "<p>Hi</p>"),
        ("<svg><style><img src=x onerror=alert(1)></style></svg>", ""),
        ("<p></p><p>&nbsp;</p>", ""),
        ("", ""),
    ],
)
def test_what_no_article_may_have_does_not_come_through(source, result):
    assert shown(source, sources=3) == result


def test_a_body_nested_beyond_reason_loses_elements_and_no_words():
    html = shown("<ul><li>" * 400 + "deep" + "</li></ul>" * 400 + "<p>after</p>")

    assert "deep" in html
    assert html.endswith("<p>after</p>")


def test_a_very_long_body_is_read_whole():
    assert read("<p>[1] word <b>x</b></p>" * 9000, sources=1).words == 18000


def test_an_article_of_usual_length_takes_milliseconds():
    source = "<h2>Title</h2>" + "<p>Ten words of the usual kind, and <em>a few</em>.[1]</p>" * 200

    def once(number: int) -> float:
        started = time.perf_counter()
        read(f"{source}<p>{number}</p>", sources=3)
        return time.perf_counter() - started

    assert min(once(number) for number in range(5)) < 0.05


@pytest.mark.django_db
def test_a_page_waits_for_an_exercise_that_is_not_there_yet(rf):
    from articles.body.content import content_of

    request = rf.get("/")
    request.page = pages.Page()

    content_of(make_article(body="<p>[exercise tilt]</p>"), request)

    assert "articles" in request.page.tags


def test_pieces_are_known_by_what_they_name():
    body = read("<p>[exercise tilt]</p><p>https://vimeo.com/123456789</p><p>[exercise tilt]</p>")

    assert body.exercises == ("tilt",)
    assert [type(piece) for piece in body.pieces] == [Exercise, Embed, Exercise]
