"""Requests that no browser sends, to the program as shipped and over real sockets."""

import socket
from contextlib import closing
from urllib.parse import urlsplit

import pytest

from tests.program import running

TIMEOUT = 10


@pytest.fixture(scope="module")
def program(tmp_path_factory):
    with running(tmp_path_factory.mktemp("odd") / "var", RECAPTCHA_KIND="none") as program:
        yield program


def send(program, request: bytes) -> bytes:
    """Send bytes as they are; return all that comes back until the connection is closed."""
    where = urlsplit(program.url)
    host = f"Host: {where.netloc}\r\nConnection: close\r\n\r\n".encode()
    with closing(socket.create_connection((where.hostname, where.port), TIMEOUT)) as connection:
        connection.sendall(request.replace(b"HOST\r\n", host))
        return b"".join(iter(lambda: connection.recv(65536), b""))


# What the server refuses by itself, in a line: it is no HTTP, or too much of it.
REFUSED = {
    b"GET /a\x00b/ HTTP/1.1\r\nHOST\r\n": b"400",
    b"GET /\xff/ HTTP/1.1\r\nHOST\r\n": b"400",
    b"\x16\x03\x01\x02\x00\x01\x00\n\n": b"400",
    b"GET /" + b"a" * 70_000 + b"/ HTTP/1.1\r\nHOST\r\n": b"414",
    b"GET / HTTP/1.1\r\n" + b"X-%d: y\r\n" * 500 + b"HOST\r\n": b"431",
    b"POST / HTTP/1.1\r\nContent-Length: 3\r\nContent-Length: 4\r\nHOST\r\nabcd": b"400",
}
# What reaches the site
ANSWERED = {
    b"GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n": b"400",
    b"GET / HTTP/1.0\r\n\r\n": b"400",
    b"GET / HTTP/1.1\r\nHost: evil.example\r\nHOST\r\n": b"400",
    b"CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n": b"400",
    b"OPTIONS * HTTP/1.1\r\nHOST\r\n": b"404",
    b"GET //evil.example/ HTTP/1.1\r\nHOST\r\n": b"404",
    b"GET /../../etc/passwd HTTP/1.1\r\nHOST\r\n": b"404",
    b"GET /%ff%00%c0%af/ HTTP/1.1\r\nHOST\r\n": b"404",
    b"GET /" + b"a" * 8192 + b"/ HTTP/1.1\r\nHOST\r\n": b"404",
    b"TRACE / HTTP/1.1\r\nHOST\r\n": b"405",
    b"BREW /about/ HTTP/1.1\r\nHOST\r\n": b"405",
    b"POST /about/ HTTP/1.1\r\nTransfer-Encoding: chunked\r\nHOST\r\nzz\r\n": b"405",
    b"GET /about/ HTTP/1.1\r\nRange: bytes=0-1\r\nIf-Modified-Since: x\r\nHOST\r\n": b"200",
    b"GET /about/ HTTP/1.1\r\nContent-Length: 5\r\nHOST\r\nhello": b"200",
    b"GET /?q=%ff%00" + b"%ff" * 3000 + b" HTTP/1.1\r\nHOST\r\n": b"200",
}


def test_what_is_no_request_is_refused_in_a_line(program, subtests):
    for request, status in REFUSED.items():
        with subtests.test(request=request[:50]):
            assert send(program, request).split()[1] == status


def test_what_is_odd_gets_a_page_with_every_header(program, subtests):
    for request, status in ANSWERED.items():
        with subtests.test(request=request[:50]):
            head, _, page = send(program, request).partition(b"\r\n\r\n")

            assert head.split()[1] == status
            for name in [b"content-security-policy", b"x-frame-options", b"referrer-policy"]:
                assert name in head.lower()
            assert b"<h1" in page
            assert b"evil" not in head
    assert "Traceback" not in program.log


def test_an_old_address_leads_on_with_its_parameters(program):
    answer = send(program, b"GET /About?utm_source=letter HTTP/1.1\r\nHOST\r\n")

    assert b" 301 " in answer[:20]
    assert b"location: /about/?utm_source=letter\r\n" in answer.lower()
