"""What programs ask for at fixed addresses."""

import io
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.conf import settings as django_settings
from django.contrib.staticfiles import finders
from PIL import Image

from backpain import addresses
from backpain.models import Publication
from tests.factories import make_article

pytestmark = pytest.mark.django_db
SECURITY = "/.well-known/security.txt"


@pytest.fixture(autouse=True)
def address(settings):
    settings.SITE_URL = "https://example.org"
    settings.IS_LOCAL = False
    settings.ALLOWED_HOSTS = ["example.org", "testserver"]


def fields(client) -> dict[str, str]:
    lines = client.get(SECURITY).text.splitlines()
    assert all(": " in line for line in lines)
    return dict(line.split(": ", 1) for line in lines)


def static_file(address):
    return finders.find(address.removeprefix(django_settings.STATIC_URL))


def test_crawlers_may_read_everything_but_search_and_find_the_sitemap(client):
    answer = client.get("/robots.txt")

    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.text.splitlines() == [
        "User-agent: *",
        "Disallow: /search/",
        "",
        "Sitemap: https://example.org/sitemap.xml",
    ]


def test_robots_txt_does_not_say_where_the_desk_is(client):
    assert django_settings.ADMIN_PATH.strip("/") not in client.get("/robots.txt").text


def test_without_a_contact_there_is_no_security_txt(client):
    assert client.get(SECURITY).status_code == 404

    Publication(pk=1, security_contact="  ").save()

    assert client.get(SECURITY).status_code == 404


@pytest.mark.parametrize(
    ("contact", "uri"),
    [
        ("security@example.org", "mailto:security@example.org"),
        ("mailto:security@example.org", "mailto:security@example.org"),
        ("https://example.org/report/", "https://example.org/report/"),
        ("http://example.org/report/", "https://example.org/report/"),
        ("example.org/@report", "https://example.org/@report"),
        ("a@example.org\nExpires: never", "mailto:a@example.org Expires: never"),
    ],
)
def test_the_contact_is_a_uri_on_one_line(client, contact, uri):
    Publication(pk=1, security_contact=contact).save()

    assert fields(client)["Contact"] == uri


def test_security_txt_has_what_rfc_9116_asks_for(client):
    Publication(pk=1, security_contact="security@example.org").save()

    answer = client.get(SECURITY)

    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert list(fields(client)) == ["Contact", "Expires", "Preferred-Languages", "Canonical"]
    assert fields(client)["Preferred-Languages"] == "en"
    assert fields(client)["Canonical"] == "https://example.org/.well-known/security.txt"


@pytest.mark.parametrize(
    "moment",
    [
        *(datetime(2026, month, 1, tzinfo=UTC) for month in range(1, 13)),
        datetime(2026, 1, 31, 23, 59, 59, tzinfo=UTC),
        datetime(2028, 2, 29, 12, tzinfo=UTC),
        datetime(2026, 12, 31, 23, 59, 59, tzinfo=UTC),
    ],
)
def test_security_txt_never_expires_because_it_renews_itself(client, moment):
    Publication(pk=1, security_contact="security@example.org").save()

    with time_machine.travel(moment, tick=False):
        page = client.get(SECURITY).page
        expires = datetime.fromisoformat(fields(client)["Expires"])

    assert moment < page.until <= moment + timedelta(days=31)
    assert page.until + timedelta(days=30) < expires < moment + timedelta(days=365)


def test_the_manifest_names_the_site_and_its_icons(client):
    Publication(pk=1, name="A “quoted”\nname", tagline="Words & more").save()

    answer = client.get("/manifest.webmanifest")
    data = answer.json()

    assert answer.headers["Content-Type"] == "application/manifest+json"
    assert (data["name"], data["description"]) == ("A “quoted” name", "Words & more")
    assert (data["start_url"], data["display"], data["lang"]) == ("/", "minimal-ui", "en-gb")
    assert {(icon["sizes"], icon["purpose"]) for icon in data["icons"]} == {
        ("192x192", "any"),
        ("512x512", "any"),
        ("512x512", "maskable"),
    }
    for icon in data["icons"]:
        with Image.open(static_file(icon["src"])) as image:
            assert "x".join(map(str, image.size)) == icon["sizes"]


def test_a_maskable_icon_fills_its_square(client):
    (icon,) = (i for i in client.get("/manifest.webmanifest").json()["icons"] if "mask" in i["src"])
    with Image.open(static_file(icon["src"])) as file:
        image = file.convert("RGBA")

    corners = {image.getpixel((x, y)) for x in (0, 511) for y in (0, 511)}

    assert corners == {(11, 95, 89, 255)}


def test_every_page_leads_to_the_manifest_and_may_load_it(client):
    page = client.get("/")

    assert '<link rel="manifest" href="/manifest.webmanifest">' in page.text
    assert "manifest-src 'self'" in page.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("path", "sizes", "content_type"),
    [
        ("/favicon.ico", {(16, 16), (32, 32), (48, 48)}, "image/x-icon"),
        ("/apple-touch-icon.png", {(180, 180)}, "image/png"),
        ("/apple-touch-icon-precomposed.png", {(180, 180)}, "image/png"),
    ],
)
def test_icons_are_where_browsers_look_for_them_unasked(client, path, sizes, content_type):
    answer = client.get(path)

    assert answer.headers["Content-Type"] == content_type
    with Image.open(io.BytesIO(answer.content)) as image:
        assert image.info.get("sizes", {image.size}) == sizes


@pytest.mark.parametrize(
    "path",
    ["/robots.txt", SECURITY, "/manifest.webmanifest", "/favicon.ico", "/apple-touch-icon.png"],
)
def test_the_front_keeps_them(front, django_assert_num_queries, path):
    Publication(pk=1, security_contact="security@example.org").save()
    first = front.get(path)

    with django_assert_num_queries(0):
        again = front.get(path, if_none_match=first.headers["ETag"])
        head = front.head(path)

    assert (first.status, again.status, head.status) == (200, 304, 200)
    assert head.body == b""
    assert "Set-Cookie" not in first.headers
    assert first.headers["Vary"] == "Accept-Encoding"


def test_no_article_can_take_the_address_of_a_feed_or_a_file(client):
    assert {"feed", "comments", "robots.txt", "sitemap.xml", ".well-known", "favicon.ico"} <= set(
        addresses.first_words()
    )
    make_article("Feed", slug="feed")  # as an import might, past the form

    assert client.get("/feed/").headers["Content-Type"].startswith("application/xml")
