"""What is posted to the desk after a sign-in has ended: shown, and ready to be sent again."""

import html5lib
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from articles.models import Article, Series
from tests.forms_as_posted import HTML

pytestmark = pytest.mark.django_db
ADD = "/admin/articles/series/add/"
WORDS = 'Everything about backs,\nand "more" <b>& more</b>.'
FIELDS = {"name": "Backs", "slug": "backs", "description": WORDS, "_save": "Save"}


def to_send_again(page) -> tuple[str, dict[str, str]]:
    """Return the address and the fields of the form on the page that holds what was posted."""
    forms = html5lib.parse(page.text).iter(f"{HTML}form")
    form = next(form for form in forms if form.get("enctype"))
    fields = {field.get("name"): field.get("value") for field in form.iter(f"{HTML}input")}
    return form.get("action"), fields


@pytest.fixture
def strict():
    """A browser that is signed out, with a site that looks at its tokens."""
    return Client(enforce_csrf_checks=True, headers={"Sec-Fetch-Site": "same-origin"})


def token_of(client):
    """Return the token of the sign-in page, as every form of a signed-out browser has it."""
    fields = html5lib.parse(client.get("/admin/login/").text).iter(f"{HTML}input")
    return next(field.get("value") for field in fields if field.get("name") == TOKEN)


TOKEN = "csrfmiddlewaretoken"


def test_a_post_of_somebody_signed_out_is_shown_and_sent_again(client, admin_user):
    page = client.post(f"{ADD}?x=1", FIELDS)

    assert page.status_code == 401
    assert page.headers["WWW-Authenticate"]
    assert "no-store" in page.headers["Cache-Control"]
    assert "You are signed out." in page.text
    address, fields = to_send_again(page)
    assert address == f"{ADD}?x=1"
    assert {name: fields[name] for name in FIELDS} == FIELDS
    assert not Series.objects.exists()

    client.force_login(admin_user)
    client.post(address, fields)

    assert Series.objects.get().description.split() == WORDS.split()


def test_long_words_can_be_read_on_it(client):
    body = f"<p>{'Walk. ' * 30}</p><p>Then rest &amp; read.</p>"

    page = client.post("/admin/articles/article/add/", {"title": "A", "body": body}).text

    texts = [area.text for area in html5lib.parse(page).iter(f"{HTML}textarea")]
    assert len(texts) == 1
    assert "<p>" not in texts[0]
    assert texts[0].endswith("Then rest & read.")
    assert not Article.objects.exists()


def test_passwords_are_nowhere_on_it(client):
    posted = {"username": "lee", "password1": "canary-1", "old_password": "canary-2"}

    page = client.post("/admin/auth/user/add/", posted)

    assert page.status_code == 401
    assert "canary" not in page.text
    assert "Passwords are not kept" in page.text
    assert to_send_again(page)[1]["username"] == "lee"


def test_a_file_that_cannot_be_kept_is_named(client):
    upload = SimpleUploadedFile("back.png", b"x", "image/png")

    page = client.post("/admin/articles/picture/add/", {"credit": "Jo", "upload": upload})

    assert "Choose it once more afterwards: back.png." in page.text


def test_a_page_asked_for_by_somebody_signed_out_still_leads_to_the_sign_in(client):
    answer = client.get(ADD)

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(reverse("admin:login"))


def test_signing_in_and_out_stay_as_they_are(client, admin_user):
    form = {"username": "admin", "password": "wrong"}
    assert client.post("/admin/login/", form).status_code == 200

    client.force_login(admin_user)

    assert "You are signed out." not in client.post("/admin/logout/").text
    assert client.post("/admin/logout/").status_code == 302


def test_a_form_from_before_signing_in_anew_is_sent_again_with_a_new_token(strict, admin_user):
    old = token_of(strict)
    strict.force_login(admin_user)
    strict.get("/admin/")  # nothing of this makes the old token good again

    page = strict.post(ADD, FIELDS | {TOKEN: "x" * len(old)})

    assert page.status_code == 403
    assert "You signed in anew" in page.text
    address, fields = to_send_again(page)
    assert strict.post(address, fields).status_code == 302
    assert Series.objects.get().name == "Backs"


def test_without_token_and_sign_in_the_words_are_kept_too(strict):
    page = strict.post(ADD, FIELDS)

    assert page.status_code == 401
    assert to_send_again(page)[1]["name"] == "Backs"


@pytest.mark.parametrize("path", [ADD, "/admin/"])
def test_words_from_another_site_are_not_repeated(strict, admin_user, path):
    strict.force_login(admin_user)

    page = strict.post(path, FIELDS, headers={"Sec-Fetch-Site": "cross-site"})

    assert page.status_code == 403
    assert "Backs" not in page.text
    assert "This form has expired" in page.text


def test_the_sign_in_form_itself_repeats_nothing(strict):
    page = strict.post("/admin/login/", {"username": "canary", "password": "canary"})

    assert page.status_code == 403
    assert "canary" not in page.text


def test_a_public_page_keeps_its_plain_refusal(strict, settings):
    page = strict.post("/", {"name": "canary"})

    assert "canary" not in page.text
