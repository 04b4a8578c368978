"""A site whose LANGUAGE_CODE is de speaks German wherever a reader goes; its articles are its own.

English is what stands in the program, so an English word on such a page was never translatable.
"""

import re
from html import unescape

import html5lib
import pytest

from articles.models import Article, Category, ChangeNote, Tag
from backpain import sample
from backpain.models import Letter
from backpain.sample import loading
from backpain.sample.content import PUBLICATION
from tests.crawling import crawl
from tests.front_client import FrontClient
from tests.test_words import translations

pytestmark = pytest.mark.sqlite  # the words are the same on both databases

BETWEEN = re.compile(r"%%?(?:\(\w+\))?[sd]|<[^>]*>|\n")  # the words of a sentence, piece by piece
READ_ALOUD = {"title", "aria-label", "placeholder", "alt", "content", "value"}
SILENT = {"script", "style"}
FOR_MACHINES = {"article", "website", "profile"}  # og:type
EDGES = " .,:“”„()?·"
MONTHS = "Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember"
DAY = re.compile(rf"\d{{1,2}}\. ({MONTHS}) \d{{4}}")
ARTICLE = "/best-back-pain-exercises/"


@pytest.fixture
def site(site, front, settings, monkeypatch, small_pictures):
    """The sample publication: its own words stay English, whatever the program speaks."""
    settings.LANGUAGE_CODE = "de"
    monkeypatch.setattr(loading, "PICTURES", small_pictures)
    sample.load()
    return FrontClient()


def pages_of(site):
    """Return every page that a reader can reach: path -> document."""
    return {
        path: document(answer)
        for path, answer in crawl(site).items()
        if answer.headers.get("Content-Type", "").startswith("text/html") and answer.body
    }


def document(answer):
    return html5lib.parse(answer.text, namespaceHTMLElements=False)


def words_on(element, inside=""):
    """Yield what a page says, in its text and in the attributes that are words.

    What editors wrote is left out: the text of an article, and what a search shows of it.
    """
    css = element.get("class", "")
    if css == "hit__title":  # a title in one piece: the words that were found are marked in it
        yield "".join(element.itertext())
    elif not (
        element.tag in SILENT or css == "hit__snippet" or (css, inside) == ("prose", "reading")
    ):
        yield element.text or ""
        for name, value in element.items():
            if name.startswith("data-") or (name in READ_ALOUD and value not in FOR_MACHINES):
                yield value
        for child in element:
            yield from words_on(child, css)
    yield element.tail or ""


def english_words_on(page):
    """Yield the lines of a page that hold English which is not the publication's own."""
    phrases, names, texts = english_phrases(), names_of_the_sample(), texts_of_the_sample()
    for line in (" ".join(words.split()) for words in words_on(page)):
        own = line
        for words in PUBLICATION.values():
            own = own.replace(words, "")
        bare = own.strip(EDGES)
        if bare in names or (" " in bare and bare in texts):
            continue
        if bare in phrases or any(phrase in bare for phrase in phrases if phrase.count(" ") > 1):
            yield line


def names_of_the_sample():
    rows = [
        *Category.objects.values_list("name", "slug"),
        *Tag.objects.values_list("name"),
        *Article.objects.values_list("title"),
        *ChangeNote.objects.values_list("text"),
    ]
    return {name.strip(EDGES) for row in rows for name in row}


def texts_of_the_sample():
    bodies = Article.objects.values_list("body", flat=True)
    plain = (unescape(re.sub("<[^>]*>", "\n", body)) for body in bodies)
    return " ".join(" ".join([*PUBLICATION.values(), *plain]).split())


def english_phrases():
    """Return the pieces of the program's sentences that a German page cannot have."""
    pieces = (
        (piece.strip(EDGES), text)
        for word, text in translations("de")
        for piece in BETWEEN.split(word)
    )
    return {piece for piece, text in pieces if len(piece) > 3 and piece.lower() not in text.lower()}


def test_every_page_is_german(site):
    pages = pages_of(site)

    assert len(pages) > 40
    assert {page.get("lang") for page in pages.values()} == {"de"}
    assert not {path: found for path in pages if (found := list(english_words_on(pages[path])))}
    days = {
        "".join(time.itertext()).strip() for page in pages.values() for time in page.iter("time")
    }
    assert len(days) > 5
    assert not [day for day in days if not DAY.fullmatch(day)]


def test_english_words_would_be_found_on_an_english_site(site, settings):
    settings.LANGUAGE_CODE = "en-gb"

    found = set(english_words_on(document(FrontClient().get(ARTICLE))))

    assert {"Skip to the text", "Written by", "Sources", "Leave a reply"} <= found


def test_a_month_is_called_by_its_german_name(site):
    page = document(site.get("/2026/10/"))

    assert page.findtext(".//h1") == "Oktober 2026"


def test_a_refused_comment_is_told_why_in_german(site):
    answer = site.post(f"{ARTICLE}comment/", {"body": "", "name": "", "email": "nobody"})

    assert answer.status == 422
    assert "Fehler: Kommentar schreiben" in answer.text
    assert "Schreiben Sie Ihren Kommentar." in answer.text
    assert "Schreiben Sie eine E-Mail-Adresse wie name@example.org." in answer.text
    assert not list(english_words_on(document(answer)))


def test_a_search_answers_in_german(site):
    for query in ("back", "xyzzy", ""):
        answer = site.get(f"/search/?q={query}")

        assert answer.status == 200
        assert not list(english_words_on(document(answer))), query


def test_the_letter_that_asks_for_a_confirmation_is_german(site):
    site.post("/newsletter/", {"email": "reader@example.org"})

    letter = Letter.objects.get()
    assert letter.subject == "Bestätigen Sie Ihre Adresse: The Back Journal"
    assert "Jemand hat diese Adresse in unser Formular eingetragen." in letter.text
    assert '<html lang="de"' in letter.html
    assert not list(english_words_on(html5lib.parse(letter.html, namespaceHTMLElements=False)))


def test_a_page_that_cannot_fail_is_german_too(site):
    answer = site.post(ARTICLE)

    assert answer.status == 405
    assert "Diese Seite kann das nicht" in answer.text
    assert not list(english_words_on(document(answer)))


def test_programs_are_told_the_language(site):
    assert "<language>de</language>" in site.get("/feed/").text
    assert '"lang": "de"' in site.get("/manifest.webmanifest").text
    article = site.get(ARTICLE).text
    assert '<meta property="og:locale" content="de_DE">' in article
    assert re.search(r'"inLanguage": ?"de"', article)
