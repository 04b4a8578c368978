import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.utils.timezone import now

from articles.models import Article, Byline, Source, Tag
from backpain.models import Publication
from tests.articles.factories import make_picture
from tests.comments.factories import make_visible_comment
from tests.factories import make_article, make_author, make_category

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def make_articles(count: int) -> list[Article]:
    """Make `count` articles, the newest first, each with all that a list shows."""
    articles = [
        make_article(f"Piece {number}", publish_at=now() - number * DAY, picture=make_picture())
        for number in range(count)
    ]
    for article in articles:
        make_visible_comment(article=article)
    return articles


def test_a_published_article_is_shown(client):
    article = make_article("Bend your knees", body="<h2>Why</h2><p>Because.</p>")

    page = client.get(article.get_absolute_url())

    assert page.status_code == 200
    assert '<h1 class="page__title">Bend your knees</h1>' in page.text
    assert re.search(r"<h2[^>]*>Why</h2>\s*<p>Because.</p>", page.text)
    assert "<title>Bend your knees " in page.text


@pytest.mark.parametrize(
    "fields",
    [
        {"status": Article.Status.DRAFT},
        {"publish_at": now() + DAY},
        {"publish_at": now() - 2 * DAY, "unpublish_at": now() - DAY},
    ],
    ids=["draft", "future", "withdrawn"],
)
def test_what_is_not_public_is_on_no_page(client, fields):
    article = make_article("Not for readers", **fields)
    article.tags.add(Tag.objects.create(name="Knees", slug="knees"))

    assert client.get(article.get_absolute_url()).status_code == 404
    for path in ("/", "/category/back-pain/", "/tag/knees/", "/author/jo-writer/", "/nowhere/"):
        assert "Not for readers" not in client.get(path).text


def make_full_article() -> Article:
    """Make an article with every part of the page that this publication began with."""
    Publication(pk=1, postal_address="1 Sample Street").save()
    jesse = make_author(
        "Jesse Cannone",
        credentials="CFT, CPRS, MFT",
        role="Founder",
        biography="Jesse had back pain himself.",
        portrait=make_picture(),
    )
    article = make_article(
        "Best Back Pain Exercises",
        author=jesse,
        standfirst="Stop first.",
        body="<h2>What are the best?</h2><p>It depends.</p>",
        picture=make_picture(caption="Three patterns", credit="Our own"),
        reviewer=make_author("Rosa Reviewer", credentials="DPT"),
        reviewed_on=date(2026, 5, 2),
        publish_at=datetime(2026, 5, 1, tzinfo=UTC),
        updated_at=datetime(2026, 5, 3, tzinfo=UTC),
    )
    Source.objects.create(article=article, citation="A trial", url="https://example.org/trial")
    make_visible_comment(article=article, name="Maria", body="It helped.")
    return article


PARTS = [
    '<h1 class="page__title">Best Back Pain Exercises</h1>',
    "Stop first.",
    ">What are the best?</h2>",
    'Filed under <a href="/category/back-pain/">Back Pain</a>',
    'Written by <a href="/author/jesse-cannone/">Jesse Cannone</a>, CFT, CPRS, MFT',
    'Medically reviewed by <a href="/author/rosa-reviewer/">Rosa Reviewer</a>, DPT',
    'Updated <time datetime="2026-05-03',
    ">3 May 2026</time>",
    "1 minute",
    'alt="A spine from the side" width="1200" height="800" fetchpriority="high"',
    "Three patterns",
    "Picture: Our own",
    'href="https://example.org/trial"',
    '<a class="onward__link" href="/muscle-imbalances/">Muscle imbalances</a>',
    "It does not replace the advice",
    '<img class="face face--large"',
    "CFT, CPRS, MFT · Founder",
    "Jesse had back pain himself.",
    "Less pain, more life: our free e-newsletter",
    'action="/newsletter/"',
    "Sign me up",
    "100 % anti-spam compliant",
    "1 comment",
    "It helped.",
    "Leave a reply",
    "Your email address will not be published. Required fields are marked *",
    '<footer class="footer">',
    "1 Sample Street",
]


def test_the_article_page_carries_every_part(client):
    make_article("Muscle imbalances", publish_at=datetime(2026, 4, 1, tzinfo=UTC))
    article = make_full_article()

    text = " ".join(client.get(article.get_absolute_url()).text.split())

    for part in PARTS:
        assert part in text, part


def test_authors_stand_in_the_order_of_the_byline(client):
    article = make_article("Together", author=make_author("Zoe First"))
    Byline.objects.create(article=article, author=make_author("Abe Second"), position=1)
    other = make_article("Apart", author=make_author("Abe Second"))

    home = client.get("/").text
    page = client.get(article.get_absolute_url()).text

    assert "Zoe First and Abe Second" in home
    assert page.index("Zoe First") < page.index("Abe Second")
    assert client.get(other.get_absolute_url()).text.count("author__name") == 1


def test_a_page_says_which_part_of_the_menu_it_is_in(client):
    article = make_article("Bend your knees")
    make_category("Posture")

    on_article = client.get(article.get_absolute_url()).text
    on_category = client.get("/category/posture/").text

    assert 'href="/category/back-pain/" aria-current="true"' in on_article
    assert 'href="/category/posture/" aria-current="page"' in on_category
    for page in (on_article, on_category):
        assert page.split("</header>")[0].count("aria-current") == 1


def test_a_page_names_its_one_address_without_query(client, settings):
    settings.SITE_URL = "https://example.org"
    make_article("Rücken", slug="rücken")

    page = client.get("/rücken/?utm_source=x").text

    assert '<link rel="canonical" href="https://example.org/r%C3%BCcken/">' in page


def test_the_newest_article_leads_and_the_others_follow(client):
    make_articles(3)

    text = client.get("/").text.split("<main")[1]

    assert text.index('class="lead"') < text.index("Piece 0") < text.index('class="summaries"')
    assert text.index("Piece 1") < text.index("Piece 2")
    assert "1 comment" in text


def test_lists_continue_on_further_pages(client):
    make_articles(14)

    first, second = client.get("/").text, client.get("/page/2/").text

    assert "Piece 11<" in first
    assert "Piece 12<" not in first
    assert 'rel="next" href="/page/2/"' in first
    assert "Piece 12<" in second
    assert 'rel="prev" href="/"' in second
    assert "<title>Page 2 " in second


@pytest.mark.parametrize("path", ["/", "/category/back-pain/", "/author/jo-writer/"])
def test_a_list_ends_with_a_404_and_its_first_page_has_one_address(client, path):
    make_article()

    assert client.get(f"{path}page/2/").status_code == 404
    first = client.get(f"{path}page/1/")
    assert (first.status_code, first["Location"]) == (301, path)


def test_an_empty_category_says_so_and_leads_home(client):
    make_category("Sleep", description="Mattresses.")

    text = client.get("/category/sleep/").text

    assert "Mattresses." in text
    assert "Nothing here yet" in text
    assert 'href="/">See the newest articles</a>' in text


def test_an_empty_site_has_a_home_page(client):
    assert "Nothing here yet" in client.get("/").text


def test_markup_in_titles_and_names_is_shown_as_written(client):
    author = make_author("<b>Jo</b>", slug="jo", biography="<script>a</script>")
    category = make_category("A & B <i>", slug="a-b", description='"quoted" <u>')
    article = make_article("<script>alert(1)</script>", slug="odd", author=author)
    article.categories.set([category])
    article.tags.add(Tag.objects.create(name="<tag>", slug="odd"))

    for path in ("/", "/odd/", "/category/a-b/", "/tag/odd/", "/author/jo/", "/nowhere/"):
        text = client.get(path).text
        assert "&lt;script&gt;" in text, path
        for markup in ("<script>", "<b>Jo", "B <i>", "<u>", "<tag>"):
            assert markup not in text, path


PUBLIC = (
    *("/", "/page/2/", "/piece-0/", "/category/back-pain/", "/category/back-pain/page/2/"),
    *("/tag/knees/", "/author/jo-writer/", "/author/jo-writer/page/2/"),
    *("/newsletter/", "/newsletter/your-address/"),
)


@pytest.fixture
def stocked():
    """Rows enough for every address in PUBLIC."""
    make_articles(13)[0].tags.add(Tag.objects.create(name="Knees", slug="knees"))


@pytest.mark.parametrize("path", PUBLIC)
def test_a_public_page_depends_on_nothing_of_the_visitor(client, stocked, path):
    stranger = client.get(path)
    client.force_login(User.objects.create_superuser("editor"))
    client.cookies["csrftoken"] = "c" * 32
    editor = client.get(path, headers={"accept-language": "de"})

    assert stranger.status_code == 200
    assert stranger.content == editor.content
    for page in (stranger, editor):
        assert not page.cookies
        assert "cookie" not in page.get("Vary", "").lower()
    assert b"csrfmiddlewaretoken" not in stranger.content


def test_a_page_is_kept_no_longer_than_the_piece_it_leads_on_to(client):
    ends = now() + DAY / 2
    before = make_article(publish_at=now() - DAY, unpublish_at=ends)
    article = make_article(read_next=before)

    response = client.get(article.get_absolute_url())

    assert response.page.until == ends


@pytest.mark.parametrize(
    ("path", "expected"),
    # the clock's next change; the number of articles; the keys of those on the page; these
    # articles; their categories, authors and pictures' files; the publication; the menu; the
    # numbers of comments
    [
        ("/", 10),
        ("/category/back-pain/", 13),  # and the category, its family and its parts
        ("/author/jo-writer/", 12),  # and the author, and what was reviewed
    ],
)
def test_a_list_takes_as_many_queries_for_one_article_as_for_twelve(
    client, django_assert_max_num_queries, path, expected
):
    make_articles(1)
    with django_assert_max_num_queries(expected) as for_one:
        client.get(path)

    make_articles(0)
    for number in range(11):
        make_article(f"More {number}", author=make_author(f"Writer {number}"))
    with django_assert_max_num_queries(expected) as for_twelve:
        client.get(path)

    assert len(for_one) == len(for_twelve) == expected


def test_an_unknown_address_gets_a_page_with_ways_on(client):
    make_article("Bend your knees")

    page = client.get("/nowhere/at/all/")

    assert page.status_code == 404
    assert "This page is not here" in page.text
    assert '<a class="titles__link" href="/bend-your-knees/">Bend your knees</a>' in page.text
    assert "canonical" not in page.text
