import pytest

from newsletter.addresses import Address, masked


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("Reader@Example.ORG", "reader@example.org"),
        ("reader+news@example.org", "reader+news@example.org"),
        ("o'neill@example.org", "o'neill@example.org"),
        ("anna@exämple.org", "anna@xn--exmple-cua.org"),
        ("anna@straße.de", "anna@xn--strae-oqa.de"),
    ],
)
def test_an_address_keeps_what_was_typed_and_has_one_key(typed, key):
    address = Address.parse(typed)

    assert address == Address(typed=typed, key=key)


@pytest.mark.parametrize(
    "typed",
    [
        *("", "reader", "reader@", "@example.org", "reader@localhost", "reader@example"),
        *('"a b"@example.org', "a b@example.org", "reader@[192.0.2.1]", "reader@example.org."),
        *("a@b@example.org", "Reader <reader@example.org>", "a@example.org, b@example.org"),
        *("ünï@example.org", "reader@example..org", ".reader@example.org", "reader@-a.org"),
        *("a@example.org\r\nBcc: b@example.org", "a\x00@example.org", "a@example.org\n"),
        "a" * 65 + "@example.org",
        "a@" + "b" * 64 + ".org",
        "a" * 300 + "@example.org",
        "@" * 5000,
    ],
)
def test_what_no_letter_reaches_is_no_address(typed):
    assert Address.parse(typed) is None


@pytest.mark.parametrize(
    ("address", "shown"),
    [("jo.reader@example.org", "j…@example.org"), ("j@example.org", "j…@example.org")],
)
def test_a_masked_address_shows_one_letter_and_the_host(address, shown):
    assert masked(address) == shown
