"""Publishing from the form: what it says beforehand, what holds it up, what it takes to go on."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now

from articles.models import Article, Picture, Revision
from tests.articles.test_admin import (
    article_fields,
    change_fields,
    change_url,
    picture_upload,
    saved_fields,
)
from tests.factories import make_article, make_page
from tests.forms_as_posted import as_posted

pytestmark = pytest.mark.django_db
ADD = "/admin/articles/article/add/"
OUTLOOK = "/admin/articles/article/outlook/"
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def berlin(settings):
    settings.TIME_ZONE = "Europe/Berlin"


def without_reason(**fields) -> dict[str, object]:
    return article_fields(**fields) | {"override": ""}


class TestWithoutAReason:
    def test_nothing_is_published_and_nothing_typed_is_lost(self, editor, client):
        fields = without_reason(body="<p>New words.</p>", is_small_correction="on")
        upload = {"new_picture": picture_upload(), "new_picture_alternative_text": "A green sheet"}

        answer = editor.post(ADD, fields | upload)

        article = Article.objects.get()
        assert article.status == Article.Status.DRAFT
        assert client.get("/walking/").status_code == 404
        assert article.body == "<p>New words.</p>"
        assert article.picture == Picture.objects.get()
        assert answer.headers["Location"] == (
            f"{change_url(article)}?is_small_correction=on&held=1#checklist"
        )
        shown = editor.get(answer.headers["Location"])
        assert "The draft is saved and not published yet. Look at 4 things below" in shown.text
        assert "No medical reviewer has checked it." in shown.text
        assert '<details class="checklist" id="checklist" open>' in shown.text
        assert as_posted(shown)["is_small_correction"] == ["on"]

    def test_a_reason_publishes_and_stands_in_the_history_and_the_log(self, editor, client):
        editor.post(ADD, without_reason())
        article = Article.objects.get()
        shown = as_posted(editor.get(change_url(article)))

        editor.post(change_url(article), shown | {"_publish": "", "override": "News cannot wait."})

        assert client.get("/walking/").status_code == 200
        revision = article.revisions.get(published_at__isnull=False)
        assert revision.override == "News cannot wait."
        history = editor.get(reverse("admin:articles_article_history", args=[article.pk])).text
        assert "All the same: News cannot wait." in history
        assert "Published all the same: News cannot wait." in history
        logged = [entry.get_change_message() for entry in LogEntry.objects.order_by("pk")]
        assert logged == [
            "Draft saved, not published",
            "Published all the same: News cannot wait.",
        ]

    def test_the_reason_of_the_last_time_is_at_hand(self, editor):
        editor.post(ADD, article_fields(override="It is short."))
        article = Article.objects.get()

        assert as_posted(editor.get(change_url(article)))["override"] == ["It is short."]

    def test_a_draft_of_what_readers_see_waits_too(self, editor, client):
        article = make_article("Walking", standfirst="It helps.", body="<p>Old words.</p>")

        editor.post(
            change_url(article),
            change_fields(article, body="<p>New words.</p>") | {"override": " "},
        )

        assert "Old words." in client.get("/walking/").text
        assert article.revisions.latest("pk").content["body"] == "<p>New words.</p>"


class TestHardProblems:
    def test_no_reason_overrides_them_and_they_stand_at_their_fields(self, editor):
        fields = article_fields(categories=[], standfirst="", body="<p>So it is [3].</p>")
        fields |= {"byline_set-TOTAL_FORMS": "0"}

        page = editor.post(ADD, fields, follow=True)

        assert Article.objects.get().status == Article.Status.DRAFT
        assert "4 things must be put right first." in page.text
        errors = page.context["adminform"].form.errors
        assert errors["categories"] == [
            "File the article under a category: only a page needs none."
        ]
        assert errors["body"] == ["The text cites [3], and there is no such source."]
        assert "standfirst" in errors
        assert page.text.count("Say who wrote it: only a page needs no author.") == 2

    def test_a_page_is_published_without_what_only_articles_have(self, editor, client):
        page = make_page("About", status=Article.Status.DRAFT)
        shown = as_posted(editor.get(change_url(page)))

        editor.post(change_url(page), shown | {"_publish": ""})

        assert client.get("/about/").status_code == 200
        assert page.revisions.latest("pk").override == ""


def test_the_form_shows_what_is_to_be_looked_at_or_that_nothing_is(editor):
    page = make_page("About")
    article = make_article("Walking")

    assert "Ready to publish" in editor.get(change_url(page)).text
    text = editor.get(change_url(article)).text
    assert "things to look at before it is published" in text
    assert 'href="#id_standfirst"' in text
    assert 'id="sources-group"' in text
    assert 'id="byline_set-group"' in text


def test_the_form_takes_as_many_queries_for_a_long_text_as_for_a_short_one(editor):
    article = make_article("Walking", body='<p><a href="/running/">A</a></p>')
    editor.get(change_url(article))  # what is asked once per process
    with CaptureQueriesContext(connection) as few:
        editor.get(change_url(article))
    for number in range(20):
        make_article(f"Walking {number}")
    article.body = "".join(f'<p><a href="/walking-{n}/">A</a></p>' for n in range(20))
    article.save()

    with CaptureQueriesContext(connection) as many:
        editor.get(change_url(article))

    assert len(many) == len(few)


@pytest.mark.usefixtures("berlin")
class TestWhatWillHappen:
    @pytest.fixture(autouse=True)
    def _noon(self):
        with time_machine.travel(NOON, tick=False):
            yield

    def said(self, editor, article=None, **moments) -> list[str]:
        typed = {
            f"{name}_{part}": value
            for name, moment in moments.items()
            for part, value in enumerate(moment.split(" ", 1))
        }
        typed["article"] = str(article.pk) if article else ""
        answer = editor.get(OUTLOOK, typed).json()
        return [answer["words"], answer.get("button", "")]

    @pytest.mark.parametrize(
        ("moments", "words", "button"),
        [
            ({}, "Readers see it at once, dated today.", "Publish"),
            ({"publish_at": "2026-05-01 09:00"}, "Readers see it at once, dated 1 May 2026.", ""),
            (
                {"publish_at": "2026-12-03 09:00"},
                "It appears on 3 December 2026, 09:00 (Europe/Berlin), in 11 days.",
                "Schedule",
            ),
            (
                {"publish_at": "2026-12-03 09:00", "unpublish_at": "2026-12-24 18:30"},
                "It appears on 3 December 2026, 09:00 (Europe/Berlin), in 11 days, and leaves on "
                "24 December 2026, 18:30.",
                "Schedule",
            ),
            (
                {"unpublish_at": "2026-11-22 15:00"},
                "Readers see it at once, dated today. It leaves on 22 November 2026, 15:00 "
                "(Europe/Berlin), in 2 hours.",
                "Publish",
            ),
            (
                {"publish_at": "2026-01-01 09:00", "unpublish_at": "2026-01-02 09:00"},
                "No reader sees it: “unpublish at” was 2 January 2026, 09:00 (Europe/Berlin).",
                "Publish",
            ),
            (
                {"publish_at": "2027-03-28 02:30"},
                "On 28 March 2027 the clocks are put forward, and there is no 02:30. The next "
                "moment is 03:00.",
                None,
            ),
        ],
    )
    def test_to_a_draft(self, editor, moments, words, button):
        draft = make_article("Walking", status=Article.Status.DRAFT)

        expected = [words, "Publish" if button == "" else button or ""]
        assert self.said(editor, **moments) == expected
        assert self.said(editor, draft, **moments) == expected

    @pytest.mark.parametrize(
        ("moments", "words", "button"),
        [
            ({}, "Readers see the changes at once.", "Publish changes"),
            (
                {"change_at": "2026-11-22 13:10"},
                "The live article changes on 22 November 2026, 13:10 (Europe/Berlin), in 10 "
                "minutes. Until then readers see it as it is.",
                "Schedule the changes",
            ),
            ({"change_at": "2026-11-22 09:00"}, "Readers see the changes at once.", None),
            (
                {"publish_at": "2026-11-23 14:00"},
                "It leaves at once and appears again on 23 November 2026, 14:00 (Europe/Berlin), "
                "in 1 day.",
                "Schedule",
            ),
        ],
    )
    def test_to_a_live_article(self, editor, moments, words, button):
        article = make_article("Walking", publish_at=NOON - timedelta(days=9))
        moments = {"publish_at": "2026-11-13 13:00", **moments}

        assert self.said(editor, article, **moments) == [words, button or "Publish changes"]

    def test_to_a_withdrawn_one(self, editor):
        article = make_article("Walking", status=Article.Status.WITHDRAWN)

        assert self.said(editor, article)[1] == "Publish again"

    def test_the_form_says_it_for_what_was_saved(self, editor):
        article = make_article("Walking", publish_at=NOON - timedelta(days=9))
        ahead = {"publish_at_0": "2026-12-03", "publish_at_1": "09:00"}
        editor.post(change_url(article), saved_fields(article, **ahead))

        text = editor.get(change_url(article)).text

        assert "Readers see what was published on 13 November 2026, 13:00." in text
        assert "It leaves at once and appears again on 3 December 2026, 09:00" in text
        assert "Times are those of Europe/Berlin, where it is 13:00 now." in text

    def test_a_stranger_is_told_nothing(self, client, django_user_model):
        assert client.get(OUTLOOK).status_code == 302
        client.force_login(django_user_model.objects.create_user("mo", is_staff=True))
        assert client.get(OUTLOOK).status_code == 403

    @pytest.mark.parametrize("key", ["9" * 30, "x", "-1", "٣"])
    def test_a_key_of_nothing_is_a_draft(self, editor, key):
        assert editor.get(OUTLOOK, {"article": key}).json()["button"] == "Publish"


@pytest.mark.usefixtures("berlin")
class TestTheClocks:
    def post(self, editor, day, time, **fields):
        fields = {"publish_at_0": day, "publish_at_1": time, **fields}
        return editor.post(ADD, article_fields(**fields), follow=True)

    def test_an_hour_that_is_left_out_is_refused_with_the_next_moment(self, editor):
        page = self.post(editor, "2027-03-28", "02:30", body="<p>Typed.</p>")

        assert "there is no 02:30. The next moment is 03:00." in page.text
        assert "Typed." in page.text
        assert not Article.objects.exists()

    def test_an_hour_that_comes_twice_is_asked_about(self, editor):
        page = self.post(editor, "2027-10-31", "02:30")

        assert "Write which is meant: “02:30 CEST”, or an hour later “02:30 CET”." in page.text
        assert not Article.objects.exists()

    @pytest.mark.parametrize(("time", "hour"), [("02:30 CEST", 0), ("02:30:00 cet", 1)])
    def test_the_answer_is_understood_and_shown_again(self, editor, time, hour):
        self.post(editor, "2027-10-31", time)

        article = Article.objects.get()
        assert article.publish_at == datetime(2027, 10, 31, hour, 30, tzinfo=UTC)
        shown = as_posted(editor.get(change_url(article)))
        assert shown["publish_at_1"][0].endswith(time.rpartition(" ")[2].upper())
        page = editor.post(change_url(article), shown | {"_save": ""}, follow=True)
        assert "Nothing differs from what was kept before." in page.text

    def test_a_zone_that_is_not_there_is_named(self, editor):
        page = self.post(editor, "2027-07-01", "09:00 CET")

        assert "the clocks do not show CET at 09:00" in page.text

    @pytest.mark.parametrize("typed", [("2027-07-01", ""), ("", "09:00"), ("x", "y")])
    def test_half_a_moment_is_refused(self, editor, typed):
        assert "Enter a valid" in self.post(editor, *typed).text


def test_a_future_day_and_an_end_are_kept_by_the_clock(editor, client):
    with time_machine.travel(NOON, tick=False) as clock:
        times = {"publish_at_0": "2026-12-03", "publish_at_1": "09:00"}
        times |= {"unpublish_at_0": "2026-12-24", "unpublish_at_1": "18:00"}
        page = editor.post(ADD, article_fields(**times), follow=True)
        assert "It appears by itself on 3 December 2026, 09:00 (UTC)." in page.text
        assert "scheduled 3 Dec 2026, 09:00" in editor.get("/admin/articles/article/").text
        assert client.get("/walking/").status_code == 404

        clock.move_to(datetime(2026, 12, 3, 9, tzinfo=UTC))
        assert client.get("/walking/").status_code == 200

        clock.move_to(datetime(2026, 12, 24, 18, tzinfo=UTC))
        assert client.get("/walking/").status_code == 404


def test_publishing_after_discarding_leaves_the_discarded_text_in_the_history(editor):
    article = make_article("Walking", standfirst="It helps.", body="<p>Old words.</p>")
    editor.post(change_url(article), saved_fields(article, body="<p>New words.</p>"))
    editor.post(reverse("admin:articles_article_discard", args=[article.pk]))

    editor.post(change_url(article), change_fields(article))
    editor.post(change_url(article), change_fields(article) | {"_unpublish": ""})

    bodies = [revision.content["body"] for revision in article.revisions.all()]
    assert "<p>New words.</p>" in bodies
    article.refresh_from_db()
    assert article.body == "<p>Old words.</p>"


@pytest.mark.parametrize(
    ("state", "titles"),
    [
        ("draft", ["A draft"]),
        ("live", ["Changing", "Live", "Stuck", "With a draft"]),
        ("with-draft", ["With a draft"]),
        ("scheduled", ["Scheduled"]),
        ("change", ["Changing"]),
        ("stuck", ["Stuck"]),
        ("ended", ["Ended"]),
        ("withdrawn", ["Withdrawn"]),
    ],
)
def test_the_list_is_narrowed_by_state(editor, state, titles):
    day = timedelta(days=1)
    make_article("A draft", status=Article.Status.DRAFT)
    make_article("Live")
    make_article("Scheduled", publish_at=now() + day)
    make_article("Ended", publish_at=now() - 2 * day, unpublish_at=now() - day)
    make_article("Withdrawn", status=Article.Status.WITHDRAWN)
    plans = {"Changing": {}, "Stuck": {"apply_problem": "Its address was taken."}}
    for title, fields in plans.items():
        Revision.objects.create(article=make_article(title), content={}, apply_at=now(), **fields)
    draft = Revision.objects.create(article=make_article("With a draft"), content={})
    Article.objects.filter(pk=draft.article_id).update(draft=draft)

    page = editor.get("/admin/articles/article/", {"state": state})

    assert sorted(article.title for article in page.context["cl"].result_list) == titles
