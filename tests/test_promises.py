"""The promises that every public page keeps, found by following every link there is."""

import hashlib
import re
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import User
from django.urls import get_resolver

from comments.models import Comment
from tests.articles.factories import make_report
from tests.comments.factories import make_comment
from tests.crawling import crawl
from tests.factories import make_article
from tests.front_client import FrontClient
from tests.newsletter.factories import make_active

CANARY = "canary.bird@cage.example"


@pytest.fixture
def canary(front):
    """A reader whose address stands in every table that keeps one."""
    article = make_article("Backs", standfirst="Words")
    make_article("Knees")
    for status in Comment.Status.values:
        make_comment(article=article, name="Canary", email=CANARY, status=status)
    make_report(article=article, email=CANARY)
    make_active(CANARY)


def test_no_page_names_a_readers_address_in_any_form(front, canary):
    address = CANARY.encode()
    traces = [CANARY, "canary.bird", "cage.example", Comment.objects.visible().get().token]
    traces += [hashlib.new(name, address).hexdigest() for name in ("md5", "sha1", "sha256")]

    pages = crawl(front)

    assert len(pages) > 10
    for path, answer in pages.items():
        whole = f"{answer.headers}{answer.body.decode(errors='replace')}"
        assert not [trace for trace in traces if trace in whole], path


def test_no_page_that_a_reader_reaches_sets_a_cookie_or_varies_by_one(front, canary):
    for path, answer in crawl(front).items():
        assert "Set-Cookie" not in answer.headers, path
        assert "cookie" not in answer.headers.get("Vary", "").lower(), path


def test_every_public_page_is_the_same_for_a_stranger_and_an_editor(front, canary, client):
    editor = User.objects.create_superuser("editor")
    client.force_login(editor)
    cookies = f"sessionid={client.cookies['sessionid'].value}; csrftoken=x"

    theirs = crawl(front, cookie=cookies, accept_language="de", user_agent="Editor")

    for path, answer in crawl(FrontClient()).items():  # with nothing of the editor's in memory
        assert answer.body == theirs[path].body, path


def test_every_public_page_is_served_by_the_front_and_says_so(front, canary):
    public = [
        path
        for path, answer in crawl(front).items()
        if answer.status == 200
        and getattr(get_resolver().resolve(urlsplit(path).path).func, "is_public_page", False)
    ]

    assert {"/", "/backs/", "/category/back-pain/", "/author/jo-writer/"} <= set(public)
    for path in public:
        assert "s-maxage" in front.get(path).headers["Cache-Control"], path


def test_no_page_but_the_captchas_asks_anyone_else_for_anything(front, canary, settings):
    settings.RECAPTCHA_KIND = "none"

    for path, answer in crawl(front).items():
        policy = answer.headers["Content-Security-Policy"]
        assert "http" not in policy, path
        assert not re.search(
            r"""<(?:script|link|img|iframe)[^>]+(?:src|href)=["']https?://(?!127)""",
            answer.body.decode(errors="replace"),
        ), path
