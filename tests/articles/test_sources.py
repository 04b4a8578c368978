"""Sources: the markers that lead to them, the list, and what the desk makes of their names."""

import pytest
from django.core.exceptions import ValidationError

from articles.body import read
from articles.body.pieces import Markup
from articles.body.warnings import dangling_markers, unused_sources
from articles.models import Source
from articles.sources import SourceForm, doi, isbn, pmid
from tests.articles.test_admin import article_fields
from tests.factories import make_article


def html(source, sources=3) -> str:
    pieces = read(source, sources=sources).pieces
    return "".join(piece.html for piece in pieces if isinstance(piece, Markup))


def link(number: int, time: int = 1) -> str:
    return (
        f'<a href="#source-{number}" id="cited-{number}-{time}" aria-label="source {number}">'
        f"{number}</a>"
    )


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("So. [2]", [2]),
        ("So.[1, 3]", [1, 3]),
        ("So.[1\u20133]", [1, 2, 3]),
        ("So. [1,2-3]", [1, 2, 3]),
    ],
)
def test_a_marker_becomes_links_to_its_sources(words, numbers):
    links = ", ".join(link(number) for number in numbers)

    assert html(f"<p>{words}</p>") == f'<p>So.<sup class="cited">{links}</sup></p>'


def test_each_marker_of_a_source_has_a_name_of_its_own():
    assert link(1, 2) in html("<p>A[1]</p><ul><li>B[1]</li></ul>")


def test_a_marker_may_stand_after_other_markup():
    assert html("<p><em>So</em> [1], and</p>") == (
        f'<p><em>So</em><sup class="cited">{link(1)}</sup>, and</p>'
    )


@pytest.mark.parametrize(
    "source",
    [
        "<p>As in [4]</p>",
        "<p>[0]</p>",
        "<p>[3-1]</p>",
        "<p>[2020]</p>",
        "<p>[a]</p>",
        "<p><code>x[1]</code></p>",
        "<pre>x[1]</pre>",
        '<p><a href="/knees/">x[1]</a></p>',
    ],
)
def test_what_leads_nowhere_or_is_no_marker_stays_text(source):
    assert html(source) == source


def test_a_marker_in_a_heading_stays_text():
    assert 'class="cited"' not in html("<h2>Why [1]</h2>")


def test_of_a_marker_that_leads_nowhere_in_part_the_rest_are_links():
    assert html("<p>A[1, 9]</p>") == f'<p>A<sup class="cited">{link(1)}, <span>9</span></sup></p>'


@pytest.mark.django_db
def test_the_list_of_sources_leads_back_to_every_marker(client):
    article = make_article(body="<p>A[1] B[1]</p>")
    Source.objects.create(
        article=article,
        citation="A trial",
        kind="study",
        doi="10.1000/x<y>",
        pmid="123",
        isbn="978-3-16-148410-0",
        archived_url="https://archive.example/a",
        accessed_on="2026-05-03",
    )
    Source.objects.create(article=article, citation="Unread", position=1)

    text = " ".join(client.get(article.get_absolute_url()).text.split())
    first = text.split('<li class="sources__item" id="source-1">')[1].split("</li>")[0]
    second = text.split('id="source-2">')[1].split("</li>")[0]

    for part in (
        '<a href="https://doi.org/10.1000/x%3Cy%3E" rel="noopener external">A trial</a>',
        "Study",
        'href="https://doi.org/10.1000/x%3Cy%3E"',
        'href="https://pubmed.ncbi.nlm.nih.gov/123/"',
        "ISBN 978-3-16-148410-0",
        'href="https://archive.example/a"',
        '<time datetime="2026-05-03">',
        'href="#cited-1-1"',
        'href="#cited-1-2"',
    ):
        assert part in first, part
    assert "#cited" not in second


@pytest.mark.django_db
def test_a_doi_with_signs_of_addresses_leads_to_its_whole_name(client):
    name = "10.1002/1521-3951(200011)222:1<319::AID-PSSB319>3.0.CO;2-#"
    article = make_article()
    article.sources.create(citation="A study", doi=name)

    text = client.get(article.get_absolute_url()).text

    whole = "https://doi.org/10.1002/1521-3951%28200011%29222%3A1%3C319%3A%3AAID-PSSB319%3E3.0.CO%3B2-%23"
    assert text.count(f'href="{whole}"') == 2
    assert text.count(f'"url":"{whole}"') == 1


@pytest.mark.django_db
def test_the_desk_knows_which_markers_and_sources_miss_each_other():
    article = make_article(body="<p>A[1] B[4, 5] C[5]</p>")
    for position in range(3):
        Source.objects.create(article=article, citation=str(position), position=position)

    assert dangling_markers(article.body, 3) == [4, 5]
    assert unused_sources(article.body, 3) == [2, 3]


@pytest.mark.django_db
def test_saving_says_what_leads_nowhere(admin_client):
    fields = article_fields(body="<p>A[2]</p><p>[exercise tilt]</p>") | {
        "sources-TOTAL_FORMS": "1",
        "sources-0-citation": "A trial",
        "sources-0-kind": "study",
        "sources-0-position": "0",
    }

    page = admin_client.post("/admin/articles/article/add/", fields, follow=True).text

    assert "The text cites [2], and there is no such source." in page
    assert "No marker in the text leads to source 1." in page
    assert "There is no exercise “tilt”: readers see nothing there." in page


@pytest.mark.parametrize(
    "pasted",
    [
        "10.1000/182",
        " https://doi.org/10.1000/182 ",
        "http://dx.doi.org/10.1000%2F182",
        "doi:10.1000/182",
        "DOI: 10.1000/182.",
    ],
)
def test_a_doi_may_be_pasted_with_what_stands_before_it(pasted):
    assert doi(pasted) == "10.1000/182"


@pytest.mark.parametrize(
    "pasted", ["123456", "PMID: 123456", "https://pubmed.ncbi.nlm.nih.gov/123456/"]
)
def test_a_pmid_may_be_pasted_with_its_address(pasted):
    assert pmid(pasted) == "123456"


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        ("978-3-16-148410-0", "978-3-16-148410-0"),
        ("ISBN-13: 978 3 16 148410 0", "978 3 16 148410 0"),
        ("isbn 0-8044-2957-x", "0-8044-2957-X"),
        ("", ""),
    ],
)
def test_an_isbn_is_kept_as_it_is_printed(pasted, kept):
    assert isbn(pasted) == kept


@pytest.mark.parametrize(
    "wrong", ["978-3-16-148410-1", "0-8044-2957-1", "123", "9771234567898", "978316148410X"]
)
def test_an_isbn_with_a_wrong_digit_is_refused(wrong):
    with pytest.raises(ValidationError, match="No book has this ISBN"):
        isbn(wrong)


@pytest.mark.django_db
def test_the_form_keeps_the_bare_names():
    form = SourceForm(
        {
            "article": make_article().pk,
            "citation": "A trial",
            "kind": "study",
            "position": 0,
            "doi": "https://doi.org/10.1000/182",
            "pmid": "https://pubmed.ncbi.nlm.nih.gov/123456/",
            "isbn": "ISBN 978-3-16-148410-0",
        }
    )

    assert form.is_valid(), form.errors
    assert (form.instance.doi, form.instance.pmid) == ("10.1000/182", "123456")
    assert form.instance.isbn == "978-3-16-148410-0"
