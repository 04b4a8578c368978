"""How what a reader types is read, whatever it is."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.search import search
from articles.search.query import parse
from tests.articles.factories import make_indexed
from tests.articles.searching import found

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_index")]
CORPORA = os.environ.get("CORPORA", "")


def test_a_search_of_little_words_only_says_so():
    make_indexed("The knee", body="<p>What is it? The end.</p>")

    assert search("what is the").query.is_common
    assert found("what is the") == []
    assert found("what is the knee") == ["The knee"]


@pytest.mark.parametrize(
    ("typed", "wanted", "unwanted"),
    [
        ("knee pain", (("knee",), ("pain",)), ()),
        ('"knee pain" -run', (("knee", "pain"),), (("run",),)),
        ('knee "pain', (("knee",), ("pain",)), ()),
        ("knee knee KNEE", (("knee",),), ()),
        ("-", (), ()),
        ('""', (), ()),
        ("c++", (("c",),), ()),
        ("knee\x00pain", (("kneepain",),), ()),
        ("\ud800knee", (("knee",),), ()),
    ],
)
def test_what_was_typed_is_read_as_words_phrases_and_what_to_leave_out(typed, wanted, unwanted):
    query = parse(typed)

    assert (query.wanted, query.unwanted) == (wanted, unwanted)


def test_no_more_than_200_characters_are_read():
    assert len(parse("knee " * 2000).typed) <= 200
    assert parse("x" * 10_000).wanted == (("x" * 200,),)


HOSTILE = st.text(alphabet=st.characters(), max_size=300) | st.text(
    alphabet=st.sampled_from("\"'-*^():+{}[]|&!<>~%\\ \x00\ud800AND OR NOT NEAR knee é")
)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(HOSTILE)
def test_nothing_that_is_typed_is_an_error(typed):
    results = search(typed)

    assert results.page(1).paginator.count == len(results.keys)
    assert isinstance(results.suggestion, str)
    assert isinstance(results.near(), list)


@pytest.mark.skipif(not CORPORA, reason="CORPORA is not set")
def test_no_hostile_line_is_an_error():
    make_indexed("Knee", body="<p>script alert onerror img svg.</p>")
    for file in sorted(Path(CORPORA, "hostile").glob("*.txt")):
        for line in file.read_text(errors="replace").splitlines()[::10]:
            for hit in search(line).page(1).object_list:
                assert "<script" not in hit.snippet
