"""The desk for articles, as its users meet it through the stock admin's forms."""

import io
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import Group, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.timezone import now
from PIL import Image

from articles.models import Article, Picture
from backpain.models import Publication
from tests.factories import make_article, make_author, make_category

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(admin_client):
    return admin_client


def article_fields(**fields) -> dict[str, str]:
    """Return what the article's form posts, with one author."""
    return {
        "title": "Walking",
        "slug": "walking",
        "standfirst": "It helps.",
        "body": "<p>Walk.</p>",
        "categories": str(make_category().pk),
        "status": "published",
        "publish_at_0": "2026-05-01",
        "publish_at_1": "09:00:00",
        "comments_are_open": "on",
        "byline_set-TOTAL_FORMS": "1",
        "byline_set-INITIAL_FORMS": "0",
        "byline_set-0-author": str(make_author().pk),
        "byline_set-0-position": "0",
        "sources-TOTAL_FORMS": "0",
        "sources-INITIAL_FORMS": "0",
        **fields,
    }


def change_fields(article: Article, **fields) -> dict[str, str]:
    """Return what the form of an article that stands posts."""
    byline = article.byline_set.get()
    return article_fields(
        **{
            "title": article.title,
            "slug": article.slug,
            "standfirst": article.standfirst,
            "body": article.body,
            "byline_set-INITIAL_FORMS": "1",
            "byline_set-0-id": str(byline.pk),
            "byline_set-0-article": str(article.pk),
            "byline_set-0-author": str(byline.author_id),
            **fields,
        }
    )


def picture_upload() -> SimpleUploadedFile:
    file = io.BytesIO()
    Image.new("RGB", (80, 40), "#0b5f59").save(file, "PNG")
    return SimpleUploadedFile("back.png", file.getvalue(), "image/png")


def change_url(article: Article) -> str:
    return reverse("admin:articles_article_change", args=[article.pk])


def test_an_editor_writes_and_publishes_an_article(editor, client):
    response = editor.post(reverse("admin:articles_article_add"), article_fields())

    assert response.status_code == 302
    page = client.get("/walking/").content.decode()
    assert "Walking" in page
    assert "Jo Writer" in page


def test_what_the_editor_posts_is_cleaned_at_save(editor):
    body = '<p>Walk.<script>alert(1)</script><img src="x" onerror="alert(2)"></p>'

    editor.post(reverse("admin:articles_article_add"), article_fields(body=body))

    assert "alert" not in Article.objects.get().body


def test_a_lead_picture_comes_with_the_article_in_one_step(editor):
    fields = article_fields(new_picture_alternative_text="A green sheet")

    editor.post(reverse("admin:articles_article_add"), {**fields, "new_picture": picture_upload()})

    picture = Article.objects.get().picture
    assert picture is not None
    assert picture.alternative_text == "A green sheet"
    assert Path(picture.file.path).exists()


def test_a_picture_without_alternative_text_is_asked_for_it(editor):
    response = editor.post(
        reverse("admin:articles_article_add"), {**article_fields(), "new_picture": picture_upload()}
    )

    assert "Say what the picture shows." in response.content.decode()
    assert not Article.objects.exists()


def test_a_file_that_is_no_picture_is_refused_and_the_words_stay(editor):
    zip_file = SimpleUploadedFile("back.png", b"PK\x03\x04 zip", "image/png")

    response = editor.post(
        reverse("admin:articles_article_add"),
        {
            **article_fields(title="Typed with care", new_picture_alternative_text="x"),
            "new_picture": zip_file,
        },
    )

    page = response.content.decode()
    assert "not a picture that can be read" in page
    assert "Typed with care" in page


def test_a_picture_of_the_library_is_encoded_anew(editor):
    editor.post(
        reverse("admin:articles_picture_add"),
        {"file": picture_upload(), "alternative_text": "Green", "caption": "", "credit": ""},
    )

    picture = Picture.objects.get()
    assert str(picture.file.name).endswith(".webp")
    assert (picture.width, picture.height) == (80, 40)


def test_a_slug_of_the_site_itself_is_refused_with_a_sentence(editor):
    response = editor.post(reverse("admin:articles_article_add"), article_fields(slug="newsletter"))

    assert "is an address of the site itself" in response.content.decode()


def test_a_change_of_substance_moves_the_date_that_readers_see(editor):
    article = make_article(updated_at=now() - timedelta(days=90))
    before = article.updated_at

    editor.post(change_url(article), change_fields(article, body="<p>New findings.</p>"))

    article.refresh_from_db()
    assert article.updated_at > before


@pytest.mark.parametrize(
    "fields",
    [{"body": "<p>A comma, moved.</p>", "is_small_correction": "on"}, {"status": "draft"}],
    ids=["a small correction", "no change of the words"],
)
def test_what_is_no_change_of_substance_keeps_it(editor, fields):
    article = make_article(updated_at=now() - timedelta(days=90))
    before = article.updated_at

    editor.post(change_url(article), change_fields(article, **fields))

    article.refresh_from_db()
    assert article.updated_at == before


def test_the_list_says_what_readers_see_and_asks_as_often_for_many(
    editor, django_assert_num_queries
):
    hour = timedelta(hours=1)
    make_article("Live one")
    make_article("Draft one", status=Article.Status.DRAFT)
    make_article("Scheduled one", publish_at=now() + hour)
    make_article("Ended one", publish_at=now() - 2 * hour, unpublish_at=now() - hour)
    for _ in range(20):
        make_article()

    with django_assert_num_queries(13):
        # session, user; the filters' categories and authors; how many, found and in all;
        # the articles, their categories and authors; first and last date, their days;
        # the publication's name, and whether one may be added
        page = editor.get(reverse("admin:articles_article_changelist")).content.decode()

    for state in ["live", "draft", "scheduled", "ended"]:
        assert f'<td class="field-state">{state}</td>' in page


def test_the_publication_is_one_row_that_cannot_be_deleted(editor):
    response = editor.get(reverse("admin:backpain_publication_changelist"))
    assert response.headers["Location"].endswith("/add/")
    assert not Publication.objects.exists()

    form = editor.get(response.headers["Location"]).context["adminform"].form
    editor.post(
        response.headers["Location"],
        {name: field.initial or "" for name, field in form.fields.items()} | {"name": "Knees"},
    )

    assert Publication.current().name == "Knees"
    response = editor.get(reverse("admin:backpain_publication_changelist"))
    assert response.headers["Location"].endswith("/1/change/")
    assert editor.get("/admin/backpain/publication/1/delete/").status_code == 403


@pytest.mark.parametrize("kind", ["article", "category", "tag", "author", "picture"])
def test_a_moderator_and_a_stranger_do_not_reach_the_articles(client, kind):
    url = reverse(f"admin:articles_{kind}_changelist")
    assert "/login/" in client.get(url).headers["Location"]

    moderator = User.objects.create_user("mod", is_staff=True)
    moderator.groups.add(Group.objects.get(name="Moderators"))
    client.force_login(moderator)

    assert client.get(url).status_code == 403


def test_the_editors_import_map_carries_the_nonce_that_the_policy_names(editor):
    response = editor.get(reverse("admin:articles_article_add"))

    policy = response.headers["Content-Security-Policy"]
    nonce = policy.split("'nonce-")[1].split("'")[0]
    [import_map] = re.findall(r'<script[^>]*type="importmap"[^>]*>', response.content.decode())
    assert f'nonce="{nonce}"' in import_map
