"""Pages such as About: what they show, and where they do not stand."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from backpain.models import Publication
from comments.models import Comment
from tests.factories import make_article, make_category, make_page

pytestmark = pytest.mark.django_db
MAY_FIRST = datetime(2026, 5, 1, tzinfo=UTC)


def test_a_page_shows_its_words_and_when_they_were_updated(client):
    page = make_page("About", standfirst="Who we are.", body="<h2>Us</h2><p>We write.</p>")

    response = client.get("/about/")

    assert response.status_code == 200
    assert "articles/page.html" in [template.name for template in response.templates]
    for words in ("Who we are.", "We write.", "Updated", f"{page.updated_at:%Y-%m-%d}"):
        assert words in response.text
    assert '<h1 class="page__title">About</h1>' in response.text


def test_a_page_that_was_written_before_it_came_out_is_dated_by_that_day(client):
    make_page(publish_at=datetime(2026, 5, 20, 9, tzinfo=UTC), updated_at=MAY_FIRST)

    text = client.get("/about/").text

    assert text.count('<time datetime="2026-05-20') == 1
    assert '"dateModified":"2026-05-20T09:00:00+00:00"' in text


def test_a_page_says_what_it_has_to_disclose(client):
    make_page(disclosure="sponsored", disclosure_text="Paid for by Acme.")

    assert "Paid for by Acme." in client.get("/about/").text


def test_a_page_has_no_byline_no_comments_no_sign_up_and_no_report_form(client):
    make_page("About", body="<p>One.</p><h2>Two</h2><p>Three.</p><h2>Four</h2><p>Five.</p>")

    text = client.get("/about/").text
    main = text[text.index("<main") : text.index("</main>")]

    for absent in (
        "byline",
        "Filed under",
        'class="author"',
        "comment",
        "signup",
        "report",
        "form",
    ):
        assert absent not in main, absent


def test_a_page_stands_on_no_list(client):
    category, article = make_category(), make_article("An article")
    page = make_page("About us and this")
    page.categories.add(category)

    for path in ("/", category.get_absolute_url(), article.get_absolute_url(), "/nowhere/"):
        text = client.get(path).text
        main = text[text.index("<main") : text.index("</main>")]
        assert "About us and this" not in main, path


def test_a_page_takes_no_comment(client):
    make_page("About")
    words = {"name": "Ann", "email": "ann@example.org", "body": "First!"}

    posted = client.post("/about/comment/", words, headers={"Sec-Fetch-Site": "same-origin"})

    assert posted.status_code == 404
    assert client.get("/about/comment/").status_code == 404
    assert not Comment.objects.exists()


def test_a_page_has_no_feed_of_comments(client):
    make_page("About")

    assert client.get("/about/feed/").status_code == 404


def test_a_page_shows_the_disclaimer_once_in_the_footer(client):
    Publication(pk=1, disclaimer="Not advice.").save()
    make_page("About")

    text = client.get("/about/").text

    assert text.count("Not advice.") == 1
    assert "Not advice." in text[text.index("<footer") :]


def test_a_page_is_finished_once_and_costs_few_queries(
    front, client, django_assert_max_num_queries
):
    make_page("About")

    assert "s-maxage" in front.get("/about/").headers["Cache-Control"]
    with django_assert_max_num_queries(12):
        client.get("/about/")


def test_an_editor_makes_a_page_at_the_desk(admin_client, client):
    page = make_page("About")

    text = admin_client.get(reverse("admin:articles_article_change", args=[page.pk])).text

    assert 'name="kind"' in text
