"""The body of an article, from the stored HTML to the pieces of the page and of the feed."""

import time

import pytest

from articles.body import Embed, Exercise, Figure, Image, Newsletter, read
from articles.body.feed import feed_html, rows_for
from articles.models import Article, Source
from backpain import pages
from tests.articles.factories import make_exercise, make_picture
from tests.factories import make_article, make_page

SITE = "https://journal.example"
WORDS = f"<p>{'word ' * 150}</p>"
THREE_TITLES = f"<h2>One</h2>{WORDS}<h2>Two</h2>{WORDS}<h2>Three</h2><p>End.</p>"


@pytest.fixture(autouse=True)
def address(settings):
    settings.SITE_URL = SITE


def shown(source, **how) -> str:
    """Return the running HTML, a mark for each piece between."""
    return "".join(
        getattr(piece, "html", f"<{type(piece).__name__}>") for piece in read(source, **how).pieces
    )


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


@pytest.mark.parametrize(
    ("source", "result"),
    [
        ("https://journal.example/knees/?q=a#b", 'href="/knees/?q=a#b"'),
        ("http://JOURNAL.example", 'href="/"'),
        ("https://journal.example//evil.example/", 'href="/evil.example/"'),
        ("/knees/", 'href="/knees/"'),
        ("mailto:a@example.org", 'href="mailto:a@example.org"'),
        ("tel:112", 'href="tel:112"'),
        ("https://example.org/", 'href="https://example.org/" rel="noopener external"'),
        ("//example.org/", 'href="//example.org/" rel="noopener external"'),
    ],
)
def test_a_link_says_whether_it_leads_away(source, result):
    assert shown(f'<p>See <a href="{source}">it</a></p>') == f"<p>See <a {result}>it</a></p>"


def test_a_paid_link_says_so_and_one_within_the_site_does_not():
    source = '<p><a href="https://example.org/">a</a> <a href="/b/">b</a></p>'

    html = shown(source, is_paid=True)

    assert 'rel="sponsored noopener external">a' in html
    assert '<a href="/b/">b' in html


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("disclosure", "is_sponsored"), [("sponsored", True), ("affiliate", True), ("interest", False)]
)
def test_the_links_of_an_article_that_is_paid_for_are_sponsored(client, disclosure, is_sponsored):
    body = '<p>See <a href="https://example.org/">it</a></p>'
    article = make_article(body=body, disclosure=disclosure, disclosure_text="A firm")

    page = client.get(article.get_absolute_url()).text

    assert ('rel="sponsored noopener external"' in page) is is_sponsored


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


@pytest.mark.parametrize(
    ("address", "provider", "key"),
    [
        ("https://www.youtube.com/watch?v=abc-_123456", "YouTube", "abc-_123456"),
        ("https://youtu.be/abc-_123456?si=x", "YouTube", "abc-_123456"),
        ("https://m.youtube.com/shorts/abc-_123456", "YouTube", "abc-_123456"),
        ("https://www.youtube-nocookie.com/embed/abc-_123456", "YouTube", "abc-_123456"),
        ("https://vimeo.com/123456789", "Vimeo", "123456789"),
        ("https://player.vimeo.com/video/123456789", "Vimeo", "123456789"),
    ],
)
def test_a_link_to_a_video_alone_in_a_paragraph_is_the_video(address, provider, key):
    [linked] = read(f'<p><a href="{address}">A film</a></p>').embeds
    [bare] = read(f"<p>{address}</p>").embeds

    assert (linked.provider, linked.key, linked.title) == (provider, key, "A film")
    assert (bare.provider, bare.key, bare.title) == (provider, key, "")


@pytest.mark.parametrize(
    "source",
    [
        '<p>See <a href="https://youtu.be/abc-_123456">it</a></p>',
        '<p><a href="https://youtu.be/">it</a></p>',
        '<p><a href="https://youtu.be/abc-_12345%22">it</a></p>',
        '<p><a href="https://youtube.com.evil.example/watch?v=abc-_123456">it</a></p>',
        '<p><a href="https://vimeo.com/about">it</a></p>',
        '<p><a href="https://[bad/watch?v=abc-_123456">it</a></p>',
        "<p>javascript://youtu.be/abc-_123456</p>",
        "<p>youtu.be</p>",
    ],
)
def test_any_other_link_stays_a_link(source):
    assert read(source).embeds == ()


def test_a_video_begins_where_its_link_says_and_asks_not_to_be_tracked():
    [first, second, third] = read(
        "<p>https://youtu.be/abc-_123456?t=1m3s</p><p>https://vimeo.com/123456789/abcdef0123</p>"
        "<p>https://youtu.be/abc-_123457?t=evil</p>"
    ).embeds

    assert first.player == "https://www.youtube-nocookie.com/embed/abc-_123456?autoplay=1&start=63"
    assert second.player == "https://player.vimeo.com/video/123456789?dnt=1&autoplay=1&h=abcdef0123"
    assert third.player == "https://www.youtube-nocookie.com/embed/abc-_123457?autoplay=1"


@pytest.mark.django_db
def test_only_a_page_with_a_video_may_show_frames(client, settings):
    settings.RECAPTCHA_KIND = "none"
    with_video = make_article(body="<p>https://youtu.be/abc-_123456</p>")
    without = make_article()

    policy = client.get(with_video.get_absolute_url()).headers["Content-Security-Policy"]

    assert "frame-src https://www.youtube-nocookie.com" in policy.replace("'none' ", "")
    assert "http" not in client.get(without.get_absolute_url()).headers["Content-Security-Policy"]


@pytest.mark.django_db
def test_a_video_is_a_link_until_it_is_asked_for(client):
    article = make_article(body='<p><a href="https://youtu.be/abc-_123456">A film</a></p>')

    page = " ".join(client.get(article.get_absolute_url()).text.split())

    assert 'href="https://www.youtube.com/watch?v=abc-_123456" rel="noopener external"' in page
    assert "Watch “A film” on YouTube" in page
    assert "<iframe" not in page


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
def test_a_feed_has_the_whole_body_with_absolute_addresses_and_nothing_of_ours():
    picture = make_picture(caption="A spine", credit="Kim")
    make_exercise("Tilt", steps="Lie down.\nBreathe.", sets=2, not_for="if it hurts.")
    article = make_article(
        body="<h2>Why</h2><p>So.[1] <a href='/knees/'>Knees</a></p><p>[newsletter]</p>"
        f"<p><img src='/media/{picture.file}' alt='Ours'></p><p>[exercise tilt]</p>"
        "<p>https://youtu.be/abc-_123456</p><table><tr><th>A</th></tr></table>"
    )
    Source.objects.create(article=article, citation="A trial")

    html = " ".join(feed_html(article, SITE).split())

    for part in (
        "<h2>Why</h2><p>So.[1] ",
        '<a href="https://journal.example/knees/">Knees</a>',
        f'<img src="https://journal.example/media/{picture.file}" alt="Ours" width="1200"',
        "<h3>Tilt</h3>",
        "<li>Lie down.</li>",
        "if it hurts.",
        '<a href="https://www.youtube.com/watch?v=abc-_123456">',
    ):
        assert part in html, part
    for part in ("class=", "id=", "data-", "signup", "<form", "<button", "[newsletter]"):
        assert part not in html, part


@pytest.mark.django_db
def test_many_articles_of_a_feed_share_their_queries(django_assert_num_queries):
    picture = make_picture()
    make_exercise("Tilt", picture=picture)
    body = f"<p>[exercise tilt]</p><p><img src='/media/{picture.file}' alt='a'></p>"
    articles = [make_article(body=body) for _ in range(5)]

    with django_assert_num_queries(3):
        rows = rows_for(articles)
        html = [feed_html(article, SITE, rows) for article in articles]

    assert all("<h3>Tilt</h3>" in each for each in html)


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
