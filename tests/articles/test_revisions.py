"""The history of an article: its revisions, what is in use by them, and the way back."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now

from articles.models import Article, Picture, Revision, Tag
from articles.pictures import files as picture_files
from articles.pictures import replace
from articles.pictures.uses import used, uses_of
from articles.revisions import saving
from tests.articles.factories import make_picture
from tests.articles.test_admin import (
    PUBLISH,
    change_fields,
    change_url,
    saved_fields,
)
from tests.articles.test_drafts import SOURCE
from tests.factories import make_article, make_author
from tests.forms_as_posted import as_posted

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(admin_client):
    return admin_client


def test_saving_what_is_there_already_makes_no_revision(editor):
    article = make_article("Walking", publish_at=now() - timedelta(days=9, microseconds=5))
    shown = as_posted(editor.get(change_url(article)))

    page = editor.post(change_url(article), shown | {"_save": ""}, follow=True)

    assert "Nothing differs from what was kept before." in page.text
    assert [revision.kind for revision in article.revisions.all()] == [Revision.Kind.FOUND]


def test_what_was_published_before_there_was_a_history_is_its_first_revision(editor):
    article = make_article("Walking", body="<p>Old words.</p>")

    editor.post(change_url(article), saved_fields(article, body="<p>New words.</p>"))

    newer, older = article.revisions.all()
    assert older.content["body"] == "<p>Old words.</p>"
    assert older.published_at is not None
    assert newer.content["body"] == "<p>New words.</p>"
    assert str(newer.editor) == "admin"
    assert newer.published_at is None


def test_a_draft_is_set_aside_and_stays_in_the_history(editor, client):
    article = make_article("Walking", body="<p>Old words.</p>")
    editor.post(change_url(article), saved_fields(article, body="<p>New words.</p>"))
    url = reverse("admin:articles_article_discard", args=[article.pk])

    assert "New" in editor.get(url).text
    assert "New words." in editor.get(change_url(article)).text
    editor.post(url)

    assert "New words." not in editor.get(change_url(article)).text
    assert article.revisions.count() == 2


def test_restoring_brings_back_everything(editor, client):
    tag = Tag.objects.create(name="Knees", slug="knees")
    article = make_article("Walking", body="<p>First words.</p>")
    first = {**SOURCE, "body": "<p>First words.</p>", "tags": [tag.pk]}
    editor.post(change_url(article), change_fields(article, **first))
    second = {"byline_set-0-author": make_author("Rosa Second").pk, "title": "Running"}
    editor.post(change_url(article), change_fields(article, **second))
    old = article.revisions.get(content__title="Walking", published_by__isnull=False)
    url = reverse("admin:articles_article_restore", args=[article.pk, old.pk])

    assert "Running" in editor.get(url).text
    assert article.revisions.count() == 3  # looking changes nothing
    editor.post(url)

    assert "Running" in client.get("/walking/").text  # for readers, nothing happened yet
    editor.post(change_url(article), as_posted(editor.get(change_url(article))) | PUBLISH)
    article.refresh_from_db()
    assert article.title == "Walking"
    assert list(article.tags.all()) == [tag]
    assert [str(author) for author in article.authors.all()] == ["Jo Writer"]
    assert [source.citation for source in article.sources.all()] == ["A trial"]
    assert article.revisions.count() == 4  # and none is lost


def test_restoring_leaves_out_what_is_gone(editor, admin_user):
    tag = Tag.objects.create(name="Knees", slug="knees")
    article = make_article("Walking", reviewer=make_author("Rosa"), reviewed_on="2026-01-05")
    editor.post(change_url(article), change_fields(article, tags=[tag.pk]))
    old = article.revisions.latest("pk")
    editor.post(change_url(article), change_fields(article))
    tag.delete()
    Article.objects.update(reviewer=None, reviewed_on=None)
    Revision.objects.filter(pk=old.pk).update(content=old.content | {"reviewer": 999})

    saving.restore(Revision.objects.get(pk=old.pk), admin_user)
    saving.publish(article, admin_user)

    article.refresh_from_db()
    assert not article.tags.exists()
    assert (article.reviewer, article.reviewed_on) == (None, None)


def test_restoring_changes_neither_the_dates_nor_whether_comments_are_open(editor, admin_user):
    article = make_article("Walking")
    editor.post(change_url(article), change_fields(article, title="Running"))
    ahead = {"unpublish_at_0": "2999-01-01", "unpublish_at_1": "09:00", "comments_are_open": ""}
    editor.post(change_url(article), change_fields(article, title="Cycling", **ahead))

    saving.restore(article.revisions.get(content__title="Running"), admin_user)

    article.refresh_from_db()
    assert article.draft
    assert article.draft.content["title"] == "Running"
    assert article.draft.content["unpublish_at"].startswith("2999")
    assert article.draft.content["comments_are_open"] is False


def test_the_form_takes_as_many_queries_however_long_the_history(editor, django_assert_num_queries):
    article = make_article("Walking")
    for number in range(3):
        editor.post(change_url(article), saved_fields(article, title=f"Walking {number}"))
    with CaptureQueriesContext(connection) as few:
        editor.get(change_url(article))
    count = len(few)
    for number in range(30):
        editor.post(change_url(article), saved_fields(article, title=f"Walking again {number}"))

    with django_assert_num_queries(count):
        editor.get(change_url(article))


class TestPictures:
    def test_what_a_draft_shows_is_in_use_and_its_files_stay(self, editor):
        lead, shown = make_picture(file="1" * 32 + ".webp"), make_picture()
        article = make_article("Walking")
        body = f'<figure><img src="{shown.file.url}" alt="A spine"></figure>'
        editor.post(change_url(article), saved_fields(article, body=body, picture=lead.pk))

        assert [use.kind for use in uses_of(lead)] == ["in a draft"]
        assert [use.kind for use in uses_of(shown)] == ["in a draft"]
        other = make_picture(file="2" * 32 + ".webp")
        assert set(Picture.objects.filter(used())) == {lead, shown}
        assert not uses_of(other)
        assert shown.file.name in picture_files.named_in_bodies()

    def test_a_replaced_file_is_replaced_in_every_revision(self, editor):
        was = make_picture()
        article = make_article("Walking")
        body = f'<figure><img src="{was.file.url}" alt="A spine"></figure>'
        editor.post(change_url(article), saved_fields(article, body=body))
        picture = Picture.objects.get(pk=was.pk)
        picture.file.name = "3" * 32 + ".webp"

        replace(picture, was)

        article.refresh_from_db()
        assert article.draft
        assert picture.file.url in article.draft.content["body"]
        assert was.file.url not in article.draft.content["body"]
