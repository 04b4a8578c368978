"""What is offered to those who find nothing."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from articles.search import search, suggestions_for
from tests.articles.factories import make_indexed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_index")]
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("exercsie", "exercise"), ("siatica", "sciatica"), ("sciatica exercsie", "sciatica exercise")],
)
def test_a_mistyped_word_is_put_right_where_that_finds_something(typed, meant):
    make_indexed("Sciatica", body="<p>One exercise for sciatica.</p>")

    results = search(typed)

    assert results.keys == []
    assert results.suggestion == meant


def test_of_two_words_as_near_the_one_as_long_is_meant():
    make_indexed("Walking and waking", body="<p>Walking before waking.</p>")

    assert search("wlaking").suggestion == "walking"


def test_no_word_of_what_is_not_public_is_suggested():
    make_indexed("Embargo", body="<p>Zygapophyseal joints.</p>", publish_at=now() + DAY)

    assert search("zygapophysael").suggestion == ""


def test_where_no_article_has_all_words_those_with_some_are_near():
    article = make_indexed("Sciatica at work")

    assert search("sciatica kangaroo").near() == [article]


@pytest.mark.parametrize(
    "path",
    [
        "/sciatica-exercises",
        "/2019/04/sciatica_exrecises.html",
        "/blog/Sciatica%20exercises/",
        "/siatica/",
    ],
)
def test_a_mistyped_address_has_suggestions(path):
    article = make_indexed("Exercises for sciatica", slug="sciatica")
    make_indexed("Sleep")

    assert suggestions_for(path)[0] == article


@pytest.mark.parametrize(
    "path", ["/", "/1234/", "/wp-login.php", "/" + "a" * 5000, "/\x00\ud800/", "/../.env"]
)
def test_an_address_without_a_word_of_ours_has_none(path):
    make_indexed("Knees")

    assert suggestions_for(path) == []
