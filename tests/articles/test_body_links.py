"""The links of a body: where they lead, and which of them are videos."""

import pytest

from articles.body import read
from tests.articles.reading_bodies import shown
from tests.factories import make_article

pytestmark = pytest.mark.usefixtures("journal")


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
