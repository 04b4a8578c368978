"""Lists of articles: what stands on them, in which order, at which address, at what cost."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils.timezone import now

from articles.models import Article, Byline, Tag, validate_slug_is_free
from tests.factories import make_article, make_author, make_category, make_page

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def titles(page):
    return [article.title for article in page.context["page"].object_list]


def make_many(count: int, **fields) -> None:
    """Make `count` articles at once, all filed alike, one an hour."""
    before = Article.objects.count()
    articles = Article.objects.bulk_create(
        Article(
            title=f"Piece {before + number}",
            slug=f"piece-{before + number}",
            status=Article.Status.PUBLISHED,
            publish_at=datetime(2026, 5, 20, tzinfo=UTC) - timedelta(hours=before + number),
            **fields,
        )
        for number in range(count)
    )
    make_category().articles.add(*articles)
    Tag.objects.get_or_create(name="Knees", slug="knees")[0].articles.add(*articles)
    author = make_author()
    Byline.objects.bulk_create(Byline(article=article, author=author) for article in articles)


def test_a_category_lists_the_articles_of_its_parts_each_once(client):
    back = make_category("Back Pain")
    lower = make_category("Lower back", parent=back)
    disc = make_category("Discs", parent=lower)
    make_article("Deep").categories.set([disc])
    make_article("Everywhere").categories.set([back, lower, disc])
    make_article("Elsewhere").categories.set([make_category("Sleep")])

    assert sorted(titles(client.get("/category/back-pain/"))) == ["Deep", "Everywhere"]
    assert sorted(titles(client.get("/category/discs/"))) == ["Deep", "Everywhere"]


def test_a_category_names_its_parts_and_the_wider_ones(client):
    back = make_category("Back Pain")
    lower = make_category("Lower back", parent=back)
    make_category("Discs", parent=lower)

    text = client.get("/category/lower-back/").text

    assert '<a class="tags__link" href="/category/discs/">Discs</a>' in text
    assert text.index('href="/category/back-pain/"') < text.index("<h1")


def test_a_month_has_its_articles_and_leads_to_its_neighbours(client):
    for month, title in ((2, "In February"), (5, "In May"), (9, "In September")):
        make_article(title, publish_at=datetime(2026, month, 12, tzinfo=UTC))

    page = client.get("/2026/05/")

    assert titles(page) == ["In May"]
    assert '<h1 class="page__title">May 2026</h1>' in page.text
    assert "<title>May 2026 " in page.text
    assert 'href="/2026/02/">February 2026' in page.text
    assert 'href="/2026/09/">' in page.text
    assert 'href="/2026/">2026</a>' in page.text


def test_a_year_has_its_articles_and_its_months(client):
    for year, month in ((2024, 1), (2026, 2), (2026, 2), (2026, 11)):
        make_article(publish_at=datetime(year, month, 12, tzinfo=UTC))

    page = client.get("/2026/")

    assert len(titles(page)) == 3
    assert 'href="/2026/02/">February 2026 (2)' in page.text
    assert 'href="/2026/11/">November 2026 (1)' in page.text
    assert "/2026/03/" not in page.text
    assert 'href="/2024/">2024' in page.text


def test_a_month_begins_and_ends_by_the_sites_own_clock(client, settings):
    settings.TIME_ZONE = "Pacific/Auckland"
    make_article("New year there", publish_at=datetime(2025, 12, 31, 12, tzinfo=UTC))

    assert titles(client.get("/2026/01/")) == ["New year there"]
    assert client.get("/2025/12/").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        *("/0000/", "/0001/01/", "/9999/", "/9999/12/", "/2026/00/", "/2026/13/", "/2026/5/"),
        *("/2026/05/page/2/", "/2026/05/page/0/", "/2026/page/99999999999999999999/", "/٢٠٢٦/"),
        *("/2025/", "/2026/06/", "/category/back-pain/page/x/", f"/page/{'9' * 5000}/"),
    ],
)
def test_an_impossible_or_empty_time_or_page_is_not_found(client, path):
    make_article(publish_at=datetime(2026, 5, 12, tzinfo=UTC))

    assert client.get("/2026/05/").status_code == 200
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/2026/", "/2026/05/", "/tag/knees/"])
@pytest.mark.parametrize("number", ["1", "01"])
def test_the_first_page_of_every_list_has_one_address(client, path, number):
    make_many(1)

    answer = client.get(f"{path}page/{number}/")

    assert (answer.status_code, answer["Location"]) == (301, path)


def test_a_further_page_names_itself(client, settings):
    settings.SITE_URL = "https://example.org"
    make_many(30)

    text = client.get("/2026/05/page/2/").text

    assert '<link rel="canonical" href="https://example.org/2026/05/page/2/">' in text
    assert "<title>May 2026, page 2 " in text
    assert 'rel="prev" href="/2026/05/"' in text
    assert 'rel="next" href="/2026/05/page/3/"' in text


@pytest.mark.parametrize("path", ["/", "/category/back-pain/", "/tag/knees/", "/2026/"])
def test_every_article_stands_on_exactly_one_page(client, path):
    make_many(41)

    listed = [
        title for number in range(2, 5) for title in titles(client.get(f"{path}page/{number}/"))
    ]

    assert titles(client.get(path)) + listed == [f"Piece {number}" for number in range(41)]
    assert client.get(f"{path}page/5/").status_code == 404


def test_an_empty_category_is_kept_out_of_search_engines_and_a_filled_one_is_not(client):
    make_article()
    make_category("Sleep")

    empty, filled = client.get("/category/sleep/"), client.get("/category/back-pain/")

    assert empty.status_code == 200
    assert "noindex" in empty.text
    assert "noindex" not in filled.text


def test_pages_stand_on_no_list(client):
    make_page("About", publish_at=datetime(2026, 5, 2, tzinfo=UTC))
    make_article("Backs", publish_at=datetime(2026, 5, 1, tzinfo=UTC))

    for path in ("/", "/2026/", "/2026/05/"):
        assert titles(client.get(path)) == ["Backs"]


def test_a_list_is_made_anew_when_the_clock_changes_it(client):
    tomorrow = now() + DAY / 2
    make_article(publish_at=datetime(2026, 5, 1, tzinfo=UTC))
    make_article(publish_at=tomorrow)
    make_article(publish_at=now() - DAY, unpublish_at=now() + DAY / 4)

    assert client.get("/2026/05/").wsgi_request.page.until < tomorrow


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        # the clock's next change; the number of articles; the page's keys; its articles with
        # categories and authors; the publication; the menu and its categories; comments counted
        ("/", 9),
        ("/tag/knees/", 10),  # and the tag
        ("/category/back-pain/", 12),  # and the category, its family and its parts
        ("/2026/05/", 12),  # and whether there are any, and both neighbours
        ("/2026/", 13),  # and the months
    ],
)
def test_a_list_takes_as_many_queries_for_ten_articles_as_for_a_thousand(
    client, django_assert_max_num_queries, path, expected
):
    make_many(10)
    client.get(path)
    with django_assert_max_num_queries(expected + 1) as for_ten:
        client.get(path)

    make_many(490)
    with django_assert_max_num_queries(expected + 1) as for_many:
        client.get(path)

    assert len(for_ten) == len(for_many)
    assert not any('"body"' in query["sql"] for query in for_many)


def test_a_slug_of_four_digits_is_refused_with_a_reason():
    with pytest.raises(ValidationError, match="address of a year"):
        validate_slug_is_free("2024")

    validate_slug_is_free("2024-in-review")
