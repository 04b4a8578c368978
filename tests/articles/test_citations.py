"""How an article is cited and passed on."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles import citations, share_links
from articles.citations import Name, Work
from articles.models import Article, Byline, ChangeNote
from backpain.models import Publication
from tests.factories import make_article, make_author, make_page

pytestmark = pytest.mark.django_db
PUBLISHED = datetime(2026, 5, 3, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def address(settings):
    settings.SITE_URL = "https://example.org"


def make_cited(**fields) -> Article:
    fields = {
        "title": "Bend your knees & live",
        "slug": "bend",
        "publish_at": PUBLISHED,
        "updated_at": PUBLISHED,
        **fields,
    }
    article = make_article(author=make_author("Ludwig van der Berg"), **fields)
    Byline.objects.create(article=article, author=make_author("Ann-Marie B. Cole"), position=1)
    return article


def work(**fields) -> Work:
    plain = {
        "names": [],
        "title": "Title",
        "publication": "Journal",
        "published": date(2026, 5, 3),
        "updated": None,
        "address": "https://example.org/a/",
        "key": "a2026-1",
    }
    return Work(**{**plain, **fields})


@pytest.mark.parametrize(
    ("name", "inverted", "vancouver"),
    [
        ("Jesse Cannone", "Cannone, Jesse", "Cannone J"),
        ("Ann-Marie B. Cole", "Cole, Ann-Marie B.", "Cole AM"),
        ("Ludwig van der Berg", "van der Berg, Ludwig", "van der Berg L"),
        ("J. R. R. Tolkien", "Tolkien, J. R. R.", "Tolkien JR"),
        ("Plato", "Plato", "Plato"),
        ("王小明", "王小明", "王小明"),
        ("élodie Petit", "Petit, élodie", "Petit É"),
        ("", "", ""),
    ],
)
def test_names_are_taken_apart(name, inverted, vancouver):
    assert (Name.of(name).inverted, Name.of(name).vancouver) == (inverted, vancouver)


def test_the_reference_in_words_stands_on_the_page(client):
    make_cited()

    page = client.get("/bend/").text

    assert (
        "van der Berg L, Cole AM. Bend your knees &amp; live. The Back Journal [Internet]. "
        "2026 May 3. Available from: https://example.org/bend/"
    ) in page
    assert 'href="/bend/cite.bib"' in page
    assert 'href="/bend/cite.ris"' in page


def test_an_update_and_a_retraction_are_named():
    article = make_cited(updated_at=datetime(2026, 6, 1, tzinfo=UTC), title="Is rest best?")
    ChangeNote.objects.create(article=article, kind="retraction", text="No.")

    words = citations.vancouver(Work.of(article, Publication.current()))

    assert "Is rest best? [retracted]. The" in words
    assert "2026 May 3 [updated 2026 Jun 1]. Available" in words


def test_a_title_that_ends_with_a_question_has_no_second_stop():
    assert " Is it? Journal" in " " + citations.vancouver(work(title="Is it?"))


def test_a_day_is_the_day_where_the_site_is(settings):
    settings.TIME_ZONE = "Pacific/Auckland"
    article = make_cited(publish_at=datetime(2026, 5, 3, 20, tzinfo=UTC))

    assert Work.of(article, Publication.current()).published == date(2026, 5, 4)


def test_the_bibtex_file(client):
    article = make_cited()

    response = client.get("/bend/cite.bib")

    assert response.headers["Content-Type"] == "application/x-bibtex; charset=utf-8"
    assert response.headers["Content-Disposition"] == 'attachment; filename="bend.bib"'
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert response.text == (
        f"@misc{{vanderberg2026-{article.pk},\n"
        "  author = {{van der Berg}, {Ludwig} and {Cole}, {Ann-Marie B.}},\n"
        "  title = {{Bend your knees \\& live}},\n"
        "  howpublished = {The Back Journal},\n"
        "  year = {2026},\n"
        "  month = {5},\n"
        "  date = {2026-05-03},\n"
        "  url = {https://example.org/bend/},\n"
        "}\n"
    )


def test_the_ris_file(client):
    make_cited(updated_at=datetime(2026, 6, 1, tzinfo=UTC))

    response = client.get("/bend/cite.ris")

    assert response.headers["Content-Type"] == "application/x-research-info-systems; charset=utf-8"
    assert response.text.split("\r\n") == [
        "TY  - ELEC",
        "AU  - van der Berg, Ludwig",
        "AU  - Cole, Ann-Marie B.",
        "TI  - Bend your knees & live",
        "T2  - The Back Journal",
        "PB  - The Back Journal",
        "PY  - 2026",
        "DA  - 2026/05/03/",
        "ET  - Updated 2026-06-01",
        "UR  - https://example.org/bend/",
        "ER  - ",
        "",
    ]


def test_files_of_an_address_in_any_script_keep_their_name(client):
    make_article("Rücken", slug="rücken")

    response = client.get("/rücken/cite.ris")

    assert "filename*=utf-8''r%C3%BCcken.ris" in response.headers["Content-Disposition"]
    assert "UR  - https://example.org/r%C3%BCcken/" in response.text


def test_the_files_are_public_pages_that_change_with_the_article(client):
    article = make_cited()

    for path in ("/bend/cite.bib", "/bend/cite.ris"):
        assert client.get(path).page.tags == {"site", f"article:{article.pk}"}


@pytest.mark.parametrize("name", ["cite.bib", "cite.ris"])
def test_only_what_readers_may_see_is_cited_and_no_page(client, name):
    make_article("Draft", status=Article.Status.DRAFT)
    make_page("About")

    for slug in ("draft", "about", "nowhere"):
        assert client.get(f"/{slug}/{name}").status_code == 404


@given(st.text(max_size=60))
def test_no_title_breaks_out_of_its_field(title):
    entry = citations.bibtex(work(title=title, names=[Name.of(title)]))
    lines = citations.ris(work(title=" ".join(title.split()))).split("\r\n")

    plain = entry.replace("\\{", "").replace("\\}", "")
    depth = 0
    for sign in plain:
        depth += (sign == "{") - (sign == "}")
        assert depth >= 0
    assert depth == 0
    assert len(lines) == 9


def test_one_reference_holds_one_entry_whatever_the_title(client):
    make_cited(title="A\r\nER  - \r\nTY  - BOOK } @misc{x, % $ # _ ~ ^ \\")

    ris, bib = (client.get(f"/bend/cite.{kind}").text for kind in ("ris", "bib"))

    assert ris.count("\r\nER  - ") == ris.count("TY  - ELEC") == 1
    assert r"\} @misc\{x, \% \$ \# \_ \textasciitilde{} \textasciicircum{} \textbackslash{}" in bib


def test_the_ways_to_pass_it_on_name_title_and_address(client):
    article = make_cited()

    links = {link.name: link.url for link in share_links.to(article)}

    assert links["E-mail"] == (
        "mailto:?subject=Bend%20your%20knees%20%26%20live&body=https%3A%2F%2Fexample.org%2Fbend%2F"
    )
    assert list(links) == ["E-mail", "Bluesky", "Facebook", "LinkedIn", "WhatsApp", "X"]
    page = client.get("/bend/").text
    for url in links.values():
        assert "https%3A%2F%2Fexample.org%2Fbend%2F" in url
        assert f'href="{url.replace("&", "&amp;")}" rel="noopener nofollow"' in page


def test_the_address_stands_in_a_field_and_its_button_waits_for_the_script(client):
    make_cited()

    page = client.get("/bend/").text

    assert 'id="share-address" value="https://example.org/bend/" readonly' in page
    assert page.count('data-copy="share-address"') == 1
    assert "hidden>Copy</button>" in page
    assert 'role="status" data-copy-status' in page
