"""Pictures chosen or uploaded in the editor's window, and several at once."""

import re

import pytest
from django.contrib.auth.models import Permission, User

from articles.models import Picture
from tests.articles.picture_data import make_picture, upload

pytestmark = pytest.mark.django_db
LIST = "/admin/articles/picture/"
CHOOSE = f"{LIST}choose/?CKEditorFuncNum=-1"


@pytest.fixture
def stranger(client):
    """Somebody of the desk who has nothing to do with pictures."""
    client.force_login(User.objects.create_user("mo", is_staff=True))
    return client


def test_the_library_is_searched_and_paged_in_the_editors_window(admin_client):
    make_picture("red", "A knee, bent")
    make_picture("blue", "A back")

    page = admin_client.get(f"{CHOOSE}&q=bent+knee").text

    assert 'data-alternative-text="A knee, bent"' in page
    assert "A back" not in page
    assert 'name="CKEditorFuncNum" value="-1"' in page
    for query in ("p=99", "p=x", "q=%00", "q=" + "x" * 3000):
        assert admin_client.get(f"{CHOOSE}&{query}").status_code == 200


def test_a_picture_uploaded_in_the_editors_window_is_chosen_at_once(admin_client):
    fields = {"file": upload(), "alternative_text": "A field"}

    page = admin_client.post(CHOOSE, fields, follow=True)

    [chosen] = re.findall(r"<button[^>]*data-picture-chosen[^>]*>", page.text)
    assert f'data-picture="{Picture.objects.get().pk}"' in chosen
    assert page.redirect_chain[0][0].startswith(CHOOSE)


def test_a_wrong_upload_in_the_editors_window_says_why(admin_client):
    page = admin_client.post(CHOOSE, {"file": upload(), "alternative_text": ""})

    assert "Say what the picture shows" in page.text
    assert '<details class="picker__new" open>' in page.text


def test_the_library_is_closed_to_who_may_not_see_pictures(stranger):
    make_picture()

    assert stranger.get(CHOOSE).status_code == 403
    assert stranger.post(CHOOSE, {"file": upload(), "alternative_text": "x"}).status_code == 403
    assert stranger.get(f"{LIST}add-several/").status_code == 403
    assert Picture.objects.count() == 1


def test_who_may_only_look_chooses_but_uploads_nothing(stranger):
    make_picture()
    User.objects.get(username="mo").user_permissions.add(
        Permission.objects.get(codename="view_picture")
    )

    page = stranger.get(CHOOSE)

    assert "Someone stretches" in page.text
    assert "Upload" not in page.text
    assert stranger.post(CHOOSE, {"file": upload(), "alternative_text": "x"}).status_code == 403


def test_a_visitor_is_sent_to_the_log_in_page(client):
    assert client.get(CHOOSE).status_code == 302


def several(**rows) -> dict:
    return {"form-TOTAL_FORMS": "6", "form-INITIAL_FORMS": "0", **rows}


def test_several_pictures_are_added_at_once(admin_client):
    rows = {
        "form-0-file": upload("red"),
        "form-0-alternative_text": "Red",
        "form-3-file": upload("blue"),
        "form-3-is_decorative": "on",
    }

    answer = admin_client.post(f"{LIST}add-several/", several(**rows), follow=True)

    assert "2 pictures were added." in answer.text
    assert Picture.objects.count() == 2


def test_of_several_pictures_the_wrong_ones_stay_to_be_mended(admin_client):
    rows = {
        "form-0-file": upload("red"),
        "form-0-alternative_text": "Red",
        "form-1-file": upload("blue"),
        "form-1-alternative_text": "IMG_2.jpg",
        "form-2-alternative_text": "Without a file",
    }

    page = admin_client.post(f"{LIST}add-several/", several(**rows)).text

    assert "1 picture was added." in page
    assert "name of a file" in page
    assert 'value="Without a file"' in page
    assert 'name="form-0-file"' not in page
    assert Picture.objects.get().alternative_text == "Red"


def test_no_file_at_all_is_said(admin_client):
    assert "No file was chosen." in admin_client.post(f"{LIST}add-several/", several()).text
