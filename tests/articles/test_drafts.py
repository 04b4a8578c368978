"""Drafts of what readers see: kept beside it, published, set aside, gone back to."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission, User
from django.urls import reverse
from django.utils.timezone import now

from articles.models import Article, Source, Tag
from tests.articles.factories import make_picture
from tests.articles.test_admin import (
    PUBLISH,
    article_fields,
    change_fields,
    change_url,
    saved_fields,
)
from tests.factories import make_article, make_author, make_category
from tests.forms_as_posted import as_posted

pytestmark = pytest.mark.django_db
SOURCE = {
    "sources-TOTAL_FORMS": "1",
    "sources-0-citation": "A trial",
    "sources-0-kind": "study",
    "sources-0-doi": "10.1000/a",
    "sources-0-position": "1",
}


@pytest.fixture
def editor(admin_client):
    return admin_client


def test_readers_see_nothing_of_a_draft_until_it_is_published(editor, client):
    article = make_article("Walking", body="<p>Old words.</p>")

    editor.post(change_url(article), saved_fields(article, body="<p>New words.</p>"))

    assert "Old words." in client.get("/walking/").text
    assert "New words." not in client.get("/walking/").text
    assert "New words." not in client.get("/feed/").text
    assert "New words." in editor.get(change_url(article)).text

    editor.post(change_url(article), as_posted(editor.get(change_url(article))) | PUBLISH)

    assert "New words." in client.get("/walking/").text
    assert "Old words." not in client.get("/walking/").text


def test_a_draft_holds_everything_of_the_form(editor, client):
    article = make_article("Walking")
    tag, other = Tag.objects.create(name="Knees", slug="knees"), make_category("Exercises")
    second, picture = make_author("Rosa Second"), make_picture()
    fields = {
        **SOURCE,
        "title": "Walking well",
        "slug": "walking-well",
        "tags": [tag.pk],
        "categories": [other.pk],
        "picture": picture.pk,
        "byline_set-TOTAL_FORMS": "2",
        "byline_set-1-author": str(second.pk),
        "byline_set-0-position": "2",
        "byline_set-1-position": "1",
        "reviewer": second.pk,
        "reviewed_on": "2026-05-03",
        "seo_title": "How to walk",
        "publish_at_0": "2026-04-01",
        "comments_are_open": "",
    }

    editor.post(change_url(article), saved_fields(article, **fields))

    page = client.get("/walking/")
    assert page.context["article"].title == "Walking"
    assert not article.tags.exists()
    shown = as_posted(editor.get(change_url(article)))
    the_form_holds_it(shown, tag, other, second, picture)

    editor.post(change_url(article), shown | PUBLISH)

    article.refresh_from_db()
    readers_have_it(article, tag, other, picture)
    assert client.get("/walking/").headers["Location"] == "/walking-well/"


def the_form_holds_it(shown, tag, other, second, picture):
    assert shown["title"] == ["Walking well"]
    assert shown["tags"] == [str(tag.pk)]
    assert shown["categories"] == [str(other.pk)]
    assert shown["picture"] == [str(picture.pk)]
    assert shown["byline_set-0-author"] == [str(second.pk)]
    assert shown["sources-0-doi"] == ["10.1000/a"]
    assert shown["reviewed_on"] == ["03/05/2026"]
    assert shown["publish_at_0"] == ["01/04/2026"]
    assert "comments_are_open" not in shown


def readers_have_it(article, tag, other, picture):
    assert article.title == "Walking well"
    assert [str(author) for author in article.authors.order_by("byline")] == [
        "Rosa Second",
        "Jo Writer",
    ]
    assert list(article.tags.all()) == [tag]
    assert list(article.categories.all()) == [other]
    assert [source.doi for source in article.sources.all()] == ["10.1000/a"]
    assert (article.picture, article.seo_title) == (picture, "How to walk")
    assert article.publish_at.date().isoformat() == "2026-04-01"
    assert not article.comments_are_open


def test_what_no_reader_sees_is_its_own_draft(editor, client):
    editor.post(
        reverse("admin:articles_article_add"),
        {name: value for name, value in article_fields().items() if name != "_publish"},
    )
    article = Article.objects.get()
    assert client.get("/walking/").status_code == 404

    editor.post(change_url(article), saved_fields(article, title="Running"))

    article.refresh_from_db()
    assert article.title == "Running"
    assert "Running" in editor.get(reverse("admin:articles_article_changelist")).text


def test_a_draft_needs_little_more_than_a_title(editor):
    fields = {"title": "An idea", "kind": "article", "series_position": "0", "_save": ""}
    rows = {f"{rows}-{name}": "0" for rows in ROWS for name in ("TOTAL_FORMS", "INITIAL_FORMS")}

    answer = editor.post(reverse("admin:articles_article_add"), fields | rows)

    article = Article.objects.get()
    assert answer.headers["Location"] == change_url(article)
    assert article.slug == "an-idea"
    page = editor.post(change_url(article), fields | rows | PUBLISH, follow=True)
    assert "File the article under a category" in page.text
    assert Article.objects.get().status == Article.Status.DRAFT


ROWS = ["byline_set", "sources", "changes"]


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Walking", "walking-2"),
        ("Newsletter", "newsletter-2"),
        ("2026", "2026-2"),
        ("?", "article"),
    ],
)
def test_a_slug_that_nobody_wrote_is_made_from_the_title(editor, title, slug):
    make_article("Walking")

    editor.post(reverse("admin:articles_article_add"), article_fields(title=title, slug=""))

    assert Article.objects.latest("pk").slug == slug


def test_an_entry_of_the_public_history_waits_with_its_draft(editor, client):
    article = make_article("Walking")
    note = {
        "changes-TOTAL_FORMS": "1",
        "changes-0-kind": "correction",
        "changes-0-text": "The dose was wrong.",
        "changes-0-at_0": "2026-05-03",
        "changes-0-at_1": "09:00",
    }

    editor.post(change_url(article), saved_fields(article, **note))

    assert "The dose was wrong." not in client.get("/walking/").text
    shown = as_posted(editor.get(change_url(article)))
    assert shown["changes-0-text"] == ["The dose was wrong."]
    editor.post(change_url(article), shown | PUBLISH)
    assert "The dose was wrong." in client.get("/walking/").text
    shown = as_posted(editor.get(change_url(article)))
    editor.post(change_url(article), shown | PUBLISH)
    assert article.changes.count() == 1


def test_what_is_scheduled_stays_as_it_was_until_the_change_is_published(editor):
    article = make_article("Walking", publish_at=now() + timedelta(days=9))
    ahead = {"publish_at_0": "2999-01-01", "title": "Running"}

    editor.post(change_url(article), saved_fields(article, **ahead))

    article.refresh_from_db()
    assert article.title == "Walking"
    assert article.publish_at.year != 2999


def test_an_author_is_named_once(editor):
    author = make_author().pk
    rows = {"byline_set-TOTAL_FORMS": "2", "byline_set-1-author": author}

    page = editor.post(reverse("admin:articles_article_add"), article_fields(**rows))

    assert "Name each author once." in page.text


def test_a_form_from_before_there_were_drafts_is_understood(editor):
    article = make_article("Walking")
    byline = article.byline_set.get()
    stale = {
        "byline_set-INITIAL_FORMS": "1",
        "byline_set-0-id": str(byline.pk),
        "byline_set-0-article": str(article.pk),
        "status": "published",
    }

    answer = editor.post(change_url(article), change_fields(article, title="Running", **stale))

    assert answer.status_code == 302
    article.refresh_from_db()
    assert article.title == "Running"


def test_an_end_before_the_beginning_is_refused_whenever_it_begins(editor):
    past = {"unpublish_at_0": "2026-01-01", "unpublish_at_1": "09:00"}
    never = {"publish_at_0": "", "publish_at_1": ""}

    page = editor.post(reverse("admin:articles_article_add"), article_fields(**past, **never))

    assert "is before" in page.text
    assert not Article.objects.exists()


def test_the_draft_of_a_withdrawn_article_is_not_seen_at_its_address(editor, client):
    article = make_article("Walking")
    withdraw = reverse("admin:articles_article_withdraw")
    editor.post(f"{withdraw}?ids={article.pk}", {"reason": "Outdated."})

    reason = {"withdrawn_reason": "Outdated."}
    editor.post(change_url(article), saved_fields(article, title="Running", **reason))

    assert "Running" not in client.get("/walking/").text
    editor.post(change_url(article), as_posted(editor.get(change_url(article))) | PUBLISH)
    assert "Running" in client.get("/walking/").text


def test_a_source_without_a_position_comes_last(editor):
    article = make_article("Walking")
    rows = {
        "sources-TOTAL_FORMS": "3",
        "sources-0-citation": "Third",
        "sources-0-kind": "other",
        "sources-0-position": "",
        "sources-1-citation": "Second",
        "sources-1-kind": "other",
        "sources-1-position": "2",
        "sources-2-citation": "First",
        "sources-2-kind": "other",
        "sources-2-position": "1",
    }

    editor.post(change_url(article), change_fields(article, **rows))

    assert [source.citation for source in article.sources.all()] == ["First", "Second", "Third"]


def test_a_draft_with_another_address_is_seen_at_the_one_that_readers_know(editor):
    article = make_article("Walking")

    page = editor.post(
        change_url(article),
        saved_fields(article, slug="running", body="<p>No [4].</p>"),
        follow=True,
    )

    assert 'href="/walking/"' in page.text
    assert 'href="/running/"' not in page.text
    assert "The text cites [4], and there is no such source." in page.text
    assert "live, with a draft" in editor.get(reverse("admin:articles_article_changelist")).text


def test_who_may_not_change_sources_leaves_them_as_they_are(client):
    article = make_article("Walking", author=make_author("Jo Writer"))
    Source.objects.create(article=article, citation="A trial", position=1)
    person = User.objects.create_user("helper", is_staff=True)
    known = ["view_article", "change_article", "publish_article"]
    person.user_permissions.set(Permission.objects.filter(codename__in=known))
    client.force_login(person)
    page = client.get(change_url(article))

    client.post(change_url(article), as_posted(page) | {"title": "Running", "_save": ""})

    article.refresh_from_db()
    assert article.draft
    assert article.draft.content["title"] == "Running"
    assert [row["citation"] for row in article.draft.content["sources"]] == ["A trial"]
    assert article.draft.content["authors"] == [author.pk for author in article.authors.all()]


def test_the_first_page_of_the_desk_says_what_is_being_written(editor):
    index = reverse("admin:index")
    assert "Nothing is being written." in editor.get(index).text
    article = make_article("Walking")
    editor.post(change_url(article), saved_fields(article, title="Running"))
    fields = {name: value for name, value in article_fields().items() if name != "_publish"}
    editor.post(reverse("admin:articles_article_add"), fields | {"slug": "", "title": "Cycling"})

    page = editor.get(index).text

    assert "2 drafts, 1 of a live article; the last: “Cycling”." in page
