"""The front: what it serves from memory, what it leaves to Django, and when it makes anew."""

import threading
import time
from datetime import timedelta

import pytest
import time_machine
from django.core.signals import request_started
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.utils.timezone import now

from articles.models import Article
from backpain import pages
from backpain.finished import OVERHEAD
from backpain.versions import VERSIONS
from tests.factories import make_article
from tests.front_client import FrontClient
from tests.threads import at_once


@pytest.fixture
def asked():
    """Collect the paths that Django is asked for."""
    paths = []

    def note(sender, environ, **kwargs):
        paths.append(environ["PATH_INFO"])

    request_started.connect(note)
    yield paths
    request_started.disconnect(note)


@transaction.atomic
def change(article, **fields):
    Article.objects.filter(pk=article.pk).update(**fields)
    pages.changed(f"article:{article.pk}")


def test_a_page_is_made_once_and_then_served_without_django(front, asked):
    make_article(title="Backs", body="<p>Keep moving.</p>")

    first = front.get("/backs/")
    second = front.get("/backs/")

    assert first.status == 200
    assert "Keep moving." in first.text
    assert (second.status, second.body) == (200, first.body)
    assert asked == ["/backs/"]


def test_a_changed_article_is_right_on_the_next_request(front):
    article = make_article(title="Backs")
    front.get("/backs/")

    change(article, title="Better backs")

    assert "Better backs" in front.get("/backs/").text


def test_a_change_elsewhere_leaves_a_page_alone(front, asked):
    make_article(title="Backs")
    other = make_article(title="Necks")
    front.get("/backs/")

    change(other, title="Better necks")
    front.get("/backs/")

    assert asked == ["/backs/"]


def test_a_change_that_is_rolled_back_keeps_the_page(front, asked):
    article = make_article(title="Backs")
    front.get("/backs/")

    with transaction.atomic():
        change(article, title="Never said")
        transaction.set_rollback(True)
    VERSIONS.reread()
    page = front.get("/backs/")

    assert "Never said" not in page.text
    assert asked == ["/backs/"]


def test_a_page_read_before_a_change_and_stored_after_it_is_not_served(front, monkeypatch):
    article = make_article(title="Backs")
    has_read, has_changed = threading.Event(), threading.Event()
    shows = pages.shows

    def pause_after_reading(request, *tags):
        has_read.set()
        has_changed.wait(10)
        shows(request, *tags)

    def change_meanwhile():
        has_read.wait(10)
        monkeypatch.setattr(pages, "shows", shows)
        change(article, title="Better backs")
        has_changed.set()

    monkeypatch.setattr(pages, "shows", pause_after_reading)
    at_once(lambda: front.get("/backs/"), change_meanwhile)

    assert "Better backs" in front.get("/backs/").text


def test_many_who_want_the_same_new_page_wait_for_one_making(front, asked, monkeypatch):
    make_article(title="Backs")
    shows = pages.shows

    def take_long(request, *tags):
        time.sleep(0.5)
        shows(request, *tags)

    monkeypatch.setattr(pages, "shows", take_long)
    answers = at_once(*[lambda: front.get("/backs/")] * 5)

    assert asked == ["/backs/"]
    assert [answer.status for answer in answers] == [200] * 5
    assert len({answer.body for answer in answers}) == 1


def test_who_waits_in_vain_makes_the_page_for_himself(front, asked, monkeypatch):
    monkeypatch.setattr("backpain.making.PATIENCE", 0.1)
    make_article(title="Backs")
    shows, is_first, answers = pages.shows, iter([True]), []
    has_begun, is_served = threading.Event(), threading.Event()

    def hang_the_first(request, *tags):
        if next(is_first, False):
            has_begun.set()
            assert is_served.wait(10)
        shows(request, *tags)

    def come_second():
        assert has_begun.wait(10)
        answers.append(front.get("/backs/"))
        is_served.set()

    monkeypatch.setattr(pages, "shows", hang_the_first)
    at_once(lambda: front.get("/backs/"), come_second)

    assert [answer.status for answer in answers] == [200]
    assert asked == ["/backs/", "/backs/"]


def test_a_page_is_the_same_for_an_editor_and_for_everybody(front, admin_user):
    make_article(title="Backs")
    client = Client()
    client.force_login(admin_user)
    cookies = "; ".join(f"{name}={cookie.value}" for name, cookie in client.cookies.items())

    for_editor = front.get("/backs/", cookie=cookies, accept_language="de")
    for_reader = FrontClient().get("/backs/")

    assert for_editor.body == for_reader.body
    assert for_editor.headers["Vary"] == "Accept-Encoding"
    assert "Set-Cookie" not in for_editor.headers


def test_nothing_that_a_visitor_sends_reaches_a_page(front, monkeypatch):
    def telltale(request, *rest):
        return HttpResponse(f"{request.method} {request.GET.urlencode()} {dict(request.headers)}")

    make_article(title="Backs")
    monkeypatch.setattr("articles.views.render", telltale)

    front.ask("HEAD", "/backs/?secret=1", {"cookie": "secret", "user_agent": "secret"})
    page = front.get("/backs/")

    assert page.text.startswith("GET  {")
    assert "Host" in page.text
    assert "secret" not in page.text


def test_parameters_without_a_meaning_give_the_same_page(front, asked):
    make_article(title="Backs")

    plain = front.get("/backs/")
    tagged = front.get("/backs/?utm_source=letter&fbclid=1")

    assert (tagged.status, tagged.body) == (200, plain.body)
    assert asked == ["/backs/"]


@pytest.mark.parametrize("query", ["after=1", "x=1&%71=back", "q", "&".join(["x"] * 1001)])
def test_parameters_with_a_meaning_go_to_django_and_are_not_kept(front, asked, query):
    make_article(title="Backs")

    front.get(f"/backs/?{query}")
    front.get(f"/backs/?{query}")
    front.get("/backs/")

    assert asked == ["/backs/"] * 3


def test_another_host_is_refused_by_django(front, asked):
    make_article(title="Backs")
    front.get("/backs/")

    assert front.get("/backs/", host="evil.example").status == 400
    assert front.get("/backs/", host="127.0.0.1:8000.evil.example").status == 400


def test_each_local_name_is_the_site(front, asked):
    make_article(title="Backs")

    for host in ["localhost:8000", "127.0.0.1:8000", "[::1]:8000"]:
        assert front.get("/backs/", host=host).status == 200
        front.get("/backs/", host=host)

    assert len(asked) == 3


def test_an_address_in_any_script_is_kept(front, asked):
    make_article(title="Rücken", slug="rücken")

    front.get("/r%C3%BCcken/")
    page = front.get("/r%C3%BCcken/")

    assert page.status == 200
    assert len(asked) == 1


@pytest.mark.parametrize("path", ["/missing/", "/admin/login/", "/%ff/", "/backs"])
def test_what_is_no_finished_page_is_asked_of_django_each_time(front, asked, path):
    make_article(title="Backs")

    statuses = {front.get(path).status, front.get(path).status}

    assert len(asked) == 2
    assert statuses <= {200, 301, 404}


def test_a_withdrawn_article_is_gone(front):
    article = make_article(title="Backs")
    front.get("/backs/")

    change(article, status=Article.Status.DRAFT)

    assert front.get("/backs/").status == 404


def test_a_page_with_a_cookie_is_never_kept(front, asked, monkeypatch):
    render = "articles.views.render"

    def with_cookie(request, *rest):
        response = HttpResponse("Hello")
        response.set_cookie("seen", "1")
        return response

    make_article(title="Backs")
    monkeypatch.setattr(render, with_cookie)

    assert "seen=1" in front.get("/backs/").headers["Set-Cookie"]
    front.get("/backs/")
    assert asked == ["/backs/"] * 2


def test_a_page_that_looked_at_the_session_is_never_kept(front, asked, monkeypatch):
    def curious(request, *rest):
        return HttpResponse(request.session.get("name", "nobody"))

    make_article(title="Backs")
    monkeypatch.setattr("articles.views.render", curious)

    assert front.get("/backs/").text == front.get("/backs/").text == "nobody"
    assert asked == ["/backs/"] * 2


def test_a_page_ends_when_its_article_does(front):
    with time_machine.travel("2026-03-01 12:00 +0000", tick=False) as clock:
        make_article(title="Backs", publish_at=now(), unpublish_at=now() + timedelta(hours=1))
        front.get("/backs/")
        clock.shift(timedelta(minutes=59))
        before = front.get("/backs/")
        clock.shift(timedelta(minutes=1))
        after = front.get("/backs/")

    assert (before.status, after.status) == (200, 404)


def test_a_page_lives_a_day_at_most(front, asked):
    with time_machine.travel("2026-03-01 12:00 +0000", tick=False) as clock:
        make_article(title="Backs")
        front.get("/backs/")
        clock.shift(timedelta(hours=23, minutes=59))
        front.get("/backs/")
        assert len(asked) == 1
        clock.shift(timedelta(minutes=1))
        front.get("/backs/")

    assert len(asked) == 2


def test_the_pages_nobody_asks_for_make_room(transactional_db, asked):
    for title in ["One", "Two", "Three"]:
        make_article(title=title)
    size = len(FrontClient().get("/one/").body) + OVERHEAD
    front = FrontClient(capacity=int(size * 2.6))
    asked.clear()

    for path in ["/one/", "/two/", "/one/", "/three/", "/one/", "/three/", "/two/"]:
        front.get(path)
    VERSIONS.stop()

    assert asked == ["/one/", "/two/", "/three/", "/two/"]


def test_head_gets_the_headers_and_no_body(front, asked):
    make_article(title="Backs")

    with time_machine.travel(now(), tick=False):
        head = front.head("/backs/")
        page = front.get("/backs/")

    assert head.status == 200
    assert head.body == b""
    assert head.headers == page.headers
    assert int(head.headers["Content-Length"]) == len(page.body)
    assert len(asked) == 1


def test_a_head_for_what_is_missing_has_no_body(front):
    answer = front.head("/missing/")

    assert (answer.status, answer.body) == (404, b"")


def test_a_post_is_none_of_its_business(front):
    make_article(title="Backs")
    front.get("/backs/")

    assert front.post("/backs/").status in {403, 405}
