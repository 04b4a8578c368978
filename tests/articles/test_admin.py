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
from tests.forms_as_posted import as_posted

pytestmark = pytest.mark.django_db
# What is added to a form as it is shown, so that the checklist lets it be published
PUBLISH = {"_publish": "", "standfirst": "It helps.", "override": "It will do."}


def article_fields(**fields) -> dict[str, object]:
    """Return what the article's form posts, with one author."""
    return {
        "kind": "article",
        "title": "Walking",
        "slug": "walking",
        "standfirst": "It helps.",
        "body": "<p>Walk.</p>",
        "categories": str(make_category().pk),
        "publish_at_0": "2026-05-01",
        "publish_at_1": "09:00:00",
        "_publish": "Publish",
        "override": "It will do.",  # that the checklist misses a review, sources and more
        "comments_are_open": "on",
        "series_position": "0",
        "byline_set-TOTAL_FORMS": "1",
        "byline_set-INITIAL_FORMS": "0",
        "byline_set-0-author": str(make_author().pk),
        "byline_set-0-position": "0",
        "sources-TOTAL_FORMS": "0",
        "sources-INITIAL_FORMS": "0",
        "changes-TOTAL_FORMS": "0",
        "changes-INITIAL_FORMS": "0",
        **fields,
    }


def change_fields(article: Article, **fields) -> dict[str, object]:
    """Return what the form of an article that stands posts."""
    byline = article.byline_set.get()
    return article_fields(
        **{
            "title": article.title,
            "slug": article.slug,
            "standfirst": article.standfirst or "It helps.",
            "body": article.body,
            "byline_set-0-author": str(byline.author_id),
            **fields,
        }
    )


def saved_fields(article: Article, **fields) -> dict[str, object]:
    """Return what the form posts when it is saved as a draft."""
    posted = change_fields(article, _save="Save draft", **fields)
    del posted["_publish"]
    return posted


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


def test_words_for_a_picture_that_did_not_come_are_not_dropped(editor):
    fields = article_fields(new_picture_alternative_text="A green sheet")

    response = editor.post(reverse("admin:articles_article_add"), fields)

    assert "Choose the file once more, or remove these words." in response.text
    assert 'value="A green sheet"' in response.text
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
    article = make_article(standfirst="It helps.", updated_at=now() - timedelta(days=90))
    before = article.updated_at

    editor.post(change_url(article), change_fields(article, **fields))

    article.refresh_from_db()
    assert article.updated_at == before


@pytest.mark.parametrize("small", [{}, {"is_small_correction": "on"}])
def test_each_save_of_substance_is_a_version_of_its_own(editor, small):
    article = make_article()

    editor.post(change_url(article), change_fields(article, body="<p>Other words.</p>", **small))
    article.refresh_from_db()
    assert article.version == 2

    editor.post(change_url(article), change_fields(article, comments_are_open=""))
    article.refresh_from_db()
    assert article.version == 2


def test_a_draft_is_dated_by_the_day_on_which_it_first_appears(editor):
    written = now() - timedelta(days=40)
    draft = make_article(status=Article.Status.DRAFT, publish_at=written, updated_at=written)
    shown = as_posted(editor.get(change_url(draft)))

    editor.post(change_url(draft), shown | {"body": "<p>Done.</p>", **PUBLISH})

    draft.refresh_from_db()
    assert now() - draft.publish_at < timedelta(minutes=1)
    assert not draft.is_updated


def test_a_day_of_publication_that_the_editor_sets_is_kept(editor):
    draft = make_article(status=Article.Status.DRAFT)

    editor.post(change_url(draft), change_fields(draft, publish_at_0="2025-03-01"))

    draft.refresh_from_db()
    assert draft.publish_at.year == 2025


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"reviewed_on": "2026-01-05"}, "Name the reviewer, or remove the date of the review."),
        ({"reviewed_on": "2999-01-05", "reviewer": "*"}, "The review lies in the future"),
        (
            {"reviewed_on": "2026-01-05", "reviewer": "*", "review_due_on": "2026-01-05"},
            "The next review is due before this one was done.",
        ),
        ({"disclosure": "sponsored"}, "Say who pays, or what the interest is."),
        ({"disclosure_text": "A firm pays."}, "Choose what these words disclose"),
        (
            {
                "changes-TOTAL_FORMS": "1",
                "changes-0-kind": "update",
                "changes-0-text": "New findings.",
                "changes-0-at_0": "2999-01-05",
                "changes-0-at_1": "09:00",
            },
            "The change lies in the future",
        ),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(editor, fields, sentence):
    reviewer = str(make_author("Rosa Reviewer").pk)
    fields = {name: reviewer if value == "*" else value for name, value in fields.items()}

    response = editor.post(reverse("admin:articles_article_add"), article_fields(**fields))

    assert response.text.count(sentence) == 1
    assert not Article.objects.exists()


def test_a_page_needs_no_category_and_its_comments_are_closed(editor):
    fields = article_fields(kind="page", categories=[], comments_are_open="on")

    assert editor.post(reverse("admin:articles_article_add"), fields).status_code == 302

    assert not Article.objects.get().comments_are_open


def test_an_entry_of_the_history_is_written_with_the_article_and_readers_see_it(editor, client):
    article = make_article()
    note = {
        "changes-TOTAL_FORMS": "1",
        "changes-0-kind": "correction",
        "changes-0-text": "The dose was wrong.",
        "changes-0-at_0": "2026-05-03",
        "changes-0-at_1": "09:00",
        "changes-0-article": str(article.pk),
    }

    editor.post(change_url(article), change_fields(article, **note))

    assert "The dose was wrong." in client.get(article.get_absolute_url()).text


def test_a_series_is_made_at_the_desk(editor, client):
    fields = {"name": "First steps", "slug": "first-steps", "description": "In order."}

    assert editor.post(reverse("admin:articles_series_add"), fields).status_code == 302

    assert "In order." in client.get("/series/first-steps/").text


def test_the_list_says_what_readers_see_and_asks_as_often_for_many(
    editor, django_assert_num_queries
):
    hour = timedelta(hours=1)
    make_article("Live one")
    make_article("Draft one", status=Article.Status.DRAFT)
    make_article("Withdrawn one", status=Article.Status.WITHDRAWN)
    make_article("Scheduled one", publish_at=now() + hour)
    make_article("Ended one", publish_at=now() - 2 * hour, unpublish_at=now() - hour)
    for _ in range(20):
        make_article()

    with django_assert_num_queries(15):
        # session, user; the filters' categories, authors and series; how many, found and in all;
        # the articles, their categories and authors; first and last date, their days;
        # the publication's name, whether one may be added, and what this editor has not saved
        page = editor.get(reverse("admin:articles_article_changelist")).content.decode()

    for state in ["live", "draft", "withdrawn", "ended"]:
        assert f'<td class="field-state">{state}</td>' in page
    assert '<td class="field-state">scheduled ' in page


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


@pytest.mark.parametrize("kind", ["article", "category", "tag", "series", "author", "picture"])
def test_a_moderator_and_a_stranger_do_not_reach_the_articles(client, kind):
    url = reverse(f"admin:articles_{kind}_changelist")
    assert "/login/" in client.get(url).headers["Location"]

    moderator = User.objects.create_user("mod", is_staff=True)
    moderator.groups.add(Group.objects.get(name="Moderators"))
    client.force_login(moderator)

    assert client.get(url).status_code == 403


@pytest.mark.parametrize("kind", ["article", "category"])
def test_the_editors_import_map_carries_the_nonce_that_the_policy_names(editor, kind):
    response = editor.get(reverse(f"admin:articles_{kind}_add"))

    policy = response.headers["Content-Security-Policy"]
    nonce = policy.split("'nonce-")[1].split("'")[0]
    [import_map] = re.findall(r'<script[^>]*type="importmap"[^>]*>', response.content.decode())
    assert f'nonce="{nonce}"' in import_map
    assert f'<style data-tiptap-style nonce="{nonce}">' in response.text
