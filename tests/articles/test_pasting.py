"""What people paste or type into a body, as it is after it was saved."""

import re
from pathlib import Path

import pytest

from articles.models import Article
from articles.pasting import tidy

CLIPBOARDS = Path(__file__).parents[1] / "data" / "pasted"


def saved(source: str) -> str:
    """Return a body as the form of the desk saves it, without the space between its blocks."""
    cleaned = Article._meta.get_field("body").clean(source, None)
    return re.sub(r">\s+<", "><", cleaned).strip()


@pytest.mark.parametrize("name", ["word", "google-docs"])
class TestAClipboard:
    def test_becomes_plain_markup(self, name):
        expected = (CLIPBOARDS / f"{name}.expected.html").read_text()

        assert saved((CLIPBOARDS / f"{name}.html").read_text()) == expected.replace("\n", "")

    def test_stays_as_it_is_when_it_is_saved_again(self, name):
        once = saved((CLIPBOARDS / f"{name}.html").read_text())

        assert saved(once) == once


@pytest.mark.parametrize(
    ("source", "result"),
    [
        ("<h1>A title</h1>", "<h2>A title</h2>"),
        ("<h6>A small one</h6>", "<h4>A small one</h4>"),
        ("<h2><b>Bold</b> already</h2>", "<h2>Bold already</h2>"),
        ("<div>Words</div>", "<p>Words</p>"),
        ("<div><p>One</p><div>Two</div></div>", "<p>One</p><p>Two</p>"),
        ("<p>  </p><p>&nbsp;</p><p><br></p><p>Words</p>", "<p>Words</p>"),
        ("<p><b>One</b><b> two</b></p>", "<p><strong>One two</strong></p>"),
        ("<p><b><strong>One</strong></b></p>", "<p><strong>One</strong></p>"),
        ("<p>A<b> </b>B</p>", "<p>A B</p>"),
        ("<p>Gone<del> for good</del></p>", "<p>Gone</p>"),
        ('<p>A<span style="vertical-align:super">2</span></p>', "<p>A<sup>2</sup></p>"),
        (
            "<ul><li>a</li><ol><li>b</li></ol><li>c</li></ul>",
            "<ul><li>a<ol><li>b</li></ol></li><li>c</li></ul>",
        ),
        ("<ul></ul><p>Words</p>", "<p>Words</p>"),
        ('<p role="heading" aria-level="2">Office online</p>', "<h2>Office online</h2>"),
    ],
)
def test_what_is_meant_stays_and_what_is_not_goes(source, result):
    assert saved(source) == result


@pytest.mark.parametrize(
    ("address", "result"),
    [
        (
            "https://www.google.com/url?q=https://example.org/a?b%3Dc&sa=D",
            "https://example.org/a?b=c",
        ),
        ("https://www.google.com/search?q=knees", "https://www.google.com/search?q=knees"),
        ("#s-sources", "#s-sources"),
        ("/knees/", "/knees/"),
        ("mailto:a@example.org", "mailto:a@example.org"),
    ],
)
def test_a_link_leads_where_it_says(address, result):
    assert saved(f'<p><a href="{address}">a</a></p>') == f'<p><a href="{result}">a</a></p>'


@pytest.mark.parametrize(
    "address", ["#_Toc12", "file:///C:/a.docx", "javascript:alert(1)", "https://[", ""]
)
def test_a_link_that_leads_nowhere_leaves_its_words(address):
    assert saved(f'<p>See <a href="{address}">it</a></p>') == "<p>See it</p>"


def test_a_google_address_with_a_script_in_it_is_no_link():
    source = '<p><a href="https://www.google.com/url?q=javascript:alert(1)">it</a></p>'

    assert "javascript" not in saved(source)


def test_words_typed_without_markup_are_paragraphs():
    assert saved("First\nline.\n\nSecond <b>bold</b>.") == (
        "<p>First line.</p><p>Second <strong>bold</strong>.</p>"
    )


def test_a_numbered_list_of_word_may_begin_with_another_number():
    entry = "<p style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>{}.</span>{}</p>"

    assert saved(entry.format(3, "c") + entry.format(4, "d")) == (
        '<ol start="3"><li><p>c</p></li><li><p>d</p></li></ol>'
    )


def test_two_lists_of_word_in_a_row_are_two():
    entry = "<p style='mso-list:l{} level1 lfo1'><span style='mso-list:Ignore'>{}</span>x</p>"

    assert saved(entry.format(0, "1.") + entry.format(1, "·")).count("</li></") == 2


def test_a_picture_from_elsewhere_is_left_for_the_form_to_complain_of():
    assert "<img" in saved('<p><img src="https://example.org/a.png" alt=""></p>')


@pytest.mark.parametrize(
    "source",
    ["<p>" * 2000, "<ul><li>" * 500, "<b>" * 3000 + "x", "<p style='" + "mso-list:" * 5000 + "'>x"],
)
def test_no_nesting_is_too_deep(source):
    assert isinstance(tidy(source), str)


HOSTILE = (
    '<p onclick="a()">One</p><script>a()</script><iframe src="https://example.org"></iframe>'
    '<aside style="position:fixed" class="x">Two</aside><img src=x onerror=a()><svg onload=a()>'
)


def test_a_script_posted_with_the_form_is_not_saved():
    assert saved(HOSTILE) == '<p>One</p><aside>Two</aside><p><img src="x"></p>'


@pytest.mark.django_db
def test_what_a_program_saves_passes_the_same_allow_list():
    article = Article.objects.create(title="A", slug="a", body=HOSTILE)

    article.refresh_from_db()
    assert "script" not in article.body
    assert "on" not in re.findall(r"<[^>]*>", article.body)[0]
    assert "<aside>" in article.body
