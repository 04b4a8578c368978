"""The library of pictures, as editors meet it."""

import re

import pytest
from django.contrib.auth.models import Permission, User
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from articles import renditions
from articles.models import Article, Exercise, Picture
from articles.pictures import store_picture
from articles.pictures_in_text import describe
from backpain.models import PageTag
from tests.articles.picture_data import picture_file
from tests.factories import make_article, make_author

pytestmark = pytest.mark.django_db
LIST = "/admin/articles/picture/"
CHOOSE = f"{LIST}choose/?CKEditorFuncNum=-1"


def make_picture(colour="green", words="Someone stretches", **fields) -> Picture:
    return store_picture(
        picture_file((60, 40), colour=colour), alternative_text=words, **fields
    )  # fmt: skip


def upload(colour="green", name="a.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, picture_file((60, 40), colour=colour).read())


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


@pytest.fixture
def stranger(client):
    """Somebody of the desk who has nothing to do with pictures."""
    client.force_login(User.objects.create_user("mo", is_staff=True))
    return client


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


def test_a_picture_in_the_text_gets_the_librarys_words_where_it_has_none():
    picture = make_picture(words='Jo "stretches" & rests')

    body, problems = describe(f'<figure><img src="{picture.file.url}"></figure>')

    assert problems == []
    assert body == (
        '<figure><img alt="Jo &quot;stretches&quot; &amp; rests" '
        f'src="{picture.file.url}"></figure>'
    )


def test_an_editors_own_words_stand_before_the_librarys():
    body = f'<p><img alt="Bend > and stretch" src="{make_picture().file.url}"></p>'

    assert describe(body) == (body, [])


def test_a_decorative_picture_in_the_text_stays_silent():
    picture = make_picture()
    Picture.objects.update(is_decorative=True, alternative_text="")

    body, problems = describe(f'<p><img src="{picture.file.url}" alt=""></p>')

    assert (body, problems) == (f'<p><img alt="" src="{picture.file.url}"></p>', [])


@pytest.mark.parametrize(
    ("tag", "words"),
    [
        ('<img src="https://elsewhere.example/a.jpg" alt="x">', "not from the library"),
        (f'<img src="/media/{"0" * 32}.webp" alt="x">', "not in the library any more"),
        ('<img src="{picture}" alt="IMG_1.jpg">', "name of a file"),
        ('<img src="{orphan}" alt="">', "no alternative text"),
    ],
)
def test_a_picture_in_the_text_that_does_not_do_is_named(tag, words):
    orphan = make_picture("red")
    Picture.objects.filter(pk=orphan.pk).delete()
    places = {"picture": make_picture().file.url, "orphan": orphan.file.url}

    _body, [problem] = describe(f"<p>{tag.format(**places)}</p>")

    assert words in problem


def test_an_article_is_not_saved_with_a_picture_that_says_nothing(admin_client):
    article = make_article(body="<p>Old.</p>")
    body = f'<p><img src="{make_picture().file.url}" alt="DSC_0001.jpg"></p>'

    page = admin_client.post(
        reverse("admin:articles_article_change", args=[article.pk]), {"body": body}
    )

    assert "name of a file" in page.text
    assert Article.objects.get().body == "<p>Old.</p>"
