"""The sitemap, by the rules of sitemaps.org and what Google says of lastmod and pictures."""

import re
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.utils.timezone import now

from articles import sitemaps
from articles.models import Article, Series, Tag
from backpain import pages
from tests.articles.factories import make_exercise, make_indexed, make_picture
from tests.factories import make_article, make_author, make_category, make_page

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
SITE = "https://example.org"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
IMAGE = "{http://www.google.com/schemas/sitemap-image/1.1}"
W3C_DATE = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}[+-]\d{2}:\d{2}")
NAME = "0" * 32 + ".webp"


@pytest.fixture(autouse=True)
def address(settings):
    settings.SITE_URL = SITE
    settings.IS_LOCAL = False
    settings.ALLOWED_HOSTS = ["example.org", "testserver"]


def read(client, path: str = "/sitemap.xml") -> dict[str, str | None]:
    """Return path -> lastmod of what a file lists, after a check of the protocol's rules."""
    answer = client.get(path)
    assert answer.status_code == 200
    root = ElementTree.fromstring(answer.content)
    outer, inner = ("sitemapindex", "sitemap") if path == "/sitemap.xml" else ("urlset", "url")
    assert root.tag == MAP + outer
    assert 0 < len(root) <= 50_000
    assert len(answer.content) < 50 * 1024 * 1024
    listed: dict[str, str | None] = {}
    for entry in root:
        assert entry.tag == MAP + inner
        assert {part.tag for part in entry} <= {MAP + "loc", MAP + "lastmod", IMAGE + "image"}
        listed |= {_path(entry): _lastmod(entry)}
    assert len(listed) == len(root)
    return listed


def _path(entry):
    location = entry.findtext(f"{MAP}loc")
    assert location.startswith(f"{SITE}/")
    assert location.isascii()
    assert len(location) < 2048
    return location.removeprefix(SITE)


def _lastmod(entry):
    lastmod = entry.findtext(f"{MAP}lastmod")
    assert lastmod is None or W3C_DATE.fullmatch(lastmod)
    return lastmod


def pictures(client, path):
    root = ElementTree.fromstring(client.get(path).content)
    return [place.text for place in root.iter(f"{IMAGE}loc")]


def everything(client) -> set[str]:
    """Return every address in the whole sitemap."""
    return {path for file in read(client) for path in read(client, file)}


def test_the_sitemap_is_an_index_even_where_there_is_only_the_home_page(client):
    assert read(client) == {"/sitemap-pages-1.xml": None}
    assert read(client, "/sitemap-pages-1.xml") == {"/": None}


def test_everything_that_search_engines_may_show_is_listed(client):
    series = Series.objects.create(name="First", slug="first")
    article = make_article("Backs", series=series)
    article.tags.add(Tag.objects.create(name="Knees", slug="knees"))
    make_article("Rücken & mehr", slug="rücken")
    make_page("About")

    assert everything(client) == {
        *("/", "/about/", "/backs/", "/r%C3%BCcken/", "/category/back-pain/", "/tag/knees/"),
        *("/author/jo-writer/", "/series/first/"),
    }


def test_nothing_else_is_listed(client):
    make_article("Hidden", is_hidden_from_search=True)
    make_article("Elsewhere", canonical_url="https://example.net/first/")
    make_article("Here", canonical_url=f"{SITE}/here/")
    make_article("Draft", status=Article.Status.DRAFT, author=make_author("Dee"))
    make_article("Withdrawn", status=Article.Status.WITHDRAWN)
    make_article("Future", publish_at=now() + DAY)
    make_article("Over", publish_at=now() - 2 * DAY, unpublish_at=now() - DAY)
    make_page("Secret", is_hidden_from_search=True)
    make_category("Empty")
    Tag.objects.create(name="Empty", slug="empty")
    Series.objects.create(name="Empty", slug="empty")
    make_author("Nobody")

    assert everything(client) == {"/", "/here/", "/category/back-pain/", "/author/jo-writer/"}


def test_a_wider_category_is_listed_for_the_articles_of_its_parts(client):
    neck = make_category("Neck", parent=make_category("Spine"))
    make_article(updated_at=datetime(2026, 5, 3, tzinfo=UTC), publish_at=now() - DAY * 900)
    make_article(publish_at=datetime(2026, 6, 4, tzinfo=UTC), updated_at=now() - DAY * 900)
    Article.objects.last().categories.set([neck])  # type: ignore[union-attr]

    listed = read(client, "/sitemap-categories-1.xml")

    assert len(listed) == 3
    assert listed["/category/spine/"] == listed["/category/neck/"]


def test_lastmod_is_the_last_change_of_substance(client):
    moment = datetime(2026, 3, 1, 12, 30, tzinfo=UTC)
    make_article("Updated", publish_at=moment - 9 * DAY, updated_at=moment)
    make_article("Scheduled", publish_at=moment - DAY, updated_at=moment - 9 * DAY)

    assert read(client, "/sitemap-articles-1.xml") == {
        "/updated/": "2026-03-01T12:30:00+00:00",
        "/scheduled/": "2026-02-28T12:30:00+00:00",
    }
    assert set(read(client).values()) == {"2026-03-01T12:30:00+00:00"}
    assert read(client, "/sitemap-pages-1.xml") == {"/": "2026-03-01T12:30:00+00:00"}
    assert read(client, "/sitemap-authors-1.xml") == {
        "/author/jo-writer/": "2026-03-01T12:30:00+00:00"
    }


def test_an_article_stays_in_its_file_whatever_becomes_of_others(client, monkeypatch):
    monkeypatch.setattr(sitemaps, "PER_FILE", 2)
    articles = [make_article(f"Piece {number}") for number in range(5)]
    before = _files(client)

    Article.objects.filter(pk=articles[0].pk).update(status=Article.Status.DRAFT)
    after = _files(client)

    assert max(len(paths) for paths in before.values()) == 2
    assert {path for paths in before.values() for path in paths} == {
        f"/piece-{number}/" for number in range(5)
    }
    for name, paths in after.items():
        assert paths == before[name] - {"/piece-0/"}
    assert sum(len(paths) for paths in after.values()) == 4


def _files(client) -> dict[str, set[str]]:
    names = [name for name in read(client) if "articles" in name]
    return {name: set(read(client, name)) for name in names}


def test_terms_are_divided_into_files_too(client, monkeypatch):
    article = make_article()
    for number in range(5):
        article.tags.add(Tag.objects.create(name=f"T{number}", slug=f"t{number}"))
    monkeypatch.setattr(sitemaps, "PER_FILE", 2)

    files = [name for name in read(client) if "tags" in name]

    assert len(files) >= 3
    listed = [path for name in files for path in read(client, name)]
    assert sorted(listed) == [f"/tag/t{number}/" for number in range(5)]


def test_lead_pictures_and_those_in_the_text_are_listed_once(client):
    other = "1" * 32 + ".webp"
    body = f'<img src="/media/{other}" alt="a"><img src="/media/{NAME}" alt="b">'
    make_article(picture=make_picture(file=NAME), body=body)
    make_article(body="<p>/media/ is no picture</p>")

    assert pictures(client, "/sitemap-articles-1.xml") == [
        f"{SITE}/media/{NAME}",
        f"{SITE}/media/{other}",
    ]


@pytest.mark.parametrize(
    "path",
    [
        *("/sitemap-articles-1.xml", "/sitemap-articles-0.xml", "/sitemap-pages-2.xml"),
        *("/sitemap-users-1.xml", f"/sitemap-articles-{'9' * 30}.xml", "/sitemap-tags-1.xml"),
        *("/sitemap-.xml", "/sitemap-articles.xml", f"/sitemap-tags-{'9' * 30}.xml"),
    ],
)
def test_a_file_with_nothing_in_it_is_not_there(client, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/sitemap_index.xml", "/wp-sitemap.xml"])
def test_the_names_that_wordpress_gives_it_lead_to_the_sitemap(client, path):
    answer = client.get(path)

    assert (answer.status_code, answer["Location"]) == (301, "/sitemap.xml")


def test_addresses_are_the_sites_own_whatever_host_asks(client, settings):
    settings.ALLOWED_HOSTS = ["elsewhere.example"]
    make_article()

    answer = client.get("/sitemap-articles-1.xml", headers={"host": "elsewhere.example"})

    assert "elsewhere" not in answer.text


def test_the_sitemap_takes_as_many_queries_for_one_article_as_for_many(
    client, django_assert_num_queries
):
    def grow(number):
        article = make_article(
            author=make_author(f"A{number}"), picture=make_picture(file=f"{number:032}.webp")
        )
        article.categories.add(make_category(f"C{number}", parent=make_category("Back Pain")))
        article.tags.add(Tag.objects.create(name=f"T{number}", slug=f"t{number}"))

    # always the clock; for the index articles, pages, and which categories (and their line), tags,
    # authors and series have articles, and which show an exercise; for a file the articles; or when
    # those of the categories changed, their line, the categories
    expected = {"/sitemap.xml": 9, "/sitemap-articles-1.xml": 2, "/sitemap-categories-1.xml": 4}
    for numbers in (range(1), range(1, 12)):
        for number in numbers:
            grow(number)
        for path, count in expected.items():
            with django_assert_num_queries(count):
                read(client, path)


def test_the_front_keeps_the_sitemap_until_an_article_changes(front, django_assert_num_queries):
    make_article("Backs")
    for path in ("/sitemap.xml", "/sitemap-articles-1.xml"):
        first = front.get(path, accept_encoding="gzip")
        assert first.headers["Content-Type"] == "application/xml"
        assert first.headers["Content-Encoding"] == "gzip"
        with django_assert_num_queries(0):
            assert front.get(path, if_none_match=front.get(path).headers["ETag"]).status == 304

    Article.objects.update(slug="knees")
    pages.changed("articles")

    assert "/knees/" in front.get("/sitemap-articles-1.xml").text


def test_a_kept_sitemap_ends_when_the_clock_changes_it(client):
    soon = now() + DAY / 2
    make_article(publish_at=soon)

    assert client.get("/sitemap.xml").page.until == soon
    assert client.get("/sitemap-pages-1.xml").page.until == soon


def test_an_exercise_is_listed_once_an_article_shows_it(client):
    tilt, bridge = make_exercise("Tilt"), make_exercise("Bridge")
    make_exercise("Plank")
    article = make_indexed("Backs", body=f"<p>{tilt.marker}</p>", updated_at=now() - DAY)
    make_indexed("Knees", body=f"<p>{bridge.marker}</p>", publish_at=now() + DAY)

    listed = read(client, "/sitemap-exercises-1.xml")

    assert list(listed) == ["/exercise/tilt/"]
    assert listed["/exercise/tilt/"] == article.publish_at.isoformat(timespec="seconds")
    assert "/sitemap-exercises-1.xml" in read(client)
