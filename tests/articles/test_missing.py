"""The page at an address where nothing is: it helps to find on, and comes whatever breaks."""

import pytest
from django.db import OperationalError
from django.test import Client

from tests.factories import make_article


@pytest.fixture
def client():
    """A client that sees the page that Django makes of a fault, as a reader would."""
    return Client(raise_request_exception=False)


@pytest.mark.django_db
class TestThePage:
    def test_offers_a_search_for_the_words_of_the_address(self, client):
        page = client.get("/2019/best_back-pain.html")

        assert page.status_code == 404
        assert 'name="q" value="best back pain"' in page.text

    def test_names_the_newest_articles_and_the_way_home(self, client):
        make_article("Bend your knees")

        page = client.get("/no/such/page/")

        assert "Bend your knees" in page.text
        assert 'href="/"' in page.text

    def test_shows_markup_in_an_address_as_written(self, client):
        page = client.get('/<img src=x onerror="alert(1)">/')

        assert page.status_code == 404
        assert "<img src=x" not in page.text

    def test_is_not_for_search_engines(self, client):
        page = client.get("/no/such/page/")

        assert '<meta name="robots" content="noindex">' in page.text
        assert 'rel="canonical"' not in page.text

    def test_comes_for_a_post_and_without_a_body_for_a_head(self, client):
        assert client.post("/no/such/page/", {"a": "b"}).status_code == 404
        head = client.head("/no/such/page/")
        assert (head.status_code, head.content) == (404, b"")

    def test_costs_the_same_with_many_articles(self, client, django_assert_max_num_queries):
        for number in range(30):
            make_article(f"Such pages {number}")

        # the article, redirects, articles at that address; the publication, menus and sections;
        # the newest articles; four or, on PostgreSQL, seven for the suggestions
        with django_assert_max_num_queries(16):
            assert "Such pages" in client.get("/no-such-pages/").text

    @pytest.mark.parametrize(
        "path",
        ["/static/no.css", "/media/00000000000000000000000000000000.webp", "/media/no.webp"],
    )
    def test_for_our_own_files_is_plain_and_asks_no_database(
        self, client, path, django_assert_num_queries
    ):
        with django_assert_num_queries(0):
            page = client.get(path)

        assert page.status_code == 404
        assert "This page is not here" in page.text

    def test_for_other_files_is_plain_too(self, client, django_assert_num_queries):
        with django_assert_num_queries(2):  # a redirect, an article at that address
            page = client.get("/wp-content/plugins/old.js")

        assert page.status_code == 404
        assert "Newest articles" not in page.text


@pytest.mark.django_db
def test_with_the_database_away_it_is_plain_and_no_500(client, monkeypatch, caplog):
    def away(*args, **kwargs):
        raise OperationalError("the server is gone")

    monkeypatch.setattr("django.db.backends.utils.CursorWrapper.execute", away)

    for path in ["/no/such/page/", "/static/no.css", "/wp-content/old.jpg", "/old.html"]:
        page = client.get(path)
        assert page.status_code == 404
        assert "This page is not here" in page.text
        assert "default-src 'none'" in page["Content-Security-Policy"]
    assert "could not be looked up" in caplog.text
