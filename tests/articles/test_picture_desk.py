"""The library of pictures, as editors meet it."""

import re

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from articles.models import Exercise, Picture
from articles.pictures import renditions
from backpain.models import PageTag
from tests.articles.picture_data import make_picture, upload
from tests.factories import make_article, make_author

pytestmark = pytest.mark.django_db
LIST = "/admin/articles/picture/"
CHOOSE = f"{LIST}choose/?CKEditorFuncNum=-1"


def form_fields(picture: Picture, **fields) -> dict:
    return {
        "alternative_text": picture.alternative_text,
        "caption": picture.caption,
        "credit": picture.credit,
        "focal_x": picture.focal_x,
        "focal_y": picture.focal_y,
        **fields,
    }


def change_page(picture: Picture) -> str:
    return reverse("admin:articles_picture_change", args=[picture.pk])


def test_a_picture_is_uploaded_with_its_words(admin_client):
    admin_client.post(
        f"{LIST}add/", {"file": upload(), "alternative_text": "A green field", "credit": "Jo"}
    )

    picture = Picture.objects.get()
    assert (picture.alternative_text, picture.credit) == ("A green field", "Jo")
    assert picture.original
    assert default_storage.exists(str(picture.file))


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"alternative_text": ""}, "Say what the picture shows, or tick “decorative”."),
        ({"alternative_text": "IMG_1.jpg"}, "name of a file"),
        ({"alternative_text": "Picture of a knee"}, "Leave out “Picture of”"),
        ({"alternative_text": "A knee", "is_decorative": "on"}, "A decorative picture has none"),
        ({"file": SimpleUploadedFile("a.jpg", b"<svg/>")}, "not a picture that can be read"),
    ],
)
def test_what_is_wrong_with_an_upload_is_said_and_nothing_is_kept(admin_client, fields, words):
    page = admin_client.post(
        f"{LIST}add/", {"file": upload(), "alternative_text": "A field", **fields}
    )

    assert words in page.text
    assert not Picture.objects.exists()


def test_a_decorative_picture_needs_no_words(admin_client):
    admin_client.post(f"{LIST}add/", {"file": upload(), "is_decorative": "on"})

    assert Picture.objects.get().is_decorative


def test_the_list_finds_by_words_use_and_state(admin_client):
    lead, inside = make_picture("red", "Lead"), make_picture("blue", "Inside")
    portrait, nowhere = make_picture("white", "Portrait"), make_picture("black", "Nowhere")
    make_article(picture=lead, body=f'<p><img src="{inside.file.url}" alt="x"></p>')
    make_author("Pat", portrait=portrait)
    Picture.objects.filter(pk=lead.pk).update(attempts=3, problem="It is torn.")

    def found(query: str) -> set[str]:
        page = admin_client.get(f"{LIST}?{query}").text
        return set(re.findall("Lead|Inside|Portrait|Nowhere", page.split('id="result_list"')[1]))

    assert found("use=used") == {"Lead", "Inside", "Portrait"}
    assert found("use=unused") == {"Nowhere"}
    assert found("q=nowhere") == {"Nowhere"}
    assert found("sizes=failed") == {"Lead"}
    assert found("sizes=waiting") == {"Inside", "Portrait", "Nowhere"}
    assert "It is torn." in admin_client.get(LIST).text
    assert nowhere.file.url in admin_client.get(LIST).text


def test_the_list_takes_as_many_queries_for_one_picture_as_for_many(
    admin_client, django_assert_max_num_queries
):
    make_picture()
    with django_assert_max_num_queries(20) as one:
        admin_client.get(LIST)
    for number in range(5):
        make_picture((number, 9, 9))
    renditions.render()

    with django_assert_max_num_queries(20) as many:
        admin_client.get(LIST)

    assert len(one) == len(many)


def test_what_could_not_be_made_is_made_anew_on_request(admin_client):
    picture = make_picture()
    Picture.objects.update(attempts=3, problem="It is torn.")

    admin_client.post(LIST, {"action": "make_sizes_anew", "_selected_action": [picture.pk]})

    assert list(renditions.waiting()) == [picture]
    assert renditions.render() == 1


def test_the_desks_first_page_warns_of_what_could_not_be_made(admin_client):
    make_picture()
    assert "could not be made smaller" not in admin_client.get("/admin/").text

    Picture.objects.update(attempts=3)

    assert "1 picture could not be made smaller" in admin_client.get("/admin/").text


def test_the_page_of_a_picture_says_where_it_is_used(admin_client):
    picture = make_picture()
    make_article("Lead story", picture=picture)
    make_article("Told inside", body=f'<p><img src="{picture.file.url}" alt="x"></p>')
    make_author("Pat Face", portrait=picture)
    Exercise.objects.create(name="Tilt", slug="tilt", steps="Tilt", picture=picture)

    page = admin_client.get(change_page(picture)).text

    for name in ("Lead story", "Told inside", "Pat Face", "Tilt"):
        assert f">{name}</a>" in page
    assert "Nowhere." in admin_client.get(change_page(make_picture("red"))).text


@pytest.mark.parametrize("use", ["lead", "text", "portrait", "exercise"])
@pytest.mark.parametrize("is_bulk", [False, True])
def test_a_used_picture_is_not_deleted_and_the_page_says_where_it_is_used(
    admin_client, use, is_bulk
):
    picture = make_picture()
    if use == "lead":
        make_article("Place", picture=picture)
    elif use == "text":
        make_article("Place", body=f'<p><img src="{picture.file.url}" alt="x"></p>')
    elif use == "portrait":
        make_author("Place", portrait=picture)
    else:
        Exercise.objects.create(name="Place", slug="place", steps="x", picture=picture)

    page = delete(admin_client, picture, is_bulk=is_bulk)

    assert Picture.objects.filter(pk=picture.pk).exists()
    assert "Nothing was deleted" in page.text
    assert ">Place</a>" in page.text


def delete(client, picture: Picture, *, is_bulk: bool):
    if is_bulk:
        chosen = {"action": "delete_selected", "_selected_action": [picture.pk], "post": "yes"}
        return client.post(LIST, chosen)
    return client.post(reverse("admin:articles_picture_delete", args=[picture.pk]), {"post": "yes"})


@pytest.mark.parametrize("is_bulk", [False, True])
@pytest.mark.django_db(transaction=True)
def test_an_unused_picture_goes_with_its_files(admin_client, is_bulk):
    picture = make_picture()
    renditions.render()

    delete(admin_client, picture, is_bulk=is_bulk)

    assert not Picture.objects.exists()
    assert default_storage.listdir("")[1] == []


@pytest.mark.django_db(transaction=True)
def test_a_file_is_replaced_everywhere_and_its_words_stay(admin_client, client):
    picture = make_picture("red", caption="The caption")
    renditions.render()
    old = picture.file.url
    article = make_article(body=f'<figure><img alt="x" src="{old}"></figure>', picture=picture)
    before = PageTag.objects.get(name="site").version

    admin_client.post(change_page(picture), form_fields(picture, file=upload("blue")))

    picture.refresh_from_db()
    article.refresh_from_db()
    assert picture.caption == "The caption"
    assert picture.file.url != old
    assert picture.file.url in article.body
    assert old not in article.body
    assert PageTag.objects.get(name="site").version != before
    assert client.get(old).status_code == 404
    assert not picture.renditions.exists()
    assert renditions.render() == 1
    assert picture.renditions.exists()


@pytest.mark.django_db(transaction=True)
def test_a_file_replaced_by_itself_stays(admin_client):
    picture = make_picture()

    admin_client.post(change_page(picture), form_fields(picture, file=upload()))

    picture.refresh_from_db()
    assert default_storage.exists(str(picture.file))
    assert renditions.render() == 1


def test_a_replacement_that_is_no_picture_changes_nothing(admin_client):
    picture = make_picture()
    torn = SimpleUploadedFile("a.jpg", b"torn")

    page = admin_client.post(change_page(picture), form_fields(picture, file=torn, caption="New"))

    assert "not a picture that can be read" in page.text
    again = Picture.objects.get()
    assert (again.file.name, again.caption) == (picture.file.name, "")


def test_the_words_are_changed_without_a_new_file(admin_client):
    picture = make_picture()
    renditions.render()

    admin_client.post(change_page(picture), form_fields(picture, caption="New", focal_x=10))

    again = Picture.objects.get()
    assert (again.caption, again.focal_x, again.file.name) == ("New", 10, picture.file.name)
    assert again.renditions.exists()


def test_a_focal_point_outside_the_picture_is_refused(admin_client):
    picture = make_picture()

    admin_client.post(change_page(picture), form_fields(picture, focal_x=101))

    assert Picture.objects.get().focal_x == 50
