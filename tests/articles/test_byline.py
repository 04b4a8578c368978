"""Who wrote an article, and the days that its page keeps apart."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from articles.models import Article, Byline, ChangeNote
from tests.factories import make_article, make_author, make_page

pytestmark = pytest.mark.django_db
PUBLISHED = datetime(2026, 5, 3, 9, tzinfo=UTC)


def page_of(client, article):
    return client.get(article.get_absolute_url()).text


def make_written_by(*authors) -> Article:
    article = make_article(author=authors[0])
    for position, author in enumerate(authors[1:], start=1):
        Byline.objects.create(article=article, author=author, position=position)
    return article


@pytest.mark.parametrize(
    ("people", "words"),
    [
        ([("Ann", "PT")], "Ann, PT"),
        ([("Ann", "PT"), ("Bea", "")], "Ann, PT and Bea"),
        ([("Ann", "PT"), ("Bea", ""), ("Cem", "MD")], "Ann, PT, Bea and Cem, MD"),
        ([(name, "") for name in ("Ann", "Bea", "Cem", "Dan")], "Ann, Bea, Cem and Dan"),
    ],
)
def test_authors_stand_as_a_list_in_words(client, people, words):
    authors = [make_author(name, credentials=credentials) for name, credentials in people]

    page = page_of(client, make_written_by(*authors))

    byline = re.search(r'<p class="byline__people">(.*?)</p>', page)
    assert byline
    assert re.sub(r"<[^>]*>", "", byline[1]) == f"Written by {words}"


def test_names_with_markup_are_shown_as_written(client):
    author = make_author("<b>Jo</b>", slug="jo", credentials="<i>PT</i>")

    page = page_of(client, make_written_by(author, author := make_author("A & B", slug="ab")))

    assert "&lt;b&gt;Jo&lt;/b&gt;</a>, &lt;i&gt;PT&lt;/i&gt; and " in page
    assert "A &amp; B</a>" in page


@pytest.mark.parametrize(
    ("later", "is_shown"), [(timedelta(days=1), False), (timedelta(days=1, seconds=1), True)]
)
def test_an_update_is_told_when_it_came_more_than_a_day_later(client, later, is_shown):
    article = make_article(publish_at=PUBLISHED, updated_at=PUBLISHED + later)

    page = page_of(client, article)

    assert 'Published <time datetime="2026-05-03T09:00:00+00:00">3 May 2026</time>' in page
    assert ('Updated <time datetime="2026-05-04T' in page) is is_shown


def test_a_day_is_the_day_where_the_site_is(client, settings):
    settings.TIME_ZONE = "Pacific/Auckland"
    article = make_article(publish_at=datetime(2026, 5, 3, 20, tzinfo=UTC))

    page = page_of(client, article)

    assert '<time datetime="2026-05-04T08:00:00+12:00">4 May 2026</time>' in page


def test_the_day_of_an_update_leads_to_what_changed(client):
    article = make_article(publish_at=PUBLISHED, updated_at=PUBLISHED + timedelta(days=9))
    assert 'href="#history"' not in page_of(client, article)

    ChangeNote.objects.create(article=article, text="A trial was added.", at=article.updated_at)

    page = page_of(client, article)
    assert '<a href="#history">Updated <time' in page
    assert 'id="history"' in page


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"disclosure": "sponsored", "disclosure_text": "Chairs pays."}, "Chairs pays."),
        ({"disclosure": "sponsored"}, "Somebody paid for this article."),
        ({"disclosure": "affiliate"}, "We may be paid when you buy something"),
        ({"disclosure": "interest"}, "Whoever wrote this has an interest in the matter."),
    ],
)
def test_what_is_disclosed_stands_under_the_byline(client, fields, words):
    page = page_of(client, make_article(**fields))

    label = Article.Disclosure(fields["disclosure"]).label
    assert page.index('class="byline"') < page.index(f">{label}</strong>") < page.index(words)
    assert page.index(words) < page.index("<p>Words.</p>")


def test_nothing_to_disclose_says_nothing(client):
    assert 'class="disclosure"' not in page_of(client, make_article())


def test_the_author_box_declares_interests(client):
    author = make_author("Jo Paid", interests="Holds shares in a maker of chairs.")

    page = page_of(client, make_article(author=author))

    assert "Declared interests: Holds shares in a maker of chairs." in page


def test_a_page_has_no_byline(client):
    page = page_of(client, make_page())

    for part in (
        'class="byline',
        "Published <time",
        "Share or cite",
        "Related articles",
        "Read next",
    ):
        assert part not in page
