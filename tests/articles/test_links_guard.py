"""Which servers the check of links may ask: nobody inside, whatever an address pretends."""

import socket

import pytest

from articles.links import asking, guard

PUBLIC = "93.184.215.14"


def names(monkeypatch, *answers):
    """Let every look-up of a name answer the next of `answers`, the last one for ever."""
    left = list(answers)

    def look_up(host, port, **kwargs):
        ips = left.pop(0) if len(left) > 1 else left[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port)) for ip in ips]

    monkeypatch.setattr(guard, "look_up", look_up)


@pytest.mark.parametrize(
    "ip",
    [
        *("127.0.0.1", "127.255.255.254", "0.0.0.0", "10.0.0.1", "172.16.0.1", "192.168.1.1"),
        *("169.254.169.254", "100.64.0.1", "192.0.0.8", "192.0.2.1", "198.18.0.1", "203.0.113.5"),
        *("224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255"),
        *("::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "fec0::1", "ff02::1"),
        *("::ffff:127.0.0.1", "::ffff:169.254.169.254", "::127.0.0.1", "64:ff9b::7f00:1"),
        *(
            "64:ff9b::a9fe:a9fe",
            "64:ff9b:1::1",
            "2002:7f00:1::",
            "2001::1",
            "2001:db8::1",
            "100::1",
        ),
        *("no address", ""),
    ],
)
def test_what_is_not_of_the_open_internet_is_not_public(ip):
    assert not guard.is_public(ip)


@pytest.mark.parametrize(
    "ip", [PUBLIC, "1.1.1.1", "2606:4700::1111", f"::ffff:{PUBLIC}", "64:ff9b::5db8:d70e"]
)
def test_an_address_of_the_open_internet_is_public(ip):
    assert guard.is_public(ip)


@pytest.mark.parametrize(
    "url",
    [
        *("http://2130706433/", "http://0x7f.1/", "http://0177.0.0.1/", "http://127.1/"),
        *("http://localhost/", "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://0/"),
        *("http://169.254.169.254/latest/meta-data/", "http://[fd00:ec2::254]/"),
    ],
)
def test_other_spellings_of_inner_addresses_are_refused_by_what_they_resolve_to(url):
    with pytest.raises(guard.RefusedError):
        guard.servers(url)


@pytest.mark.parametrize(
    "url",
    [
        *("ftp://example.org/", "file:///etc/passwd", "gopher://example.org/", "//example.org/"),
        *("http://me:secret@example.org/", "http://@example.org/", "http://example.org:22/"),
        *("http://example.org:8080/", "http://example.org:99999/", "http:///path", "http://[::1/"),
    ],
)
def test_other_schemes_ports_and_credentials_are_refused_before_any_look_up(monkeypatch, url):
    monkeypatch.setattr(guard, "look_up", lambda *args, **kwargs: pytest.fail("looked up"))

    with pytest.raises(guard.RefusedError):
        guard.servers(url)


def test_a_name_is_refused_when_one_of_its_addresses_is_private(monkeypatch):
    names(monkeypatch, [PUBLIC, "10.0.0.7"])

    with pytest.raises(guard.RefusedError):
        guard.servers("https://example.org/")


def test_a_name_that_means_something_else_a_moment_later_is_connected_to_as_checked(monkeypatch):
    """DNS rebinding: the second look-up would say 127.0.0.1, and there is no second look-up."""
    names(monkeypatch, [PUBLIC], ["127.0.0.1"])
    reached = []

    def connect(address, timeout):
        reached.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", connect)

    answer = asking.ask("http://rebinding.example/", lambda host: None)

    assert reached == [(PUBLIC, 80)]
    assert answer.status is None
    assert not answer.is_refused_by_us


def test_the_next_request_looks_again_and_is_refused(monkeypatch):
    names(monkeypatch, [PUBLIC], ["127.0.0.1"])
    guard.servers("http://rebinding.example/")

    answer = asking.ask("http://rebinding.example/", lambda host: None)

    assert answer.is_refused_by_us
    assert "private network" in answer.problem


def test_a_name_without_a_server_is_said_so(monkeypatch):
    def look_up(*args, **kwargs):
        raise socket.gaierror

    monkeypatch.setattr(guard, "look_up", look_up)

    answer = asking.ask("http://nowhere.example/", lambda host: None)

    assert answer == asking.Answer(problem="Its name leads to no server.")
