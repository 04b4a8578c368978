"""How a page in memory is answered: encodings, validators, conditions."""

import gzip
from datetime import timedelta

import brotli
import pytest
import time_machine
from django.db import transaction
from django.utils.http import http_date, parse_http_date
from django.utils.timezone import now

from articles.models import Article
from backpain import pages
from backpain.finished import preferred_encoding
from tests.factories import make_article
from tests.front_client import FrontClient

NOON = "2040-03-01 12:00 +0000"  # after the article was made


@pytest.fixture
def article(front):
    return make_article(title="Backs", body="<p>" + "Keep moving. " * 50 + "</p>")


@transaction.atomic
def change(article, title):
    Article.objects.filter(pk=article.pk).update(title=title)
    pages.changed(f"article:{article.pk}")


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("", "identity"),
        ("identity", "identity"),
        ("gzip", "gzip"),
        ("GZIP", "gzip"),
        ("gzip, deflate, br, zstd", "br"),
        ("br;q=0, gzip", "gzip"),
        ("br;q=0.0, gzip;q=0.000", "identity"),
        ("br ; q=0.1 , gzip;q=1", "br"),
        ("*", "br"),
        ("*;q=0", "identity"),
        ("*;q=0.5, br;q=0", "gzip"),
        ("gzip;q=nonsense", "identity"),
        ("gzip;q=nan", "identity"),
        (";;,,=", "identity"),
    ],
)
def test_the_best_encoding_that_the_client_takes(accepted, encoding):
    assert preferred_encoding(accepted) == encoding


def test_every_encoding_holds_the_same_page_under_a_tag_of_its_own(front, article):
    plain = front.get("/backs/")
    zipped = front.get("/backs/", accept_encoding="gzip")
    small = front.get("/backs/", accept_encoding="br")

    assert gzip.decompress(zipped.body) == brotli.decompress(small.body) == plain.body
    assert len(small.body) < len(plain.body)
    assert len({answer.headers["ETag"] for answer in (plain, zipped, small)}) == 3
    assert zipped.headers["Content-Encoding"] == "gzip"
    assert small.headers["Content-Encoding"] == "br"
    assert "Content-Encoding" not in plain.headers
    for answer in (plain, zipped, small):
        assert answer.headers["Content-Length"] == str(len(answer.body))
        assert answer.headers["Vary"] == "Accept-Encoding"
        assert answer.headers["Cache-Control"] == pages.CACHE_CONTROL
        assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
        assert "Content-Security-Policy" in answer.headers


def test_two_processes_give_a_page_the_same_tag(front, article):
    one = front.get("/backs/", accept_encoding="br")
    other = FrontClient().get("/backs/", accept_encoding="br")

    assert one.headers["ETag"] == other.headers["ETag"]


@pytest.mark.parametrize("known", ["{}", "W/{}", '"other", {}', '"a,b" ,W/{} ', "*"])
def test_who_has_the_page_gets_no_body(front, article, known):
    etag = front.get("/backs/", accept_encoding="gzip").headers["ETag"]

    answer = front.get("/backs/", accept_encoding="gzip", if_none_match=known.replace("{}", etag))

    assert (answer.status, answer.body) == (304, b"")
    assert answer.headers["ETag"] == etag
    assert answer.headers["Cache-Control"] == pages.CACHE_CONTROL
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert not {"Content-Length", "Content-Type", "Content-Encoding"} & answer.headers.keys()


@pytest.mark.parametrize("known", ['"other"', "", "nonsense", 'W/"'])
def test_who_has_another_page_gets_this_one(front, article, known):
    etag = front.get("/backs/").headers["ETag"]

    assert front.get("/backs/", if_none_match=known.replace("{}", etag)).status == 200


def test_the_tag_of_another_encoding_does_not_count(front, article):
    etag = front.get("/backs/").headers["ETag"]

    assert front.get("/backs/", accept_encoding="br", if_none_match=etag).status == 200


def test_a_tag_counts_more_than_a_date(front, article):
    later = http_date((now() + timedelta(days=1)).timestamp())

    answer = front.get("/backs/", if_none_match='"other"', if_modified_since=later)

    assert answer.status == 200


def test_head_is_conditional_too(front, article):
    etag = front.get("/backs/").headers["ETag"]

    assert front.head("/backs/", if_none_match=etag).status == 304


def test_the_date_of_a_page_is_enough_once_it_is_settled(front, article):
    with time_machine.travel(NOON, tick=False) as clock:
        front.get("/backs/")
        clock.shift(3)
        dated = front.get("/backs/").headers["Last-Modified"]

        assert parse_http_date(dated) <= now().timestamp()
        assert front.get("/backs/", if_modified_since=dated).status == 304
        earlier = http_date(parse_http_date(dated) - 1)
        assert front.get("/backs/", if_modified_since=earlier).status == 200
        assert front.get("/backs/", if_modified_since="nonsense").status == 200


@pytest.mark.parametrize("is_same_process", [True, False])
@pytest.mark.parametrize("own_clock", [True, False])
def test_an_older_page_of_the_same_second_never_passes(front, article, is_same_process, own_clock):
    with time_machine.travel(NOON, tick=False) as clock:
        dated = front.get("/backs/").headers["Last-Modified"]
        since = http_date(now().timestamp()) if own_clock else dated  # as wget or curl -z ask
        clock.shift(0.6)
        change(article, "Better backs")
        other = front if is_same_process else FrontClient()

        assert "Better backs" in other.get("/backs/", if_modified_since=since).text
        clock.shift(30)
        assert "Better backs" in other.get("/backs/", if_modified_since=since).text


def test_no_page_is_dated_in_the_future(front, article):
    with time_machine.travel(NOON, tick=False) as clock:
        for _ in range(8):
            dated = front.get("/backs/").headers["Last-Modified"]
            assert parse_http_date(dated) <= now().timestamp()
            clock.shift(0.4)
