"""Words that were typed and not saved: kept, shown, brought back, thrown away, forgotten."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now

from articles import presence, retention, unsaved
from articles.models import Article, Presence, Unsaved
from backpain.models import PageTag
from tests.articles.test_admin import change_url, saved_fields
from tests.factories import make_article, make_author
from tests.forms_as_posted import as_posted

pytestmark = pytest.mark.django_db
ADD = "/admin/articles/article/add/"
LIST = "/admin/articles/article/"
KEY = "0123456789abcdef"
RIGHTS = ["publish_article"] + [
    f"{act}_{kind}"
    for act in ("view", "add", "change", "delete")
    for kind in ("article", "byline", "source", "changenote")
]


def keep_url(article: Article | None = None) -> str:
    return f"{LIST}{article.pk}/keep/" if article else f"{ADD}keep/"


def make_person(name: str, *rights: str) -> User:
    """Make somebody who works at the desk, with these rights."""
    person = User.objects.create_user(name, is_staff=True, first_name="Dr", last_name=name)
    person.user_permissions.set(Permission.objects.filter(codename__in=rights))
    return person


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def lee():
    """A colleague's browser."""
    return signed_in(make_person("Lee", *RIGHTS))


def typed(editor, article, **fields) -> dict[str, list[str]]:
    """Return what the open form of `article` would post with these words typed into it."""
    url = change_url(article) if article else ADD
    return as_posted(editor.get(url)) | {name: [value] for name, value in fields.items()}


class TestKeeping:
    def test_what_is_typed_is_kept_and_changes_nothing(self, editor, client):
        article = make_article("Walking")
        before = Article.objects.values().get(pk=article.pk)
        tags = list(PageTag.objects.values_list("pk", "version"))

        answer = editor.post(keep_url(article), typed(editor, article, title="Running"))

        assert answer.json()["kept"].startswith("Kept at ")
        assert Article.objects.values().get(pk=article.pk) == before
        assert not article.revisions.exists()
        assert list(PageTag.objects.values_list("pk", "version")) == tags
        assert "Running" not in client.get("/walking/").text

    def test_one_form_is_kept_once(self, editor):
        article = make_article("Walking")
        posted = typed(editor, article, title="Running")

        editor.post(keep_url(article), posted)
        editor.post(keep_url(article), posted | {"title": ["Cycling"]})

        row = Unsaved.objects.get()
        assert row.data["title"] == ["Cycling"]
        assert row.article == article

    def test_neither_the_token_nor_a_button_is_kept(self, editor):
        editor.post(keep_url(), {"unsaved_key": KEY, "title": "A", "_publish": "", "_save": ""})

        assert Unsaved.objects.get().data == {"title": ["A"]}

    def test_whatever_is_typed_is_kept(self, editor):
        words = "x" * 10_000 + "\0 \N{PERSEVERING FACE}\r\n<script>"

        editor.post(keep_url(), {"unsaved_key": KEY, "title": words})

        assert Unsaved.objects.get().data["title"] == [words.replace("\0", "")]

    def test_the_oldest_go_where_one_person_leaves_very_many(self, admin_user):
        for number in range(unsaved.MOST + 3):
            unsaved.keep(admin_user, f"{number:08}", {"title": [str(number)]}, article=None)

        assert Unsaved.objects.count() == unsaved.MOST
        assert not Unsaved.objects.filter(key="00000000").exists()

    @pytest.mark.parametrize("key", ["", "short", "A" * 16, "a" * 33, "../../etc"])
    def test_a_form_without_a_proper_key_is_refused(self, editor, key):
        answer = editor.post(keep_url(), {"unsaved_key": key, "title": "A"})

        assert answer.status_code == 400
        assert not Unsaved.objects.exists()

    def test_what_comes_after_the_form_was_saved_is_not_taken_for_unsaved(self, editor):
        article = make_article("Walking")
        posted = typed(editor, article, title="Running")
        editor.post(keep_url(article), posted)

        editor.post(change_url(article), posted | {"_save": ""})
        late = editor.post(keep_url(article), posted)

        assert late.json()["is_saved"]
        assert "was not saved" not in editor.get(change_url(article)).text

    def test_words_for_an_article_that_was_deleted_are_kept_as_those_of_a_new_one(self, editor):
        article = make_article("Walking", status=Article.Status.DRAFT)
        posted = typed(editor, article, title="Running")
        url = keep_url(article)
        editor.post(url, posted)
        article.delete()

        answer = editor.post(url, posted)

        assert "This article was deleted." in answer.json()["notices"][0]
        assert Unsaved.objects.get().article is None
        assert "was not saved" in editor.get(ADD).text

    def test_saving_the_form_of_a_deleted_article_loses_no_word(self, editor):
        article = make_article("Walking", status=Article.Status.DRAFT)
        posted = typed(editor, article, title="Running")
        url = change_url(article)
        article.delete()

        page = editor.post(url, posted | {"_save": ""}, follow=True)

        assert "This article was deleted meanwhile." in page.text
        shown = as_posted(page)
        assert shown["title"] == ["Running"]
        editor.post(page.redirect_chain[-1][0], shown | {"_save": ""})
        assert Article.objects.get().title == "Running"


class TestStrangers:
    def test_somebody_signed_out_is_told_so(self, client):
        for answer in (client.get(keep_url()), client.post(keep_url(), {"unsaved_key": KEY})):
            assert answer.status_code == 401
            assert answer.json() == {}

    def test_somebody_without_the_right_is_told_so(self):
        article = make_article("Walking")
        reader = signed_in(make_person("Reader", "view_article"))

        for url in (keep_url(), keep_url(article)):
            assert reader.get(url).status_code == 403
            assert reader.post(url, {"unsaved_key": KEY, "title": "A"}).status_code == 403
        assert not Unsaved.objects.exists()
        assert "data-unsaved" not in reader.get(change_url(article)).text

    def test_a_post_needs_a_token_and_a_get_gives_one(self, admin_user):
        client = Client(enforce_csrf_checks=True)
        client.force_login(admin_user)
        words = {"unsaved_key": KEY, "title": "A"}
        assert client.post(keep_url(), words).status_code == 403
        assert not Unsaved.objects.exists()

        token = client.get(keep_url()).json()["token"]

        assert client.post(keep_url(), words | {"csrfmiddlewaretoken": token}).status_code == 200

    def test_what_others_typed_is_nobodys_business(self, editor, lee):
        article = make_article("Walking")
        editor.post(keep_url(article), typed(editor, article, title="Running"))
        row = Unsaved.objects.get()

        assert lee.get(f"{change_url(article)}?unsaved={row.pk}").status_code == 404
        assert lee.get(reverse("admin:articles_article_unsaved", args=[row.pk])).status_code == 404
        assert lee.post(reverse("admin:articles_article_forget", args=[row.pk])).status_code == 404
        for url in (change_url(article), LIST):
            assert "was not saved" not in lee.get(url).text
        assert Unsaved.objects.get().data

    @pytest.mark.parametrize("number", ["0", "999", "x", "-1", "9" * 30, "\N{SUPERSCRIPT TWO}"])
    def test_what_was_never_typed_is_not_found(self, editor, number):
        assert editor.get(f"{ADD}?unsaved={number}").status_code == 404


class TestColleagues:
    def test_two_at_one_article_hear_of_each_other(self, editor, lee, admin_user):
        article = make_article("Walking")
        here = {"unsaved_key": KEY, "base": "0"}

        first = editor.post(keep_url(article), here).json()["notices"]
        second = lee.post(keep_url(article), here).json()["notices"]
        third = editor.post(keep_url(article), here).json()["notices"]

        since = presence.others(admin_user, article).get().since
        assert first == []
        assert second[0].startswith("admin is editing this too, since ")
        assert third == [f"Dr Lee is editing this too, since {since:%H:%M}."]
        assert not Unsaved.objects.exists()

    def test_who_was_silent_for_a_minute_is_gone(self, editor, lee):
        article = make_article("Walking")
        here = {"unsaved_key": KEY, "base": "0"}
        lee.post(keep_url(article), here)
        Presence.objects.update(seen_at=now() - timedelta(seconds=61))

        assert editor.post(keep_url(article), here).json()["notices"] == []

    def test_who_comes_back_is_there_since_then(self, lee):
        article = make_article("Walking")
        here = {"unsaved_key": KEY, "base": "0"}
        lee.post(keep_url(article), here)
        long_ago = now() - timedelta(hours=3)
        Presence.objects.update(since=long_ago)
        lee.post(keep_url(article), here)
        assert Presence.objects.get().since == long_ago

        Presence.objects.update(seen_at=now() - timedelta(hours=2))
        lee.post(keep_url(article), here)

        assert Presence.objects.get().since > now() - timedelta(minutes=1)

    def test_a_newer_version_is_said_with_its_author(self, editor, lee):
        article = make_article("Walking")
        opened = typed(editor, article)
        here = {"unsaved_key": KEY, "base": opened["base"]}
        assert editor.post(keep_url(article), here).json()["notices"] == []

        lee.post(change_url(article), saved_fields(article, body="<p>Other words.</p>"))

        [notice] = editor.post(keep_url(article), here).json()["notices"]
        assert notice.startswith("Dr Lee saved a newer version at ")
        own = lee.post(keep_url(article), here).json()["notices"]
        assert own[-1].startswith("You saved a newer version at ")


class TestBringingBack:
    def test_it_is_offered_where_it_was_typed_and_in_the_list(self, editor):
        article = make_article("Walking")
        editor.post(keep_url(article), typed(editor, article, title="Running"))

        form, listed = editor.get(change_url(article)).text, editor.get(LIST).text

        for page in (form, listed):
            assert "was not saved" in page
            assert f"?unsaved={Unsaved.objects.get().pk}" in page
        assert "Running" in listed
        assert "was not saved" not in editor.get(ADD).text
        assert "was not saved" not in editor.get(change_url(make_article("Other"))).text

    def test_everything_comes_back_as_it_was_typed(self, editor):
        article, author = make_article("Walking"), make_author("Rosa Second")
        row = {
            "sources-TOTAL_FORMS": ["1"],
            "sources-0-citation": ["A trial"],
            "sources-0-doi": ["no doi"],
            "byline_set-1-author": [str(author.pk)],
        }
        words = {
            "title": "x" * 500,
            "publish_at_0": "the day after",
            "body": "<p>New <em>words</em>.</p>",
            "new_picture_alternative_text": "A spine",
        }
        posted = typed(editor, article, **words) | row
        editor.post(keep_url(article), posted)
        kept = Unsaved.objects.get()

        page = editor.get(f"{change_url(article)}?unsaved={kept.pk}")

        shown = as_posted(page)
        moving = {name for name in posted if "__prefix__" in name} | {"csrfmiddlewaretoken"}
        for name in set(posted) - moving:
            assert (name, shown.get(name)) == (name, posted[name])
        assert article.revisions.count() == 0  # looking saved nothing

    def test_a_form_with_nothing_wrong_comes_back_without_an_error(self, editor):
        article = make_article("Walking")
        editor.post(keep_url(article), typed(editor, article, title="Running"))
        row = Unsaved.objects.get()

        page = editor.get(f"{change_url(article)}?unsaved={row.pk}")

        assert "errornote" not in page.text
        assert "Error:" not in page.text
        assert "was not saved" not in page.text  # it is on the screen now

    def test_what_was_brought_back_is_saved_like_anything_else(self, editor):
        article = make_article("Walking")
        editor.post(keep_url(article), typed(editor, article, title="Running"))
        url = f"{change_url(article)}?unsaved={Unsaved.objects.get().pk}"

        answer = editor.post(url, as_posted(editor.get(url)) | {"_save": ""})

        assert answer.headers["Location"] == change_url(article)
        article.refresh_from_db()
        assert article.draft
        assert article.draft.content["title"] == "Running"
        assert Unsaved.objects.get().data == {}
        again = editor.get(url)
        assert again.headers["Location"] == change_url(article)

    def test_words_for_an_article_without_a_row_come_back(self, editor):
        editor.post(keep_url(), typed(editor, None, title="Running"))

        row = Unsaved.objects.get()

        assert "was not saved" in editor.get(ADD).text
        shown = as_posted(editor.get(f"{ADD}?unsaved={row.pk}"))
        assert shown["title"] == ["Running"]
        assert shown["unsaved_key"] == [row.key]
        assert not Article.objects.exists()

    def test_they_are_brought_back_only_where_they_were_typed(self, editor):
        article, other = make_article("Walking"), make_article("Other")
        editor.post(keep_url(article), typed(editor, article, title="Running"))
        row = Unsaved.objects.get()

        assert editor.get(f"{change_url(other)}?unsaved={row.pk}").status_code == 404
        assert editor.get(f"{ADD}?unsaved={row.pk}").status_code == 404

    def test_what_somebody_saved_meanwhile_is_not_overwritten(self, editor, lee):
        article = make_article("Walking")
        editor.post(keep_url(article), typed(editor, article, title="Running"))
        lee.post(change_url(article), saved_fields(article, title="Cycling"))
        url = f"{change_url(article)}?unsaved={Unsaved.objects.get().pk}"

        answer = editor.post(url, as_posted(editor.get(url)) | {"_save": ""})

        assert "/merge/" in answer.headers["Location"]
        article.refresh_from_db()
        assert article.draft
        assert article.draft.content["title"] == "Cycling"

    def test_what_differs_is_shown(self, editor):
        article = make_article("Walking", body="<p>Old words.</p>")
        words = {"body": "<p>New words.</p>", "publish_at_0": "some day"}
        source = {"sources-TOTAL_FORMS": ["1"], "sources-0-citation": ["A trial"]}
        source["sources-0-kind"] = ["study"]
        editor.post(keep_url(article), typed(editor, article, **words) | source)
        url = reverse("admin:articles_article_unsaved", args=[Unsaved.objects.get().pk])

        page = editor.get(url).text

        assert "Old" in page
        assert "New" in page
        assert "A trial" in page
        assert "in the form as you typed it: Publish at." in page
        assert "Standfirst" not in page

    def test_what_differs_of_a_new_article_is_all_of_it(self, editor):
        title = "x" * 500  # longer than a title may be
        editor.post(keep_url(), typed(editor, None, title=title, standfirst="It helps."))

        page = editor.get(
            reverse("admin:articles_article_unsaved", args=[Unsaved.objects.get().pk])
        ).text

        assert title in page
        assert "It helps." in page

    def test_it_is_thrown_away(self, editor):
        article = make_article("Walking")
        editor.post(keep_url(article), typed(editor, article, title="Running"))
        url = reverse("admin:articles_article_forget", args=[Unsaved.objects.get().pk])
        assert editor.get(url).status_code == 405
        assert "was not saved" in editor.get(change_url(article)).text

        page = editor.post(url, follow=True).text

        assert "Thrown away." in page
        assert "was not saved" not in page
        assert editor.get(f"{change_url(article)}?unsaved=1").status_code in {302, 404}

    def test_a_form_that_is_refused_goes_on_under_its_key(self, editor):
        article = make_article("Walking")
        posted = typed(editor, article, title="")

        page = editor.post(change_url(article), posted | {"_save": ""})

        assert as_posted(page)["unsaved_key"] == posted["unsaved_key"]
        assert "data-posted" in page.text

    def test_a_day_that_was_changed_outlives_a_refusal(self, editor):
        article = make_article("Walking")
        posted = typed(editor, article, title="", publish_at_0="2026-03-01")
        page = editor.post(change_url(article), posted | {"_save": ""})

        editor.post(change_url(article), as_posted(page) | {"title": "Running", "_save": ""})

        article.refresh_from_db()
        assert article.draft
        assert article.draft.content["publish_at"].startswith("2026-03-01")

    def test_the_list_takes_as_many_queries_however_much_was_typed(
        self, editor, admin_user, django_assert_num_queries
    ):
        article = make_article("Walking")
        unsaved.keep(admin_user, "a" * 8, {"title": ["One"]}, article=article)
        with CaptureQueriesContext(connection) as few:
            editor.get(LIST)
        for number in range(9):
            unsaved.keep(admin_user, f"{number:08}", {"title": [""]}, article=article)

        with django_assert_num_queries(len(few)):
            editor.get(LIST)


def test_what_is_old_is_forgotten(admin_user):
    article = make_article("Walking")
    for key, days in {"a" * 8: 31, "b" * 8: 29}.items():
        unsaved.keep(admin_user, key, {"title": [key]}, article=article)
        then = now() - timedelta(days=days)
        Unsaved.objects.filter(key=key).update(saved_at=then)
    presence.note(admin_user, article)
    Presence.objects.update(seen_at=now() - timedelta(days=2))

    assert retention.forget_unsaved() == 2

    assert [row.key for row in Unsaved.objects.all()] == ["b" * 8]
    assert retention.forget_unsaved() == 0
