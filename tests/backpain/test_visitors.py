"""Who asks: proxies, origins, bodies, limits."""

from datetime import timedelta
from ipaddress import ip_network

import pytest
import time_machine
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import path
from django.utils.timezone import now

from backpain import visitors, worker
from backpain.models import RateWindow
from backpain.visitors import Origin

requests = RequestFactory()
FORM = "application/x-www-form-urlencoded"


@visitors.same_origin_post
def say(request):
    return HttpResponse(f"{request.origin.value}: {request.POST.get('text', '')}")


@visitors.same_origin_post
def whose(request):
    return HttpResponse(f"{visitors.client_address(request)} {request.scheme}")


urlpatterns = [path("say/", say), path("whose/", whose)]


@pytest.fixture
def forms(front, settings):
    settings.ROOT_URLCONF = __name__
    return front


@pytest.fixture
def public_site(settings):
    settings.SITE_URL = "https://blog.test"
    settings.IS_LOCAL = False
    settings.CSRF_TRUSTED_ORIGINS = ["https://preview.blog.test"]


@pytest.fixture
def proxies(settings):
    settings.TRUSTED_PROXIES = [ip_network("10.0.0.0/8"), ip_network("fd00::/8")]


def told(remote, hops="", scheme=""):
    """Return the address and scheme that stand after `believe_proxy`."""
    environ = {"REMOTE_ADDR": remote, "wsgi.url_scheme": "http"}
    if hops:
        environ["HTTP_X_FORWARDED_FOR"] = hops
    if scheme:
        environ["HTTP_X_FORWARDED_PROTO"] = scheme
    visitors.believe_proxy(environ)
    return environ["REMOTE_ADDR"], environ["wsgi.url_scheme"]


def test_nobody_is_believed_when_no_proxy_is_trusted():
    assert told("10.0.0.1", "6.6.6.6", "https") == ("10.0.0.1", "http")


@pytest.mark.parametrize(
    ("remote", "hops", "client"),
    [
        ("198.51.100.7", "6.6.6.6", "198.51.100.7"),  # not one of ours
        ("10.0.0.1", "198.51.100.7", "198.51.100.7"),
        ("10.0.0.1", "6.6.6.6, 198.51.100.7", "198.51.100.7"),  # the first was made up
        ("10.0.0.1", "198.51.100.7,10.0.0.2 , 10.0.0.3", "198.51.100.7"),
        ("10.0.0.1", "10.0.0.9, 10.0.0.2", "10.0.0.9"),  # a client inside
        ("fd00::1", "2001:db8::5", "2001:db8::5"),
        ("::ffff:10.0.0.1", "::ffff:198.51.100.7", "198.51.100.7"),
        ("10.0.0.1", "198.51.100.7, unknown", ""),
        ("10.0.0.1", "", "10.0.0.1"),
        ("", "6.6.6.6", ""),
    ],
)
def test_the_client_is_the_last_hop_that_is_no_trusted_proxy(proxies, remote, hops, client):
    assert told(remote, hops)[0] == client


@pytest.mark.parametrize(
    ("remote", "said", "scheme"),
    [
        ("10.0.0.1", "https", "https"),
        ("10.0.0.1", "http, HTTPS ", "https"),
        ("10.0.0.1", "javascript", "http"),
        ("10.0.0.1", "", "http"),
        ("198.51.100.7", "https", "http"),
    ],
)
def test_a_trusted_proxy_says_how_it_was_asked(proxies, remote, said, scheme):
    assert told(remote, scheme=said)[1] == scheme


@pytest.mark.parametrize("remote", ["10.0.0.1", "198.51.100.7"])
def test_nothing_behind_finds_a_forwarded_header(proxies, remote):
    names = ("FOR", "PROTO", "HOST", "PORT", "PREFIX", "SCHEME", "SERVER", "SSL")
    environ = {f"HTTP_X_FORWARDED_{name}": "6.6.6.6" for name in names}
    environ |= {"REMOTE_ADDR": remote, "wsgi.url_scheme": "http"}

    visitors.believe_proxy(environ)

    assert set(environ) == {"REMOTE_ADDR", "wsgi.url_scheme"}


@pytest.mark.parametrize(
    ("remote", "address"),
    [
        ("198.51.100.7", "198.51.100.7"),
        ("2001:DB8::5", "2001:db8::5"),
        ("::ffff:198.51.100.7", "198.51.100.7"),
        ("fe80::1%eth0", "fe80::1"),
        ("unix:", ""),
        ("", ""),
    ],
)
def test_a_client_address_is_a_valid_one_or_none(remote, address):
    assert visitors.client_address(requests.get("/", REMOTE_ADDR=remote)) == address


def test_what_a_proxy_says_reaches_a_view(forms, proxies):
    told = {"x_forwarded_for": "198.51.100.7", "x_forwarded_proto": "https"}

    assert forms.post("/whose/", remote_addr="10.0.0.1", **told).text == "198.51.100.7 https"
    assert forms.post("/whose/", remote_addr="192.0.2.1", **told).text == "192.0.2.1 http"


@pytest.mark.parametrize(
    ("url", "is_local", "origins"),
    [
        ("https://Blog.test", False, {"https://blog.test"}),
        ("https://blog.test:443", False, {"https://blog.test"}),
        ("https://blog.test:8443", False, {"https://blog.test:8443"}),
        ("http://[2001:db8::1]:8000", False, {"http://[2001:db8::1]:8000"}),
        (
            "http://localhost:8000",
            True,
            {"http://localhost:8000", "http://127.0.0.1:8000", "http://[::1]:8000"},
        ),
        ("http://localhost", True, {"http://localhost", "http://127.0.0.1", "http://[::1]"}),
    ],
)
def test_which_origins_are_the_site(settings, url, is_local, origins):
    settings.SITE_URL, settings.IS_LOCAL = url, is_local

    assert visitors.site_origins() == origins


@pytest.mark.parametrize(
    ("headers", "origin"),
    [
        ({"sec-fetch-site": "same-origin", "origin": "https://blog.test"}, Origin.SAME),
        ({"sec-fetch-site": "same-origin", "origin": "null"}, Origin.SAME),
        ({"sec-fetch-site": "none"}, Origin.SAME),
        ({"sec-fetch-site": "cross-site", "origin": "https://evil.test"}, Origin.CROSS),
        ({"sec-fetch-site": "cross-site", "origin": "null"}, Origin.CROSS),
        ({"sec-fetch-site": "same-site", "origin": "https://shop.blog.test"}, Origin.CROSS),
        ({"sec-fetch-site": "same-site", "origin": "https://preview.blog.test"}, Origin.SAME),
        ({"sec-fetch-site": "cross-site", "origin": "http://blog.test"}, Origin.CROSS),
        ({"sec-fetch-site": "cross-site"}, Origin.CROSS),
        ({"sec-fetch-site": "bogus"}, Origin.CROSS),
        ({"origin": "https://blog.test"}, Origin.SAME),
        ({"origin": "http://blog.test"}, Origin.CROSS),
        ({"origin": "https://blog.test:444"}, Origin.CROSS),
        ({"origin": "https://blog.test.evil"}, Origin.CROSS),
        ({"origin": "null"}, Origin.CROSS),
        ({"origin": "null", "referer": "https://blog.test/a/"}, Origin.CROSS),
        ({"referer": "https://blog.test/a/"}, Origin.SAME),
        ({"referer": "https://preview.blog.test/a/"}, Origin.SAME),
        ({"referer": "https://evil.test/"}, Origin.CROSS),
        ({"referer": "https://blog.test@evil.test/"}, Origin.CROSS),
        ({"referer": "https://["}, Origin.CROSS),
        ({}, Origin.UNKNOWN),
    ],
)
def test_where_a_post_comes_from(public_site, headers, origin):
    assert visitors.origin_of(requests.post("/", headers=headers)) is origin


@pytest.mark.parametrize(
    ("origin", "expected"),
    [
        ("http://localhost:8000", Origin.SAME),
        ("http://[::1]:8000", Origin.SAME),
        ("http://localhost:9000", Origin.CROSS),
        ("https://localhost:8000", Origin.CROSS),
    ],
)
def test_a_local_site_has_three_names_and_one_port(settings, origin, expected):
    settings.SITE_URL, settings.IS_LOCAL = "http://127.0.0.1:8000", True

    assert visitors.origin_of(requests.post("/", headers={"origin": origin})) is expected


def test_a_post_without_token_reaches_the_view_with_its_origin(forms):
    same = forms.post("/say/", {"text": "Hello"}, sec_fetch_site="same-origin")
    cross = forms.post("/say/", {"text": "Hello"}, origin="https://evil.test")

    assert same.text == "same: Hello"
    assert cross.text == "cross: Hello"
    assert "Set-Cookie" not in same.headers
    assert "Cookie" not in same.headers.get("Vary", "")


def test_a_body_of_a_mebibyte_is_read(forms):
    text = "a" * (visitors.LARGEST_POST - len("text="))

    assert forms.post("/say/", {"text": text}).text == f"unknown: {text}"


def test_a_larger_body_is_refused_with_words(forms):
    answer = forms.post("/say/", {"text": "a" * visitors.LARGEST_POST})

    assert answer.status == 413
    assert "your text is still there" in answer.text


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (f"{FORM}; charset=utf-7", b"text=+AGE-"),
        (f"{FORM}; charset=no-such-thing", b"text=a"),
        ("multipart/form-data; boundary=x; charset=zlib", b"--x--"),
        ("multipart/form-data; boundary=x; charset=idna", b"--x--"),
        ("multipart/form-data", b"text=a"),
        ("multipart/form-data; boundary=", b"text=a"),
        ("multipart/form-data; boundary=\xff\xfe", b"text=a"),
        (FORM, b"&".join([b"a=1"] * 1001)),
    ],
)
def test_a_body_that_cannot_be_decoded_gets_a_plain_400(forms, kind, body):
    answer = forms.post("/say/", body, content_type=kind)

    assert answer.status == 400
    assert "cannot be read" in answer.text


@pytest.mark.parametrize("kind", ["text/plain", "application/json", "", "nonsense;;;"])
def test_a_body_that_is_no_form_is_an_empty_form(forms, kind):
    assert forms.post("/say/", b"text=a", content_type=kind).text == "unknown: "


@pytest.mark.parametrize("length", ["", "-1", "many", "٣"])
def test_a_length_that_is_none_harms_nobody(forms, length):
    assert forms.post("/say/", b"text=a", content_length=length).status == 200


def test_bytes_that_are_no_text_are_replaced(forms):
    assert forms.post("/say/", b"text=%ff%fe+b").text == "unknown: \ufffd\ufffd b"


def test_a_form_with_a_session_keeps_its_token(front):
    answer = front.post("/admin/login/", {"username": "x"}, sec_fetch_site="same-origin")

    assert answer.status == 403


@pytest.mark.parametrize("path", ["/", "/say/", "/admin/login/"])
def test_an_undecodable_post_anywhere_gets_an_answer(front, path):
    answer = front.post(
        path,
        b"text=+AGE-",
        content_type=f"{FORM}; charset=utf-7",
        cookie="csrftoken=" + "a" * 32,
    )

    assert answer.status in {400, 403, 404, 405}


@pytest.mark.django_db
def test_so_many_are_within_the_limit_and_no_more():
    answers = [visitors.allow("say", "198.51.100.7", limit=3, seconds=60) for _ in range(5)]

    assert answers == [True, True, True, False, False]


@pytest.mark.django_db
def test_each_kind_and_each_client_counts_for_itself():
    assert visitors.allow("say", "198.51.100.7", limit=1, seconds=60)
    assert visitors.allow("say", "198.51.100.8", limit=1, seconds=60)
    assert visitors.allow("ask", "198.51.100.7", limit=1, seconds=60)
    assert not visitors.allow("say", "198.51.100.7", limit=1, seconds=60)


@pytest.mark.django_db
def test_all_addresses_of_an_ipv6_customer_count_as_one():
    assert visitors.allow("say", "2001:db8:1:2::1", limit=1, seconds=60)
    assert not visitors.allow("say", "2001:db8:1:2:ffff::9", limit=1, seconds=60)
    assert visitors.allow("say", "2001:db8:1:3::1", limit=1, seconds=60)


@pytest.mark.django_db
def test_a_new_window_begins_when_the_old_one_is_over():
    with time_machine.travel("2026-03-01 12:00 +0000", tick=False) as clock:
        assert visitors.allow("say", "x", limit=1, seconds=60)
        clock.shift(59)
        assert not visitors.allow("say", "x", limit=1, seconds=60)
        clock.shift(1)
        assert visitors.allow("say", "x", limit=1, seconds=60)
        assert not visitors.allow("say", "x", limit=1, seconds=60)


@pytest.mark.django_db
def test_no_address_is_kept():
    visitors.allow("say", "198.51.100.7", limit=1, seconds=60)

    (row,) = RateWindow.objects.values_list("key", flat=True)
    assert len(row) == 64
    assert "198" not in RateWindow.objects.get().key.replace(row, "")


@pytest.mark.django_db
def test_windows_that_are_over_are_forgotten():
    visitors.allow("say", "old", limit=1, seconds=60)
    with time_machine.travel(now() + timedelta(seconds=61)):
        visitors.allow("say", "new", limit=1, seconds=60)

        assert visitors.forget_old_windows() == 1
        assert RateWindow.objects.count() == 1
        assert visitors.forget_old_windows() == 0


def test_the_worker_forgets_old_windows():
    assert visitors.forget_old_windows in [job.step for job in worker.JOBS]
