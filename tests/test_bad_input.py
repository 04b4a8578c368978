"""Whatever is sent, the answer is a page in the site's look with every header, and never a 500."""

import re

import pytest
from django.core.wsgi import get_wsgi_application

from backpain.front import Front
from backpain.versions import VERSIONS
from comments.models import Comment
from tests.factories import make_article, make_page
from tests.front_client import environ

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
NUMBER = "9" * 20
FORM = "application/x-www-form-urlencoded"


@pytest.fixture(autouse=True)
def published(transactional_db):
    make_article("Backs")
    make_page("About")


@pytest.fixture(autouse=True)
def quiet(caplog):
    """No request of a test may leave a fault in the log."""
    yield
    faults = [record for record in caplog.records if record.levelno >= 40 or record.exc_info]
    assert not [record.getMessage() for record in faults]


def status_of(front, sent):
    """Return the status line of the answer to a WSGI environment as it is."""
    statuses = []
    b"".join(front.application(sent, lambda status, *_: statuses.append(status)))
    return statuses[0]


def is_a_page_of_ours(answer):
    """Say whether `answer` is a page of the site, with every header there should be."""
    assert HEADERS.items() <= answer.headers.items()
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "camera=()" in answer.headers["Permissions-Policy"]
    assert "Traceback" not in answer.text
    assert re.search(r"<title>[^<]+</title>", answer.text)
    return "<h1" in answer.text and "site.css" in answer.text


UNREADABLE = [
    # not UTF-8, or cut off
    *("/%ff/", "/%c0%af/", "/%ed%a0%80/", "/%f8%a1%a1%a1%a1/", "/backs%ff/", "/%80", "/%e2"),
    # what no text has
    *("/%00/", "/backs%00/", "/backs/%00", "/media/%00.webp", "/%0d%0aSet-Cookie:a=b/"),
    # escaped by halves, and twice
    *("/%", "/%zz/", "/%2", "/%25/", "/%2525252e/", "/%u0041/", "/%5c/", "/%5cevil.example"),
    # letters that no address of ours has
    *("/%e2%80%ae/", "/%f0%9f%92%a9/", "/\u00e9/", "/%EF%BB%BF/", "/%F4%90%80%80/"),
    # far too long
    *("/" + "a" * 8192 + "/", "/" + "%ff" * 2700, "/" + "a/" * 4000, "/" + "../" * 2000),
    *("/" + "index.php/" * 800, "/a" + "/amp" * 2000, "/" + "." * 8000),
    # files of the machine
    *("/..", "/../", "/../../etc/passwd", "/./.", "/.env", "/.git/config", "/wp-login.php"),
    *("/static/../../etc/passwd", "/media/../db.sqlite3", "/static/%2e%2e/%2e%2e/x", "/*"),
    # code
    *("/backs/<script>", "/;/", "/backs;jsessionid=1/", "/'\"--/", "/{{7*7}}/", "/~/", "/ /"),
]


class TestPaths:
    def test_what_cannot_be_is_not_found(self, front, subtests):
        for path in [
            *("/page/0/", f"/page/{NUMBER}/", "/page/-1/", "/page/1.5/", "/page/x/", "/page/ 2/"),
            *("/category/back-pain/page/0/", f"/category/back-pain/page/{NUMBER}/"),
            *(f"/category/{NUMBER}/", f"/{NUMBER}/", "/author/nobody/", "/tag//", "/series/x/"),
            *("/0000/", "/9999/", "/2024/00/", "/2024/13/", "/2024/99/", "/0000/00/", "/2024/1/"),
            *("/2024/13/30/", "/99999/01/", f"/c/{NUMBER}/", "/c/0/", "/c/-1/"),
            *("/backs/page/2/x/", "/comments/status/x/", "/exercise/none/", "/backs/cite.xyz"),
            *(f"/sitemap-articles-{NUMBER}.xml", "/sitemap-x-1.xml"),
        ]:
            with subtests.test(path=repr(path)[:60]):
                answer = front.get(path)

                assert answer.status == 404
                assert is_a_page_of_ours(answer)

    def test_what_cannot_be_read_is_not_found(self, front, subtests):
        for path in UNREADABLE:
            with subtests.test(path=repr(path)[:60]):
                answer = front.get(path)

                assert answer.status == 404
                assert is_a_page_of_ours(answer)

    def test_slashes_lead_nowhere_else(self, front, subtests):
        for path in ["", "//", "///", "//evil.example", "//evil.example/%2e%2e"]:
            with subtests.test(path=repr(path)[:60]):
                answer = front.get(path)

                assert answer.status in {200, 301, 404}
                assert not answer.headers.get("Location", "/").startswith(("//", "/\\", "http"))

    def test_bytes_that_a_server_passes_on_undecoded_are_not_found(self, front):
        for raw in ["/\xff\xfe", "/\xc3", "/caf\xe9/", "\xff", "no-slash", "*", "http://x/backs/"]:
            sent = {**environ("GET", "/", {}), "PATH_INFO": raw}

            assert status_of(front, sent) == "404 Not Found", raw


class TestQueries:
    def test_no_query_breaks_a_page(self, front, subtests):
        for query in [
            *("q=" + "a" * 10_000, "q=" + "%ff" * 3000, "q=%00", "q=%ed%a0%80", "q", "q=%"),
            *("q=" + '"' * 5000, "q=" + "(" * 5000, "q=a+AND+" * 500, "q=*&q=-&q=%27%22%5c"),
            *(f"after={NUMBER}", "after=-1", "after=x", "sort=x", f"parent={NUMBER}", "parent=%00"),
            *(f"p={NUMBER}", "p=%D9%A1", "p=1e9", "m=000000", "m=999999", "s=%00", "cat=%00"),
            *("feed=%00", "feed=../..", "replytocom=" + "9" * 5000, "page_id=-1", "&&&===&&", "%"),
            *("utm_source=" + "a" * 8000, "=&=", ";", "a[]=1&a[b]=2", "%ff=%ff"),
        ]:
            for path in ["/", "/backs/", "/search/", "/backs/comment/", "/nowhere/"]:
                with subtests.test(query=repr(query)[:60], path=repr(path)[:60]):
                    answer = front.get(f"{path}?{query}")

                    assert answer.status in {200, 301, 302, 404}
                    if answer.status != 301:
                        assert is_a_page_of_ours(answer)

    def test_too_many_parameters_are_refused(self, front):
        answer = front.get("/?" + "&".join(["q=1"] * 1001))

        assert answer.status == 400
        assert is_a_page_of_ours(answer)


class TestHosts:
    def test_one_that_is_not_ours_is_refused(self, front, subtests):
        for host in [
            *("evil.example", "127.0.0.1:8000.evil.example", "", " ", "127.0.0.1:x", "a" * 9000),
            *("[::1", "evil.example:99999", "\xff", "127.0.0.1\x00", "//", "user@127.0.0.1:8000"),
        ]:
            with subtests.test(host=repr(host)[:60]):
                for path in ["/backs/", "/nowhere/", "/admin/", "/static/no.css"]:
                    answer = front.get(path, host=host)

                    assert answer.status == 400
                    assert is_a_page_of_ours(answer)
                    assert "evil" not in answer.text

    def test_on_a_secure_site_too(self, settings):
        settings.SECURE_SSL_REDIRECT = True
        application = Front(get_wsgi_application())
        started = []

        def start(status, headers, exc_info=None):
            started.append((status, dict(headers)))

        body = application(environ("GET", "/backs/", {"host": "evil.example"}), start)

        VERSIONS.stop()
        [(status, headers)] = started
        assert status.startswith("400")
        assert HEADERS.items() <= headers.items()
        assert "Content-Security-Policy" in headers
        assert b"This request cannot be read" in b"".join(body)


class TestMethods:
    def test_one_that_a_page_does_not_take_gets_a_page_that_says_so(self, front, subtests):
        for method in ["PUT", "DELETE", "PATCH", "TRACE", "OPTIONS", "CONNECT", "POST", "BREW"]:
            for path in ["/", "/backs/", "/category/back-pain/", "/about/", "/feed/"]:
                with subtests.test(method=repr(method)[:60], path=repr(path)[:60]):
                    answer = front.ask(
                        method, path, {"cookie": "secret=1", "content_type": FORM}, b"a=b"
                    )

                    assert answer.status == 405
                    assert answer.headers["Allow"] == "GET, HEAD"
                    assert is_a_page_of_ours(answer)
                    assert "secret" not in answer.text

    def test_so_it_is_where_something_can_be_sent(self, front, subtests):
        for method in ["PUT", "TRACE", "OPTIONS", "BREW"]:
            with subtests.test(method=repr(method)[:60]):
                for path in ["/backs/comment/", "/newsletter/"]:
                    assert front.ask(method, path, {}).status == 405

    def test_where_nothing_is_it_is_not_found(self, front, subtests):
        for method in ["PUT", "DELETE", "TRACE", "OPTIONS", "POST", "BREW"]:
            with subtests.test(method=repr(method)[:60]):
                answer = front.ask(method, "/no/such/page/", {})

                assert answer.status == 404
                assert is_a_page_of_ours(answer)


class TestHeaders:
    def test_odd_ones_change_nothing(self, front, subtests):
        for headers in [
            *({"range": "bytes=0-1"}, {"range": "bytes=-1"}, {"range": "bytes=9-1,0-,x"}),
            *({"if_modified_since": "never"}, {"if_modified_since": "Thu, 32 Foo 99999 0:0:0 X"}),
            *({"if_modified_since": "\xff" * 5000}, {"if_none_match": '"' * 5000}),
            *({"if_none_match": "W/" * 4000}, {"if_unmodified_since": "x"}, {"if_match": "x"}),
            *({"accept_encoding": "gzip;q=x, br;q=9e999, *;q=nan, ;;,,"}, {"accept": "\xff"}),
            *({"accept_encoding": "a," * 5000}, {"accept_encoding": "br;q=-1"}, {"accept": "/"}),
            *({"cookie": "=;;;a=\xff;" * 500}, {"cookie": "sessionid=" + "x" * 8000}),
            *({"user_agent": "\x00" + "x" * 9000}, {"referer": "http://["}, {"origin": "x" * 8000}),
            *({"accept_language": "x," * 4000}, {"x_forwarded_for": "x," * 4000}, {"te": "x"}),
            *({"x_forwarded_host": "evil.example"}, {"x_forwarded_proto": "https,\xff"}),
            *({"content_type": "multipart/form-data"}, {"content_type": "\xff/\xff; charset=x"}),
            *({"authorization": "Basic \xff"}, {"upgrade": "websocket"}, {"expect": "x"}),
        ]:
            with subtests.test(headers=repr(headers)[:60]):
                for path in ["/", "/backs/"]:
                    answer = front.get(path, **headers)

                    assert answer.status == 200
                    assert "Content-Range" not in answer.headers
                assert front.get("/nowhere/", **headers).status == 404

    def test_a_body_on_a_get_changes_nothing(self, front):
        for body in [b"a=b", b"\xff" * 5000, b"x" * 3_000_000]:
            answer = front.ask("GET", "/backs/", {"content_type": FORM}, body)

            assert answer.status == 200

    def test_an_odd_length_changes_nothing(self, front, subtests):
        for length in ["-1", "x", "", NUMBER, "1e3", "5, 5", "\xff"]:
            with subtests.test(length=repr(length)[:60]):
                for path, status in {"/backs/": 200, "/nowhere/": 404}.items():
                    sent = {**environ("GET", path, {}), "CONTENT_LENGTH": length}

                    assert status_of(front, sent).startswith(str(status))


class TestBodies:
    def test_what_cannot_be_understood_is_refused_in_words(self, front, subtests):
        for content_type, body in [
            (FORM, b"body=%ff&name=%00&email=%"),
            (FORM, b"\x00\xff" * 5000),
            (FORM, b"&" * 5000),
            (FORM, b"=".join([b"a"] * 5000)),
            (FORM, b"&".join([b"a=1"] * 5000)),
            ("multipart/form-data; boundary=x", b"--x\r\n\r\n"),
            (
                "multipart/form-data; boundary=x",
                b"--x\r\nContent-Disposition: x\r\n\r\n\xff\r\n--x--",
            ),
            ("multipart/form-data", b"x"),
            ("multipart/form-data; boundary=" + "x" * 5000, b"x"),
            ("application/json", b'{"a": '),
            ("text/plain; charset=utf-16", b"\xff\xfe"),
            ("", b"a=b"),
        ]:
            with subtests.test(content_type=repr(content_type)[:60], body=repr(body)[:60]):
                for path in ["/backs/comment/", "/newsletter/"]:
                    answer = front.post(
                        path, body, content_type=content_type, sec_fetch_site="same-origin"
                    )

                    assert answer.status in {400, 403, 413, 415, 422, 429}
                    assert is_a_page_of_ours(answer)
                assert not Comment.objects.exists()
