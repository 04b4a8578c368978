"""Error pages: they must come, in the site's look, when nothing else does."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from backpain import errors
from tests.factories import make_article

UTF_7 = "application/x-www-form-urlencoded; charset=utf-7"
HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@pytest.fixture
def stranger():
    """A client that is refused as a browser would be, and sees the page that Django makes of it."""
    return Client(enforce_csrf_checks=True, raise_request_exception=False)


@pytest.mark.parametrize("path", ["/newsletter/", "/admin/login/"])
def test_a_body_that_cannot_be_decoded_gets_a_plain_400_with_every_header(stranger, path):
    stranger.cookies["csrftoken"] = "c" * 32

    page = stranger.post(path, b"a=+AGE-", content_type=UTF_7)

    assert page.status_code == 400
    assert '<h1 class="page__title">This request cannot be read</h1>' in page.text
    assert HEADERS.items() <= page.headers.items()
    assert "default-src 'none'" in page["Content-Security-Policy"]
    assert "camera=()" in page["Permissions-Policy"]


def test_a_form_without_its_token_gets_a_plain_403(stranger):
    page = stranger.post("/admin/login/", {"username": "a"})

    assert page.status_code == 403
    assert "This form has expired" in page.text
    assert page["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_a_page_that_an_account_may_not_see_is_a_plain_403(client):
    client.force_login(User.objects.create_user("helper", is_staff=True))

    page = client.get("/admin/auth/user/")

    assert page.status_code == 403
    assert "This page is not open to you" in page.text


@pytest.mark.parametrize("path", ["/", "/an-article/"])
def test_without_a_database_every_page_is_the_plain_500(stranger, path):
    page = stranger.get(path)

    assert page.status_code == 500
    assert "Something broke here" in page.text
    assert HEADERS.items() <= page.headers.items()


@pytest.mark.django_db
def test_a_page_that_is_not_here_is_a_404_with_the_menu(stranger):
    make_article("Bend your knees")

    page = stranger.get("/no/such/page/anywhere/")

    assert page.status_code == 404
    assert 'href="/category/back-pain/"' in page.text
    assert "Bend your knees" in page.text


def test_a_plain_page_wears_the_stylesheet():
    page = errors.plain(503, "Busy", "Try again.").text

    assert '<link rel="stylesheet" href="/static/site.css">' in page


def test_a_plain_page_comes_without_its_stylesheet_when_its_address_is_unknown(settings):
    storage = "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": storage}}

    page = errors.plain(503, "Busy", "Try again.")

    assert page.status_code == 503
    assert '<h1 class="page__title">Busy</h1>' in page.text
    assert "/static/" not in page.text


def test_a_plain_page_shows_markup_as_written():
    assert "<i>" not in errors.plain(413, "<i>Long</i>", "<i>words</i>").text
