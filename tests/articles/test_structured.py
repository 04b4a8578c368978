"""The JSON-LD of each kind of page, held against files, and the rules that all of them keep."""

import json
import re
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from articles.models import Article, Byline, ChangeNote, Series, Source
from backpain.models import Publication
from tests.articles.factories import make_picture
from tests.factories import make_article, make_author, make_category, make_page
from tests.reading_heads import head_of

pytestmark = pytest.mark.django_db

GOLDEN = Path(__file__).parents[1] / "data" / "structured"
PUBLISHED = datetime(2026, 3, 1, 8, 30, 15, 123456, tzinfo=UTC)
UPDATED = datetime(2026, 5, 3, 9, tzinfo=UTC)
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d")
DAY = re.compile(r"\d{4}-\d\d-\d\d")
DATES = {"datePublished", "dateModified"}
ADDRESSES = {"url", "item", "urlTemplate", "@id", "sameAs"}
# What would claim to be a rating, a review or a list of questions, which no page of ours is.
FORBIDDEN = {"Review", "FAQPage", "AggregateRating", "Rating", "HowTo"}


@pytest.fixture(autouse=True)
def publication(settings):
    settings.SITE_URL = "https://example.org"
    return Publication.objects.create(
        pk=1,
        name="The Back Journal",
        tagline="Plain words",
        profiles="https://social.example/@backs\nhttps://video.example/backs",
    )


def write_full():
    """An article that has everything an article can have."""
    back = make_category("Back pain")
    leg = make_category("Sciatica", parent=back)
    jo = make_author(
        "Jo Writer",
        credentials="PT, DPT",
        role="Physiotherapist",
        biography="Walks a lot.",
        licence="https://register.example/jo",
        profiles="https://orcid.example/1",
        portrait=make_picture(file="b" * 32 + ".webp", alternative_text="Jo", credit="Kim"),
    )
    article = make_article(
        "Sciatica, from hip to heel",
        slug="sciatica",
        author=jo,
        standfirst="What it is.",
        body="<p>One two.</p><p>Three [1].</p>",
        picture=make_picture(file="a" * 32 + ".webp", caption="A spine", credit="Kim Photo"),
        reviewer=make_author("Rev Iewer", credentials="MD", role="Neurologist"),
        reviewed_on=date(2026, 5, 4),
        series=Series.objects.create(name="Legs", slug="legs"),
        publish_at=PUBLISHED,
        updated_at=UPDATED,
    )
    article.categories.set([leg])
    article.tags.create(name="Nerves", slug="nerves")
    Source.objects.create(article=article, citation="A trial", kind="study", doi="10.1000/x")
    Source.objects.create(article=article, citation="A book", kind="book", isbn="0306406152")
    ChangeNote.objects.create(article=article, kind="correction", text="A dose.", at=UPDATED)
    ChangeNote.objects.create(article=article, kind="update", text="Shorter.", at=UPDATED)


def write_plain(**fields):
    fields = {"body": "<p>Words.</p>", "publish_at": PUBLISHED, "updated_at": PUBLISHED, **fields}
    return make_article("Plain", **fields)


def write_without_picture():
    write_plain(reviewer=make_author("Rev Iewer"), reviewed_on=date(2026, 4, 2))


def write_without_reviewer():
    write_plain(picture=make_picture())


def write_with_three_authors():
    article = write_plain()
    for position, name in enumerate(["Abe Second", "Cy Third"], 1):
        Byline.objects.create(article=article, author=make_author(name), position=position)


def write_retracted():
    ChangeNote.objects.create(
        article=write_plain(), kind="retraction", text="The study was withdrawn.", at=UPDATED
    )


def write_page():
    make_page("About", publish_at=PUBLISHED, updated_at=UPDATED, standfirst="Who we are.")


def write_list():
    back = make_category("Back pain")
    knees = make_category("Knees", parent=back, description="What bends.")
    for number in range(14):
        article = make_article(f"Piece {number:02}", publish_at=PUBLISHED.replace(hour=number))
        article.categories.set([knees])


def write_author():
    make_author(
        "Jo Writer",
        credentials="PT",
        role="Physiotherapist",
        biography="Walks a lot.",
        licence="https://register.example/jo",
        profiles="https://orcid.example/1",
    )
    write_plain()


CASES = {
    "full": (write_full, "/sciatica/"),
    "no-picture": (write_without_picture, "/plain/"),
    "no-reviewer": (write_without_reviewer, "/plain/"),
    "three-authors": (write_with_three_authors, "/plain/"),
    "retracted": (write_retracted, "/plain/"),
    "page": (write_page, "/about/"),
    "category-page-2": (write_list, "/category/knees/page/2/"),
    "author": (write_author, "/author/jo-writer/"),
    "home": (write_plain, "/"),
}


@pytest.fixture(params=CASES)
def case(request, client):
    """The name of a case, and the graph of its page."""
    write, path = CASES[request.param]
    write()
    return request.param, head_of(client.get(path).text).graph


def test_a_page_says_of_itself_what_it_should(case):
    name, graph = case

    assert graph == json.loads((GOLDEN / f"{name}.json").read_text())


def walk(value, name=""):
    """Give every name with its value, however deep."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from walk(inner, key)
    elif isinstance(value, list):
        for inner in value:
            yield from walk(inner, name)
    else:
        yield name, value


def nodes(value):
    """Give every object, however deep."""
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from nodes(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from nodes(inner)


def test_every_address_is_absolute_and_every_date_has_a_zone(case):
    _, graph = case

    for name, value in walk(graph):
        if name in ADDRESSES:
            assert urlsplit(value).scheme == "https", (name, value)
            assert urlsplit(value).netloc, (name, value)
        if name in DATES:
            assert MOMENT.fullmatch(value), (name, value)
        if name == "lastReviewed":
            assert DAY.fullmatch(value), value


def test_every_reference_leads_to_a_node_and_every_node_has_a_type(case):
    _, graph = case
    known = {node["@id"] for node in graph}

    assert len(known) == len(graph)
    for node in nodes(graph):
        if set(node) == {"@id"}:
            assert node["@id"] in known
        else:
            assert node["@type"]


def test_nothing_is_claimed_that_no_page_of_ours_is(case):
    _, graph = case

    assert not FORBIDDEN & {node.get("@type") for node in nodes(graph)}


def test_nothing_is_empty(case):
    _, graph = case

    assert not [(name, value) for name, value in walk(graph) if value in ("", None)]
    assert not [node for node in nodes(graph) if {} in node.values() or [] in node.values()]


def test_the_review_belongs_to_the_page_and_not_to_the_article(client):
    write_full()

    head = head_of(client.get("/sciatica/").text)

    assert head.node("MedicalWebPage")["lastReviewed"] == "2026-05-04"
    assert not {"reviewedBy", "lastReviewed"} & set(head.node("Article"))


def test_a_review_of_another_text_than_the_one_on_the_page_is_not_claimed(client):
    write_full()
    Article.objects.update(reviewed_on=date(2026, 4, 2))  # and the text changed in May

    head = head_of(client.get("/sciatica/").text)

    assert not {"reviewedBy", "lastReviewed"} & set(head.node("MedicalWebPage"))


def test_a_reviewer_who_has_not_reviewed_yet_is_not_named(client):
    write_plain(reviewer=make_author("Rev Iewer"))

    page = client.get("/plain/").text

    assert "reviewedBy" not in page
    assert "Rev Iewer" not in page


def test_who_wrote_and_reviewed_an_article_is_one_person(client):
    write_plain(reviewer=make_author("Jo Writer"), reviewed_on=date(2026, 4, 2))

    head = head_of(client.get("/plain/").text)

    assert head.node("Person")["name"] == "Jo Writer"
    assert head.node("MedicalWebPage")["reviewedBy"] == head.node("Article")["author"][0]


HOSTILE = [
    "</script><script>alert(1)</script>",
    "<!-- <script>",
    "\"quoted\" & 'quoted' \\ \\u003c",
    "line\u2028and\u2029paragraph",
    "]]> {{ publication }} {% now %}",
]


@pytest.mark.parametrize("title", HOSTILE)
def test_a_hostile_title_stays_a_title(client, title):
    make_article(title, slug="hostile", standfirst=title)

    html = client.get("/hostile/").text
    head = head_of(html)

    assert head.node("Article")["headline"] == title
    assert head.one("og:title") == " ".join(head.headings[0].split()) == " ".join(title.split())
    (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    assert not set("<>&\u2028\u2029") & set(block)
