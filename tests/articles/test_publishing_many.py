"""Publishing and unpublishing several articles from their list."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils.timezone import now

from articles.models import Article, Revision
from articles.revisions import plans
from tests.articles.test_admin import change_url, saved_fields
from tests.factories import make_article, make_page
from tests.forms_as_posted import as_posted

pytestmark = pytest.mark.django_db
LIST = reverse("admin:articles_article_changelist")
DRAFT: dict[str, Any] = {"status": Article.Status.DRAFT, "standfirst": "It helps."}


def choose(editor, name, *articles):
    keys = [article.pk for article in articles]
    return editor.post(LIST, {"action": name, ACTION_CHECKBOX_NAME: keys})


def stamps(page) -> dict[str, object]:
    return {f"stamp-{one.article.pk}": one.stamp for one in page.context["ready"]}


def test_what_is_sound_is_published_after_a_page_that_says_what_happens(editor, client):
    about, later = make_page("About", **DRAFT), make_page("Later", **DRAFT)
    tomorrow = (now() + timedelta(days=1)).strftime("%Y-%m-%d")
    shown = as_posted(editor.get(change_url(later)))
    ahead = {"publish_at_0": tomorrow, "publish_at_1": "09:00"}
    editor.post(change_url(later), shown | ahead | {"_save": ""})

    url = choose(editor, "publish", about, later).headers["Location"]
    page = editor.get(url)

    assert "Readers see it at once, dated today." in page.text
    assert "It appears on" in page.text
    assert client.get("/about/").status_code == 404
    done = editor.post(url, stamps(page), follow=True)
    assert "2 are published." in done.text
    assert client.get("/about/").status_code == 200
    assert client.get("/later/").status_code == 404
    assert Article.objects.get(slug="later").status == Article.Status.PUBLISHED


def test_soft_problems_take_one_reason_that_is_kept_for_each(editor, client):
    article, page = make_article("Walking", **DRAFT), make_page("About", **DRAFT)
    url = choose(editor, "publish", article, page).headers["Location"]
    shown = editor.get(url)
    assert "No medical reviewer has checked it." in shown.text

    refused = editor.post(url, {**stamps(shown), "reason": " "})

    assert "This field is required." in refused.text
    assert client.get("/walking/").status_code == 404
    editor.post(url, {**stamps(shown), "reason": "Moved from the old site."})
    assert client.get("/walking/").status_code == 200
    assert article.revisions.get().override == "Moved from the old site."
    assert [entry.get_change_message() for entry in LogEntry.objects.order_by("object_repr")] == [
        "Published",
        "Published all the same: Moved from the old site.",
    ]


def test_hard_problems_are_named_and_skipped_whatever_is_posted(editor, client):
    bare = make_article("Walking", **{**DRAFT, "standfirst": ""})
    idle, sound = make_article("Running"), make_page("About", **DRAFT)
    withdrawn = make_article("Cycling", status=Article.Status.WITHDRAWN)
    url = choose(editor, "publish", bare, idle, sound, withdrawn).headers["Location"]

    page = editor.get(url)

    assert "Say in a standfirst what it is about" in page.text
    assert [one.article for one in page.context["ready"]] == [sound]
    assert set(page.context["idle"]) == {idle, withdrawn}
    editor.post(url, {**stamps(page), f"stamp-{bare.pk}": 0, "reason": "All."})
    assert client.get("/walking/").status_code == 404
    assert client.get("/about/").status_code == 200


def test_what_was_changed_meanwhile_is_left_and_named(editor, client):
    about = make_page("About", **DRAFT)
    url = choose(editor, "publish", about).headers["Location"]
    page = editor.get(url)
    shown = as_posted(editor.get(change_url(about)))
    editor.post(change_url(about), shown | {"body": "<p>Other words.</p>", "_save": ""})

    done = editor.post(url, stamps(page), follow=True)

    assert "“About” was changed meanwhile: look at it again." in done.text
    assert client.get("/about/").status_code == 404


def test_the_draft_of_what_readers_see_is_published_and_its_plan_cancelled(editor, client):
    article = make_article("Walking", standfirst="It helps.", body="<p>Old words.</p>")
    editor.post(change_url(article), saved_fields(article, body="<p>New words.</p>"))
    Revision.objects.filter(content__body="<p>New words.</p>").update(
        apply_at=now() + timedelta(days=1)
    )
    url = choose(editor, "publish", article).headers["Location"]
    page = editor.get(url)
    assert "Readers see the changes at once." in page.text

    editor.post(url, {**stamps(page), "reason": "It will do."})

    assert "New words." in client.get("/walking/").text
    assert plans.of(article) is None


def test_unpublishing_asks_first_and_makes_drafts(editor, client):
    article = make_article("Walking")
    draft = make_article("Running", **DRAFT)
    url = choose(editor, "unpublish", article, draft).headers["Location"]

    page = editor.get(url)

    assert page.context["articles"] == [article]
    assert client.get("/walking/").status_code == 200
    done = editor.post(url, follow=True)
    assert "1 article is a draft again." in done.text
    assert client.get("/walking/").status_code == 404
    assert LogEntry.objects.get().get_change_message() == "Unpublished"


def test_unpublishing_cancels_a_plan_and_says_so(editor):
    article = make_article("Walking")
    Revision.objects.create(article=article, content={}, apply_at=now() + timedelta(days=1))

    done = editor.post(
        f"{reverse('admin:articles_article_unpublish')}?ids={article.pk}", follow=True
    )

    assert "is cancelled" in done.text
    assert plans.of(article) is None


@pytest.mark.parametrize("name", ["publish", "unpublish"])
class TestEither:
    @pytest.mark.parametrize("keys", ["", "x", "9" * 30, "999"])
    def test_knows_what_to_say_of_nothing(self, editor, name, keys):
        url = reverse(f"admin:articles_article_{name}")

        assert "None of these" in editor.get(url, {"ids": keys}).text
        assert editor.post(f"{url}?ids={keys}").status_code == 200

    def test_takes_no_more_than_it_can_look_at(self, editor, name, monkeypatch):
        monkeypatch.setattr("articles.admin.bulk.MOST", 1)
        articles = make_article(), make_article()

        answer = choose(editor, name, *articles)

        assert "Choose at most 1 at once." in editor.get(answer.headers["Location"]).text

    def test_is_not_for_a_stranger(self, client, name):
        article = make_article("Walking")
        url = f"{reverse(f'admin:articles_article_{name}')}?ids={article.pk}"
        assert client.post(url).status_code in {302, 401}
        client.force_login(User.objects.create_user("mo", is_staff=True))
        assert client.get(url).status_code == 403
        assert client.post(url).status_code == 403
        assert Article.objects.published().exists()
