"""The page of somebody who writes, reviews, or both."""

from datetime import date, timedelta

import pytest

from articles.models import Article
from tests.factories import make_article, make_author, make_page

pytestmark = pytest.mark.django_db


def make_reviewed(title: str, reviewer, **fields) -> Article:
    return make_article(title, reviewer=reviewer, **{"reviewed_on": date(2026, 5, 3), **fields})


def test_the_page_says_who_somebody_is(client):
    make_author(
        "Rosa Reviewer",
        credentials="MD",
        role="Spine surgeon",
        biography="Operates rarely.",
        licence="https://register.example/rosa",
        profiles="https://orcid.org/0000-0001\nhttps://clinic.example/rosa",
        interests="Speaks for a maker of chairs.",
    )

    page = client.get("/author/rosa-reviewer/").text

    for part in (
        *("MD · Spine surgeon", "Operates rarely.", "Speaks for a maker of chairs."),
        'href="https://register.example/rosa" rel="noopener">Check the licence</a>',
        'href="https://orcid.org/0000-0001" rel="me noopener">orcid.org</a>',
        'href="https://clinic.example/rosa" rel="me noopener">clinic.example</a>',
    ):
        assert part in page, part


def test_who_only_reviews_has_a_page_of_what_they_checked(client):
    rosa = make_author("Rosa Reviewer")
    make_reviewed("Older", rosa, reviewed_on=date(2025, 1, 1))
    make_reviewed("Newer", rosa)
    make_reviewed("Draft", rosa, status=Article.Status.DRAFT)
    make_article("Not yet checked", reviewer=rosa)
    make_reviewed("Of another", make_author("Ann Other"))

    page = client.get("/author/rosa-reviewer/").text

    assert page.index(">Reviewed</h2>") < page.index("Newer</a>") < page.index("Older</a>")
    assert 'Reviewed on <time datetime="2026-05-03">3 May 2026</time>' in page
    for title in ("Draft", "Not yet checked", "Of another", "Nothing here yet", ">Written<"):
        assert title not in page


def test_who_writes_and_reviews_has_both_apart(client):
    rosa = make_author("Rosa Reviewer")
    make_article("Her own", author=rosa)
    make_reviewed("Of another", rosa)

    page = client.get("/author/rosa-reviewer/").text

    written, reviewed = page.index(">Written</h2>"), page.index(">Reviewed</h2>")
    assert written < page.index("Her own</a>") < reviewed < page.index("Of another</a>")


def test_only_the_last_reviews_stand_there_and_on_the_first_page(client):
    rosa = make_author("Rosa Reviewer")
    for number in range(14):
        make_article(f"Own {number}", author=rosa)
    for number in range(8):
        make_reviewed(
            f"Checked {number}", rosa, reviewed_on=date(2026, 5, 1) + number * timedelta(days=1)
        )

    first, second = (client.get(f"/author/rosa-reviewer/{part}").text for part in ("", "page/2/"))

    assert first.count("Reviewed on") == 6
    assert "Checked 1<" not in first
    assert "Reviewed on" not in second


def test_who_neither_writes_nor_reviews_has_a_page_that_leads_on(client):
    make_author("New Colleague")

    assert "Nothing here yet" in client.get("/author/new-colleague/").text


def test_a_page_of_the_site_that_was_reviewed_says_so(client):
    rosa = make_author("Rosa Reviewer")
    page = make_page("Emergency", reviewer=rosa, reviewed_on=date(2026, 5, 3))

    assert "Emergency</a>" in client.get("/author/rosa-reviewer/").text
    assert "Page last reviewed:" in client.get(page.get_absolute_url()).text
