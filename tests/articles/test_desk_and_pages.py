"""What an editor changes in the desk, readers see in the finished pages at once."""

import io

import pytest
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.urls import reverse
from PIL import Image

from articles import withdrawing
from articles.models import Article, Author, Category, Picture, Source, Tag
from articles.pictures import store_picture
from backpain.models import Publication
from tests.articles.test_admin import PUBLISH
from tests.factories import make_article, make_author, make_category
from tests.forms_as_posted import as_posted


@pytest.fixture
def article(front):
    """An article with one of everything that its page shows."""
    file = io.BytesIO()
    Image.new("RGB", (80, 40), "#0b5f59").save(file, "PNG")
    file.seek(0)
    author = make_author("Jo Writer", biography="Walks a lot.")
    picture = store_picture(file, alternative_text="A drawn back", caption="The old caption")
    article = make_article("Old title", slug="article", author=author, picture=picture)
    article.tags.add(Tag.objects.create(name="Walking", slug="walking"))
    Source.objects.create(article=article, citation="The old source")
    Publication.objects.create(pk=1, name="The Old Journal")
    return article


def change(editor, obj, **fields):
    url = reverse(f"admin:{obj._meta.label_lower.replace('.', '_')}_change", args=[obj.pk])
    response = editor.post(url, as_posted(editor.get(url)) | {**PUBLISH, **fields})
    assert response.status_code == 302, response.context["errors"]


def delete_in_bulk(editor, obj):
    url = reverse(f"admin:{obj._meta.label_lower.replace('.', '_')}_changelist")
    data = {"action": "delete_selected", ACTION_CHECKBOX_NAME: [obj.pk], "post": "yes"}
    assert editor.post(url, data).status_code == 302


def delete(editor, obj):
    url = reverse(f"admin:{obj._meta.label_lower.replace('.', '_')}_delete", args=[obj.pk])
    assert editor.post(url, {"post": "yes"}).status_code == 302


@pytest.mark.parametrize(
    ("model", "field", "before", "after"),
    [
        (Article, "title", "Old title", "A title that is new"),
        (Category, "name", "Back Pain", "Backs and necks"),
        (Tag, "name", "Walking", "On foot"),
        (Author, "biography", "Walks a lot.", "Runs a lot."),
        (Picture, "caption", "The old caption", "The caption that is new"),
        (Publication, "name", "The Old Journal", "The Journal that is new"),
    ],
)
def test_a_change_in_the_desk_is_on_the_page(
    front, article, admin_client, model, field, before, after
):
    assert before in front.get("/article/").text

    change(admin_client, model.objects.get(), **{field: after})

    page = front.get("/article/").text
    assert after in page
    assert before not in page


def test_a_source_changed_with_its_article_is_on_the_page(front, article, admin_client):
    assert "The old source" in front.get("/article/").text

    change(admin_client, article, **{"sources-0-citation": "The source that is new"})

    assert "The source that is new" in front.get("/article/").text


@pytest.mark.parametrize("remove", [delete, delete_in_bulk])
@pytest.mark.parametrize(("model", "word"), [(Category, "Posture"), (Tag, "Walking")])
def test_what_is_deleted_in_the_desk_is_off_the_page(
    front, article, admin_client, model, word, remove
):
    make_category("Posture")
    assert word in front.get("/article/").text

    remove(admin_client, model.objects.get(name=word))

    assert word not in front.get("/article/").text


@pytest.mark.parametrize("remove", [delete, delete_in_bulk])
def test_an_article_deleted_in_the_desk_is_gone(front, article, admin_client, remove):
    assert front.get("/article/").status == 200
    assert "Old title" in front.get("/").text
    withdrawing.withdraw(article, "It was wrong.")  # what readers have seen is not simply deleted

    remove(admin_client, article)

    assert not Article.objects.exists()
    assert front.get("/article/").status == 410
    assert "Old title" not in front.get("/").text


@pytest.mark.parametrize("remove", [delete, delete_in_bulk])
def test_an_author_deleted_in_the_desk_is_gone(front, admin_client, remove):
    author = make_author("Guest")
    assert front.get("/author/guest/").status == 200

    remove(admin_client, author)

    assert front.get("/author/guest/").status == 410


def test_a_draft_that_is_published_appears_on_every_page(front, admin_client):
    article = make_article("Fresh", slug="fresh", status=Article.Status.DRAFT)
    assert front.get("/fresh/").status == 404
    assert "Fresh" not in front.get("/").text

    change(admin_client, article, status="published")

    assert front.get("/fresh/").status == 200
    assert "Fresh" in front.get("/").text
