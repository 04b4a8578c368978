from collections import Counter
from datetime import timedelta

import pytest
from django.contrib.staticfiles import finders
from django.urls import resolve
from django.utils.timezone import now
from PIL import Image

from articles import cards
from articles.models import Article
from backpain import sample, sharing, worker
from backpain.models import Publication
from backpain.sample import loading
from backpain.text import cut
from tests.articles.factories import make_picture
from tests.crawling import crawl
from tests.factories import make_article, make_author, make_category, make_page
from tests.front_client import FrontClient
from tests.reading_heads import head_of

pytestmark = pytest.mark.django_db


def head(client, path):
    return head_of(client.get(path).text)


def test_a_title_is_followed_by_the_name_of_the_publication(client):
    Publication.objects.create(pk=1, name="Backs & Necks", tagline="Plain words")
    make_article("Knees < hips", slug="knees")

    assert head(client, "/knees/").titles == ["Knees < hips \N{EN DASH} Backs & Necks"]
    assert head(client, "/").titles == ["Backs & Necks \N{EN DASH} Plain words"]
    assert head(client, "/knees/").one("og:title") == "Knees < hips"
    assert head(client, "/knees/").one("og:site_name") == "Backs & Necks"


def test_words_written_for_search_engines_go_before_the_article_s_own(client):
    make_article("Backs", standfirst="S", seo_title="All of backs", seo_description="Found")

    found = head(client, "/backs/")

    assert found.titles[0].startswith("All of backs \N{EN DASH} ")
    assert found.one("description") == found.one("og:description") == "Found"
    assert found.headings == ["Backs"]


@pytest.mark.parametrize(
    ("fields", "description"),
    [
        ({"standfirst": "What\nhelps & why"}, "What helps & why"),
        ({"body": "<h2>First &amp; last</h2><p>Walk.</p>"}, "First & last Walk."),
        ({"body": "Hi <script>alert(1)</script>"}, "Hi"),
        ({"body": ""}, "Plain words"),
    ],
)
def test_an_article_describes_itself(client, fields, description):
    Publication.objects.create(pk=1, name="N", tagline="Plain words")
    make_article("Backs", **fields)

    assert head(client, "/backs/").one("description") == description


def test_a_long_description_ends_after_a_word(client):
    make_article("Backs", seo_description="abcdefghi " * 30)

    description = head(client, "/backs/").one("description")

    assert description == "abcdefghi " * 15 + "abcdefghi…"


@pytest.mark.parametrize(
    ("words", "length", "kept"),
    [
        ("One two", 7, "One two"),
        ("One two three", 8, "One two…"),
        ("One, two", 7, "One…"),
        ("x" * 30, 10, "x" * 9 + "…"),
        ("An\n\tend ", 10, "An end"),
    ],
)
def test_words_are_cut_at_the_end_of_one(words, length, kept):
    assert cut(words, length) == kept
    assert len(kept) <= length


def test_the_canonical_address_is_that_of_the_settings_and_page_two_names_itself(client, settings):
    settings.SITE_URL = "https://example.org"
    for number in range(30):
        make_article(f"Piece {number}")

    first, second = head(client, "/?utm_source=x"), head(client, "/page/2/")

    assert first.canonical == [first.one("og:url")] == ["https://example.org/"]
    assert second.canonical == ["https://example.org/page/2/"]
    assert second.titles[0].startswith("Page 2")
    assert second.one("description").startswith("Page 2: ")


def test_an_article_from_elsewhere_sends_search_engines_there(client):
    make_article("Backs", canonical_url="https://clinic.example/backs?a=1&b=2")

    found = head(client, "/backs/")

    assert found.canonical == [found.one("og:url")] == ["https://clinic.example/backs?a=1&b=2"]


def test_an_article_hidden_from_search_can_still_be_shared(client):
    make_article("Backs", is_hidden_from_search=True)

    found = head(client, "/backs/")

    assert found.one("robots") == "noindex,follow"
    assert found.one("og:title") == "Backs"


def test_a_term_without_articles_is_not_indexed_but_followed(client):
    make_category("Empty")
    make_article("Backs")

    assert head(client, "/category/empty/").one("robots") == "noindex,follow"
    assert head(client, "/category/back-pain/").one("robots") == "max-image-preview:large"


def test_a_page_that_is_missing_or_private_has_no_address_to_share(client):
    make_article("Backs")

    for path in ("/nowhere/", "/backs/comment/", "/newsletter/confirm/none/"):
        found = head(client, path)
        assert "noindex" in found.one("robots"), path
        assert not found.canonical, path
        assert "og:url" not in found.metas, path
        assert not found.blocks, path


def test_an_article_says_to_networks_when_by_whom_and_about_what(client, settings):
    settings.SITE_URL = "https://example.org"
    published = now().replace(microsecond=0) - timedelta(days=9)
    article = make_article(
        "Backs", publish_at=published, updated_at=published + timedelta(days=3), slug="b"
    )
    article.tags.create(name="Sleep", slug="sleep")

    found = head(client, "/b/")

    assert found.one("og:type") == "article"
    assert found.one("article:published_time") == published.isoformat()
    assert found.one("article:modified_time") == (published + timedelta(days=3)).isoformat()
    assert found.one("article:author") == "https://example.org/author/jo-writer/"
    assert found.one("article:section") == "Back Pain"
    assert found.one("article:tag") == "Sleep"
    assert found.one("og:locale") == "en_GB"


def test_an_article_not_changed_in_substance_names_no_such_date(client):
    make_article("Backs")

    assert "article:modified_time" not in head(client, "/backs/").metas


def test_every_kind_of_page_says_its_own(client):
    make_page("About")
    make_article("Backs")

    assert head(client, "/about/").one("og:type") == "website"
    assert head(client, "/").one("og:type") == "website"
    assert head(client, "/author/jo-writer/").one("og:type") == "profile"


def test_a_wide_portrait_stands_for_its_author(client, settings):
    settings.SITE_URL = "https://example.org"
    make_author("Ann", portrait=make_picture(file="a" * 32 + ".webp"), biography="Walks.")
    make_author("Bo", portrait=make_small_portrait(), biography="Sits.")

    ann, bo = head(client, "/author/ann/"), head(client, "/author/bo/")

    assert ann.one("og:image") == f"https://example.org/media/{'a' * 32}.webp"
    assert ann.one("og:image:type") == "image/webp"
    assert (ann.one("og:image:width"), ann.one("og:image:height")) == ("1200", "800")
    assert bo.one("og:image") == "https://example.org/static/img/card.jpg"


def make_small_portrait():
    picture = make_picture(file="b" * 32 + ".webp")
    picture.width = picture.height = 200
    picture.save()
    return picture


def test_the_card_of_pages_without_one_has_the_size_that_heads_tell():
    with Image.open(str(finders.find("img/card.jpg"))) as card:
        assert (card.format, card.size) == ("JPEG", (sharing.WIDTH, sharing.HEIGHT))


@pytest.mark.parametrize(
    ("language", "locale", "tag"),
    [
        ("en-gb", "en_GB", "en-GB"),
        ("en", "en_US", "en"),
        ("de", "de_DE", "de"),
        ("sv", "sv_SE", "sv"),
        ("zh-hans", "zh_CN", "zh-Hans"),
        ("ca", "ca_ES", "ca"),  # CA is Canada
        ("ga", "ga_IE", "ga"),  # GA is Gabon
        ("es-mx", "es_MX", "es-MX"),
        ("eo", "", "eo"),
        ("sr-latn", "", "sr-Latn"),
    ],
)
def test_a_language_is_written_as_each_standard_wants_it(language, locale, tag):
    assert sharing.locale(language) == locale
    assert sharing.language_tag(language) == tag


@pytest.fixture
def pages(front, monkeypatch, small_pictures):
    """Every page of the sample publication, its cards made: path -> its head."""
    monkeypatch.setattr(loading, "PICTURES", small_pictures)
    sample.load()
    assert worker.run(once=True) == 0
    found = crawl(FrontClient())
    html = {path: page for path, page in found.items() if is_page(path, page)}
    return {path: head_of(page.text) for path, page in html.items()}


def is_page(path, page):
    kind = page.headers.get("Content-Type", "")
    return page.status == 200 and kind.startswith("text/html")


def test_the_pages_of_the_sample_have_heads_as_they_should(pages, settings, subtests):
    """Loading the sample takes seconds, so it is done once for all that is asked of its heads."""
    with subtests.test("no two that are indexed share a title or description"):
        no_two_pages_that_are_indexed_share_title_or_description(pages)
    with subtests.test("each has one title, heading and address, or is not indexed"):
        every_page_has_one_title_one_heading_and_one_address_or_is_not_indexed(pages)
    with subtests.test("the picture that a head names is there, as large as it says"):
        the_picture_that_a_head_names_is_there_as_large_as_it_says(pages, settings)


def no_two_pages_that_are_indexed_share_title_or_description(pages):
    indexed = [found for found in pages.values() if found.is_indexable]
    titles = Counter(found.titles[0] for found in indexed)
    descriptions = Counter(found.one("description") for found in indexed)

    assert len(indexed) > 30
    assert [title for title, count in titles.items() if count > 1] == []
    assert [words for words, count in descriptions.items() if count > 1] == []


def every_page_has_one_title_one_heading_and_one_address_or_is_not_indexed(pages):
    for path, found in pages.items():
        assert len(found.titles) == 1, path
        assert len(found.headings) == 1, path
        assert found.headings[0], path
        assert len(found.metas["robots"]) == 1, path
        assert len(found.canonical) == 1 or not found.is_indexable, path
        assert len(found.metas.get("description", [])) <= 1, path


def the_picture_that_a_head_names_is_there_as_large_as_it_says(pages, settings):
    named = {
        found.one("og:image"): (found.one("og:image:width"), found.one("og:image:height"))
        for found in pages.values()
        if "og:image" in found.metas
    }

    assert len(named) > Article.objects.listed().count()
    for address, size in named.items():
        with Image.open(file_of(address, settings)) as picture:
            assert tuple(map(str, picture.size)) == size, address
            assert picture.format in {"JPEG", "WEBP"}


def file_of(address, settings):
    path = address.removeprefix(settings.SITE_URL)
    if path.startswith(settings.MEDIA_URL):
        assert resolve(path).url_name == "media"
        return settings.MEDIA_ROOT / path.removeprefix(settings.MEDIA_URL)
    return finders.find(path.removeprefix(settings.STATIC_URL))


def test_the_words_for_a_card_say_what_it_shows(client):
    make_article("Backs", card="c" * 32 + ".jpg", picture=make_picture())
    make_article("Knees", card="d" * 32 + ".jpg")

    assert head(client, "/backs/").one("og:image:alt") == "A spine from the side"
    assert head(client, "/knees/").one("og:image:alt") == "Knees"
    assert cards.card_of(Article.objects.get(slug="knees")).is_large
