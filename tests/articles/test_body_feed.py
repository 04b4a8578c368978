"""The body of an article in a feed."""

import pytest

from articles.body.feed import feed_html, rows_for
from articles.models import Source
from tests.articles.factories import make_exercise, make_picture
from tests.articles.reading_bodies import SITE
from tests.factories import make_article

pytestmark = pytest.mark.usefixtures("journal")


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
