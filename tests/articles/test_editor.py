"""The editor's list of elements, and what the desk offers while somebody writes."""

import json
import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from django.utils.timezone import now
from django_prose_editor.config import allowlist_from_extensions, expand_extensions

from articles.body import read
from articles.editor import BUTTONS, EXTENSIONS
from articles.models import Article
from articles.reading_time import minutes_for
from backpain import html
from tests.articles.factories import make_exercise, make_indexed
from tests.factories import make_article, make_category, make_page

TARGETS = "/admin/articles/article/targets/"


def test_the_editor_knows_exactly_the_elements_that_a_page_shows():
    allowed = allowlist_from_extensions(expand_extensions(EXTENSIONS))["tags"]

    assert allowed == html.ARTICLE_TAGS


def found(client, words, **more) -> list[tuple[str, str]]:
    answer = client.get(TARGETS, {"q": words, **more})
    return [(one["words"], one["note"]) for one in answer.json()["results"]]


@pytest.mark.django_db
class TestWhatALinkMayLeadTo:
    def test_an_article_is_found_by_the_begin_of_a_word_with_its_address(self, admin_client):
        make_article("Sciatica at work", slug="sciatica")

        answer = admin_client.get(TARGETS, {"q": "sciat wor"}).json()

        assert answer == {
            "results": [
                {
                    "words": "Sciatica at work",
                    "address": "/sciatica/",
                    "note": "article",
                    "marker": "",
                }
            ]
        }

    @pytest.mark.parametrize(
        ("fields", "note"),
        [
            ({"status": Article.Status.DRAFT}, "article, draft"),
            ({"status": Article.Status.WITHDRAWN}, "article, withdrawn"),
            ({"publish_at": now() + timedelta(days=2)}, "article, scheduled"),
        ],
    )
    def test_one_that_readers_do_not_see_says_so(self, admin_client, fields, note):
        make_article("Knees", **fields)

        assert found(admin_client, "knees") == [("Knees", note)]

    def test_pages_exercises_and_categories_are_found_too(self, admin_client):
        make_page("Back office")
        make_exercise("Back stretch")
        make_category("Back pain")

        assert found(admin_client, "back") == [
            ("Back office", "page"),
            ("Back stretch", "exercise"),
            ("Back pain", "category"),
        ]

    def test_a_word_of_the_text_finds_what_readers_see(self, admin_client):
        make_indexed("Knees", body="<p>About the meniscus.</p>")

        assert found(admin_client, "meniscus") == [("Knees", "article")]

    def test_an_exercise_comes_with_its_marker(self, admin_client):
        make_article("Pelvic pain")
        make_exercise("Pelvic tilt", slug="tilt")

        [result] = admin_client.get(TARGETS, {"q": "pel", "only": "exercise"}).json()["results"]

        assert result["marker"] == "[exercise tilt]"

    @pytest.mark.parametrize("typed", ["", " ", "%", "\0", "'\"", "x" * 5000, "<q>"])
    def test_nothing_that_is_typed_is_an_error(self, admin_client, typed):
        make_article("Knees")

        assert found(admin_client, typed) == []

    def test_there_are_as_many_queries_for_many_as_for_few(self, admin_client):
        def queries() -> int:
            with CaptureQueriesContext(connection) as asked:
                found(admin_client, "knee")
            return len(asked)

        make_article("Knee")
        make_exercise("Knee bend")
        queries()  # what is asked once
        few = queries()
        for number in range(30):
            make_article(f"Knees {number}")
            make_exercise(f"Knee bend {number}", slug=f"bend-{number}")

        assert queries() == few
        assert len(found(admin_client, "knee")) == 12

    def test_whoever_may_not_write_finds_nothing(self, client):
        stranger = User.objects.create_user("mo", password="pass", is_staff=True)
        stranger.user_permissions.add(Permission.objects.get(codename="view_article"))
        client.force_login(stranger)

        assert client.get(TARGETS, {"q": "a"}).status_code == 403

    def test_whoever_may_write_finds_them(self, client):
        writer = User.objects.create_user("jo", password="pass", is_staff=True)
        writer.user_permissions.add(Permission.objects.get(codename="add_article"))
        client.force_login(writer)

        assert client.get(TARGETS, {"q": "a"}).status_code == 200

    def test_a_stranger_is_asked_to_sign_in(self, client):
        assert client.get(TARGETS, {"q": "a"}).status_code == 302


@pytest.mark.django_db
class TestTheForm:
    @pytest.fixture
    def page(self, admin_client):
        return admin_client.get("/admin/articles/article/add/").text

    def test_every_button_of_the_editor_has_a_name(self, page):
        [config] = re.findall(r'data-django-prose-editor-configurable="([^"]*)"', page)
        shown = json.loads(config.replace("&quot;", '"'))["extensions"]["Toolbar"]["buttons"]

        assert shown.keys() == BUTTONS.keys()
        assert all(shown.values())

    def test_it_says_what_may_be_typed_where_there_is_no_script(self, page):
        assert "<noscript>Without JavaScript this is HTML: p, h2" in page

    def test_the_fields_know_where_google_cuts(self, page):
        shown = dict(re.findall(r'name="(\w+)"[^>]*data-count="(\d+)"', page))

        assert shown.keys() == {"title", "standfirst", "seo_title", "seo_description"}
        assert int(shown["title"]) < 60
        assert shown["seo_description"] == "160"

    def test_only_the_import_map_is_an_inline_script_and_it_has_the_nonce(self, page):
        inline = re.findall(r"<script(?![^>]*\ssrc=)([^>]*)>", page)

        assert [attributes for attributes in inline if "nonce=" not in attributes] == []
        assert '"desk/combobox":' in page


def test_a_text_takes_a_minute_at_least_and_pictures_and_exercises_take_their_time():
    words = f"<p>{'word ' * 476}</p>"

    assert minutes_for(read("")) == 1
    assert minutes_for(read(words)) == 2
    assert minutes_for(read(words + "<p>[exercise a]</p><p>[exercise b]</p>")) == 3


@pytest.mark.django_db
def test_the_windows_of_the_editor_speak_the_language_of_the_site(admin_client, settings):
    settings.LANGUAGE_CODE = "de"

    with translation.override("de"):
        words = admin_client.get("/admin/jsi18n/").text

    assert "Tabelle einf" in words
    assert "Mitternacht" in words  # of the admin itself
