"""Plain text becomes HTML that says the same and can do nothing else."""

import os
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backpain.html import COMMENT_TAGS
from backpain.text import normalise
from comments.markup import render
from tests.comments.reading import HOSTILE, Reader

CORPORA = os.environ.get("CORPORA")
MARKS = [
    *("*", "**", "`", "```", ">", "> ", "- ", "1. ", "2) ", "\n", "\n\n", "<", "&", "(", ")", '"'),
    *("http://", "https://a.example/", "[", "]", "@", ".", " ", "\t", "ä", "т", "word", "Word 2"),
]
ENDLESS = [
    *("(", "[", "<", "&", "*", "_", "`", ">", "http://", "a@", "> ", "- a\n", "1. a\n", "**a "),
    *("*a* ", "`a ", "```\n", "a\n", "a\n>b\n", "> a\n\n", "http://a.b/(", "https://a.b ", '"'),
]
TEXTS = st.one_of(
    st.text(max_size=300), st.lists(st.sampled_from(MARKS), max_size=80).map("".join)
).map(normalise)


def assert_harmless(html):
    """Nothing but our own elements, and links that lead to the web and say so."""
    seen = Reader(html)
    assert seen.tags <= COMMENT_TAGS
    assert seen.odd == []
    for tag, attributes in seen.elements:
        assert set(attributes) <= ({"href", "rel"} if tag == "a" else set())
        if tag == "a":
            target = urlsplit(attributes["href"])
            assert target.scheme in {"http", "https"}
            assert target.username is None
            assert attributes["rel"] == "nofollow ugc noopener"


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("One\ntwo\n\nthree", "<p>One<br>two</p><p>three</p>"),
        ("*a* and **b c** and `d*e*`", "<em>a</em> and <strong>b c</strong> and <code>d*e*</code>"),
        ("2*3*4 and a * b * c", "<p>2*3*4 and a * b * c</p>"),
        ("> said\n> > before\nanswer", "<blockquote><p>said</p><blockquote><p>before</p>"),
        ("- one\n- two", "<ul><li>one</li><li>two</li></ul>"),
        ("1. one\n2. two", "<ol><li>one</li><li>two</li></ol>"),
        ("Bye\n\n- Ann", "<p>- Ann</p>"),
        ("1990. A good year\n1991. Another", "<p>1990. A good year<br>1991. Another</p>"),
        (
            "```\nif a < b:\n\n  *c*\n```\nso",
            "<pre><code>if a &lt; b:\n\n  *c*</code></pre><p>so</p>",
        ),
        ("Tom & Jerry <3", "<p>Tom &amp; Jerry &lt;3</p>"),
    ],
)
def test_marks_of_plain_letters_become_html(text, html):
    assert html in render(text)


@pytest.mark.parametrize(
    ("text", "address", "shown"),
    [
        ("See http://a.example/b.", "http://a.example/b", "a.example/b"),
        ("(https://a.example/b(c))", "https://a.example/b(c)", "a.example/b(c)"),
        (
            "https://a.example:8080/?q=1&r=2,",
            "https://a.example:8080/?q=1&r=2",
            "a.example?q=1&r=2",
        ),
        ("*https://a.example/*", "https://a.example/", "a.example"),
        ("http://münchen.example/", "http://xn--mnchen-3ya.example/", "münchen.example"),
        ("http://\u0430pple.example/", "http://xn--pple-43d.example/", "xn--pple-43d.example"),
        (
            "https://a.example/" + "b" * 90,
            "https://a.example/" + "b" * 90,
            "a.example/" + "b" * 38 + "…",
        ),
    ],
)
def test_an_address_becomes_a_link_that_shows_where_it_leads(text, address, shown):
    seen = Reader(render(text))

    assert seen.links == [address]
    assert shown in seen.text


@pytest.mark.parametrize(
    "text",
    [
        "javascript:alert(1)",
        "tel:0800123456",
        "ftp://a.example/",
        "http://localhost/",
        "http://127.0.0.1/",
        "http://[::1]/",
        "http://user@a.example/",
        "http://a.example\\@b.example/",
        "http://a.example:99999/",
        "http://" + "a" * 64 + ".example/",
        "https://a.example/" + "b" * 2000,
        "//a.example/",
        "xhttp://a.example/",
    ],
)
def test_what_is_no_plain_address_of_the_web_stays_text(text):
    seen = Reader(render(text))

    assert seen.links == []
    assert seen.text == text


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_becomes_harmless(text):
    assert_harmless(render(normalise(text)))


@pytest.mark.skipif(not CORPORA, reason="CORPORA is not set")
def test_everything_hostile_that_others_collected_becomes_harmless():
    for file in sorted(Path(CORPORA or "", "hostile").glob("*.txt")):
        for line in file.read_text(errors="replace").splitlines():
            assert_harmless(render(normalise(line)))


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_whatever_is_typed_becomes_harmless(text):
    assert_harmless(render(text))


@given(TEXTS.filter(lambda text: "http" not in text.lower()))
@settings(max_examples=300, deadline=None)
def test_no_letter_of_a_text_is_lost(text):
    shown = Reader(render(text)).text

    assert [c for c in shown if c.isalpha()] == [c for c in text if c.isalpha()]


@pytest.mark.parametrize("piece", ENDLESS)
def test_no_text_costs_more_than_its_length(piece):
    length = 20_000 if piece == "(" else 5_000
    text = normalise((piece * length)[:length])

    seconds = []
    for _ in range(3):  # the collector of garbage may fall into one of them
        started = time.process_time()
        render(text)
        seconds.append(time.process_time() - started)

    assert min(seconds) < 0.050


def test_a_text_of_hardly_more_than_marks_stands_as_it_was_typed():
    text = "a\n>b\n" * 900

    assert render(text.strip()) == f"<pre>{text.strip().replace('>', '&gt;')}</pre>"
