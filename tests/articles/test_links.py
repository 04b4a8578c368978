"""Links of published texts: kept, checked politely, reported when they stay broken."""

import socket
import ssl
import threading
import time
from datetime import timedelta

import pytest
import time_machine
import trustme
from django.utils.timezone import now

from articles import checklist, publishing
from articles.links import addresses, asking, checking, guard, judging, noting, own
from articles.links.broken import broken_in
from articles.models import Article, Link, Redirect, Source
from tests.articles.factories import make_picture, make_redirect
from tests.articles.link_server import LinkServer
from tests.factories import make_article, make_author

pytestmark = pytest.mark.django_db

START = "2026-11-22T09:00:00Z"


@pytest.fixture
def elsewhere(monkeypatch):
    """Give a real server that the names under .example lead to, without pauses."""
    server = LinkServer()
    monkeypatch.setattr(guard, "servers", server.servers)
    monkeypatch.setattr(checking, "PAUSE", timedelta(0))
    yield server
    server.close()


@pytest.fixture
def witness(elsewhere):
    """Let another host have answered, so that silence is not our own network's."""
    elsewhere.pages["/alive"] = 200
    article = make_article("Witness", body='<p><a href="http://alive.example/alive">x</a></p>')
    publishing.refresh(article)
    checking.check_next()
    return Link.objects.get(url="http://alive.example/alive")


def make_linking(url, **fields):
    article = make_article(body=f'<p><a href="{url}">There</a></p>', **fields)
    publishing.refresh(article)
    return article


def only(url):
    return Link.objects.get(url=url)


def ask(url):
    return asking.ask(url, lambda host: None)


def test_the_addresses_of_a_text_its_sources_and_its_first_home_are_kept_once():
    body = (
        '<p><a href="https://Example.org/a#part">a</a> <a href="https://example.org/a">b</a>'
        '<a href="mailto:jo@example.org">c</a> <a href="#top">d</a>'
        '<a href="//example.org/b?q=ü">e</a></p>'
    )
    article = make_article(body=body, canonical_url="https://first.example/it/")
    Source.objects.create(
        article=article, citation="X", doi="10.1/x", archived_url="https://archive.example/x"
    )

    publishing.refresh(article)

    assert {link.url for link in article.links.exclude(host=None)} == {
        "https://example.org/a",
        "http://example.org/b?q=%C3%BC",
        "https://first.example/it/",
        "https://doi.org/10.1/x",
        "https://archive.example/x",
    }


def test_two_articles_that_name_an_address_share_its_row():
    make_linking("https://example.org/")
    make_linking("https://example.org/")

    assert only("https://example.org/").articles.count() == 2


def test_a_link_taken_out_of_a_text_is_forgotten_with_the_next_sweep():
    article = make_linking("https://example.org/")
    article.body = "<p>None.</p>"
    article.save()

    publishing.refresh(article)
    noting.sweep()

    assert not Link.objects.exclude(host=None).exists()


def test_drafts_are_not_looked_at():
    make_linking("https://example.org/", status=Article.Status.DRAFT)

    assert not Link.objects.exclude(host=None).exists()


def test_texts_that_passed_the_desk_by_and_people_are_read_by_the_worker():
    make_article(body='<p><a href="https://example.org/">x</a></p>')
    make_author("Ada", profiles="https://people.example/ada", licence="https://register.example/1")

    noting.read_again()

    urls = set(Link.objects.exclude(host=None).values_list("url", flat=True))
    assert urls == {
        "https://example.org/",
        "https://people.example/ada",
        "https://register.example/1",
    }


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("https://bücher.example/ü?a=b c#d", "https://xn--bcher-kva.example/%C3%BC?a=b%20c"),
        ("https://example.org", "https://example.org/"),
        ("https://example.org:443/", "https://example.org/"),
        ("http://127.0.0.1:8000/Some-Article", "/some-article/"),
        ("tel:123", ""),
        ("http://[half", ""),
        ("https://" + "a" * 300 + ".example/", ""),
        ("https://example.org/" + "a" * 3000, ""),
        ("https://example.org/\n", "https://example.org/"),
        ("https://exam\x00ple.org/", ""),
    ],
)
def test_an_address_is_kept_in_one_form(typed, kept):
    assert addresses.kept(typed) == kept


def test_a_page_that_answers_is_asked_for_its_head_once_by_a_program_with_a_name(elsewhere):
    elsewhere.pages["/there?a=1"] = 200

    answer = ask("http://some.example/there?a=1")

    assert answer == asking.Answer(200)
    assert elsewhere.asked == [("HEAD", "/there?a=1")]
    assert elsewhere.heads[0]["Host"] == "some.example"
    assert "http://127.0.0.1:8000/" in elsewhere.heads[0]["User-Agent"]
    assert "Cookie" not in elsewhere.heads[0]


@pytest.mark.parametrize("status", [403, 405, 500, 503])
def test_a_server_that_refuses_a_head_is_asked_for_the_page(elsewhere, status):
    elsewhere.pages["/"] = lambda handler: status if handler.command == "HEAD" else 200

    assert ask("http://some.example/").status == 200
    assert [method for method, _path in elsewhere.asked] == ["HEAD", "GET"]


def test_redirects_are_followed_and_a_permanent_one_is_the_new_address(elsewhere):
    elsewhere.pages |= {"/a": (301, "/b"), "/b": (308, "http://other.example/c#x"), "/c": 200}

    assert ask("http://some.example/a") == asking.Answer(200, moved_to="http://other.example/c")


def test_behind_a_redirect_for_now_the_address_stays(elsewhere):
    elsewhere.pages |= {"/a": (302, "/b"), "/b": (301, "/c"), "/c": 200}

    assert ask("http://some.example/a") == asking.Answer(200)


def test_redirects_in_a_circle_end(elsewhere):
    elsewhere.pages["/a"] = (302, "/a")

    answer = ask("http://some.example/a")

    assert "more than 5 times" in answer.problem
    assert len(elsewhere.asked) == 6


@pytest.mark.parametrize(
    "inside",
    [
        *("http://127.0.0.1/", "http://169.254.169.254/latest/", "http://[::1]/"),
        *("http://2130706433/", "ftp://some.example/", "http://me:you@other.org/"),
        *("file:///etc/passwd", "http://localhost:8000/admin/"),
    ],
)
def test_a_redirect_into_the_inside_is_not_followed(elsewhere, inside):
    elsewhere.pages["/a"] = (302, inside)

    answer = ask("http://some.example/a")

    assert answer.is_refused_by_us
    assert elsewhere.asked == [("HEAD", "/a")]


def test_a_server_that_drips_is_left_when_the_time_is_over(elsewhere, monkeypatch):
    monkeypatch.setattr(asking, "DEADLINE", 0.4)
    over = threading.Event()

    def drip(handler):
        for _piece in range(100):
            try:
                handler.wfile.write(b"X-A: b\r\n")
            except OSError:
                return
            if over.wait(0.05):
                return

    elsewhere.pages["/slow"] = drip
    began = time.monotonic()

    answer = ask("http://some.example/slow")

    over.set()
    assert answer.status is None
    assert time.monotonic() - began < 4


@pytest.fixture
def secure(monkeypatch, tmp_path):
    """Give a server that speaks https as some.example, whose authority is trusted."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("some.example").configure_cert(context)
    server = LinkServer(context)
    monkeypatch.setattr(guard, "servers", server.servers)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    yield server
    server.close()


def test_a_certificate_is_checked_against_the_name_not_the_address(secure, monkeypatch):
    secure.pages["/"] = 200

    assert ask("https://some.example/").status == 200
    assert "certificate is not valid" in ask("https://other.example/").problem
    monkeypatch.delenv("SSL_CERT_FILE")
    assert "certificate is not valid" in ask("https://some.example/").problem


def test_proxies_of_the_environment_are_not_used(elsewhere, monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9/")
    elsewhere.pages["/"] = 200

    assert ask("http://some.example/").status == 200


def test_a_fine_link_is_left_alone_for_about_a_month(witness):
    assert witness.verdict == Link.Verdict.FINE
    assert timedelta(days=26) < witness.next_check_at - now() < timedelta(days=34)


def test_a_page_that_is_gone_is_reported_after_two_looks(elsewhere, witness):
    with time_machine.travel(START, tick=False) as clock:
        article = make_linking("http://some.example/gone")
        checking.check_next()
        assert broken_in(article) == []

        clock.shift(timedelta(minutes=59))
        assert checking.check_next() == 0
        clock.shift(timedelta(minutes=1))
        checking.check_next()

    [link] = broken_in(article)
    assert link.problem == "Its server says that there is nothing (404)."
    assert f"{link.first_failed_at:%H:%M}" == "09:00"


def test_an_error_is_reported_after_three_failures_over_two_days(elsewhere, witness):
    elsewhere.pages["/"] = 500
    with time_machine.travel(START, tick=False) as clock:
        article = make_linking("http://some.example/")
        for wait in (timedelta(hours=1), timedelta(days=1), timedelta(days=3)):
            assert checking.check_next() == 1
            assert broken_in(article) == []
            clock.shift(wait)
        checking.check_next()

        assert [link.failures for link in broken_in(article)] == [4]


def test_a_link_that_works_again_is_no_longer_reported(elsewhere, witness):
    article = make_linking("http://some.example/gone")
    link = only("http://some.example/gone")
    for _look in range(2):
        judging.keep(link, asking.Answer(404))
    assert broken_in(article) == [link]

    judging.keep(link, asking.Answer(200))

    assert broken_in(article) == []


def test_a_server_that_refuses_programs_is_not_called_broken(elsewhere, witness):
    elsewhere.pages["/"] = 403
    make_linking("http://some.example/")

    checking.check_next()

    link = only("http://some.example/")
    assert (link.verdict, link.failures) == (Link.Verdict.REFUSED, 0)


def test_a_dead_network_of_our_own_marks_nothing(elsewhere, witness, monkeypatch):
    make_linking("http://some.example/")
    Link.objects.filter(pk=witness.pk).update(answered_at=now() - timedelta(days=1))

    def look_up(url):
        raise socket.gaierror

    monkeypatch.setattr(guard, "servers", look_up)

    assert checking.check_next() == 1

    link = only("http://some.example/")
    assert (link.failures, link.problem, link.last_checked_at) == (0, "", None)
    assert link.next_check_at > now() + timedelta(minutes=50)
    assert link.held_at


def test_one_silent_server_is_marked_when_another_still_answers(elsewhere, witness, monkeypatch):
    make_linking("http://dead.example/")
    Link.objects.filter(pk=witness.pk).update(answered_at=now() - timedelta(days=1))

    def servers(url):
        if "dead" in url:
            raise socket.gaierror
        return elsewhere.servers(url)

    monkeypatch.setattr(guard, "servers", servers)

    checking.check_next()

    assert only("http://dead.example/").problem == "Its name leads to no server."
    witness.refresh_from_db()
    assert witness.answered_at > now() - timedelta(minutes=1)


def test_a_host_is_asked_once_in_a_few_seconds(elsewhere, monkeypatch):
    monkeypatch.setattr(checking, "PAUSE", timedelta(seconds=5))
    elsewhere.pages |= {"/1": 200, "/2": 200}
    with time_machine.travel(START, tick=False) as clock:
        make_linking("http://some.example/1")
        make_linking("http://some.example/2")

        assert [checking.check_next(), checking.check_next()] == [1, 0]
        clock.shift(timedelta(seconds=5))
        assert checking.check_next() == 1


def test_a_host_that_says_there_were_too_many_is_left_for_an_hour(elsewhere):
    elsewhere.pages |= {"/1": 429, "/2": 200}
    with time_machine.travel(START, tick=False) as clock:
        make_linking("http://some.example/1")
        make_linking("http://some.example/2")
        checking.check_next()

        clock.shift(timedelta(minutes=59))
        assert checking.check_next() == 0
        clock.shift(timedelta(minutes=1))
        assert checking.check_next() == 1


def test_nobody_is_asked_where_it_is_off(settings, monkeypatch):
    make_linking("http://some.example/")
    begun = []
    monkeypatch.setattr(checking, "Thread", lambda **kwargs: begun.append(kwargs))

    settings.CHECKS_LINKS = False
    checking.begin()

    assert begun == []


@pytest.mark.django_db(transaction=True)
def test_the_worker_does_not_wait_for_a_slow_host(elsewhere, settings):
    settings.CHECKS_LINKS = True
    may_answer = threading.Event()

    def slow(handler):
        may_answer.wait(10)
        return 200

    elsewhere.pages["/slow"] = slow
    make_linking("http://some.example/slow")
    began = time.monotonic()

    assert checking.begin() == 0

    assert time.monotonic() - began < 1
    assert checking.begin() == 0  # one thread, not two
    may_answer.set()
    for thread in threading.enumerate():
        if thread.name == "links":
            thread.join(10)
    assert only("http://some.example/slow").verdict == Link.Verdict.FINE
    assert len(elsewhere.asked) == 1


@pytest.mark.parametrize(
    "path",
    [
        *("/", "/articles/", "/living/", "/old/", "/category/back-pain/", "/search/", "/feed/"),
        *("/about-nothing-but-redirected/", "/author/jo-writer/", "/living/exercises/"),
    ],
)
def test_links_to_what_readers_find_here_are_fine(path):
    living = make_article("Living")
    make_redirect("/old/", article=living)
    make_redirect("/about-nothing-but-redirected/", url="/living/")
    if path == "/articles/":
        make_redirect("/articles/", url="https://elsewhere.example/")
    make_linking(path)

    own.check()

    assert only(path).problem == ""


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/nothing/", "There is nothing at this address of ours."),
        ("/category/nothing/", "There is nothing at this address of ours."),
        ("/admin/", "There is nothing at this address of ours."),
        ("/gone/", "It leads to what was removed."),
        ("/draft/", "It leads to a draft, which readers do not see."),
        ("/withdrawn/", "It leads to what was withdrawn."),
        ("/later/", "It leads to what has not appeared yet."),
        ("/over/", "It leads to what readers no longer see."),
        (f"/media/{'a' * 32}.webp", "There is no such file."),
    ],
)
def test_links_to_what_readers_do_not_find_here_are_reported_at_once(path, words):
    make_redirect("/gone/", kind=Redirect.Kind.GONE, reason="No longer.")
    make_article("Draft", status=Article.Status.DRAFT)
    make_article("Withdrawn", status=Article.Status.WITHDRAWN)
    make_article("Later", publish_at=now() + timedelta(days=1))
    make_article(
        "Over", publish_at=now() - timedelta(days=2), unpublish_at=now() - timedelta(days=1)
    )
    make_linking(path)

    own.check()

    link = only(path)
    assert link.problem == words
    assert link in Link.objects.broken()


def test_a_picture_that_is_there_is_fine(settings):
    settings.MEDIA_ROOT.mkdir()
    picture = make_picture()
    (settings.MEDIA_ROOT / picture.file.name).write_bytes(b"x")
    make_linking(f"/media/{picture.file.name}")

    own.check()

    assert only(f"/media/{picture.file.name}").problem == ""


def test_a_link_is_looked_at_again_when_its_target_changes():
    target = make_article("Target")
    make_linking("/target/")
    own.check()
    assert only("/target/").problem == ""

    Article.objects.filter(pk=target.pk).update(status=Article.Status.WITHDRAWN)
    publishing.refresh(Article.objects.get(pk=target.pk))
    own.check()

    assert only("/target/").problem == "It leads to what was withdrawn."


def test_many_links_to_ourselves_cost_as_many_queries_as_few(django_assert_num_queries):
    for count in (3, 12):
        Link.objects.all().delete()
        make_article(body="".join(f'<p><a href="/n{count}-{n}/">x</a></p>' for n in range(count)))
        noting._last_read = 0
        noting.read_again()
        with django_assert_num_queries(4):  # the links, redirects and articles; the update
            own.check()


def test_the_checklist_of_an_article_names_its_own_broken_links_as_long_as_they_stand_in_it():
    article = make_linking("https://gone.example/page")
    source = Source.objects.create(article=article, citation="X", doi="10.1/x")
    publishing.refresh(article)
    for url in ("https://gone.example/page", "https://doi.org/10.1/x"):
        for _look in range(2):
            judging.keep(only(url), asking.Answer(404))

    def said():
        found = checklist.problems(Article.objects.get(pk=article.pk))
        return [(one.field, one.is_hard) for one in found if one.code == "broken"]

    assert said() == [("body", False), ("sources", False)]
    source.delete()
    Article.objects.filter(pk=article.pk).update(body="<p>None.</p>")
    assert said() == []
