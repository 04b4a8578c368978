"""A change of a live article that readers see from a moment on, and what comes in its way."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.auth.models import User
from django.db import OperationalError
from django.urls import reverse

from articles import withdrawing
from articles.models import Article, Revision
from articles.revisions import plans, saving, scheduling
from tests.articles.test_admin import change_fields, change_url, saved_fields
from tests.factories import make_article
from tests.forms_as_posted import as_posted
from tests.threads import at_once

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
MOMENT = datetime(2026, 11, 29, 9, tzinfo=UTC)
AT = {"change_at_0": "2026-11-29", "change_at_1": "09:00"}
NEW = {**AT, "body": "<p>New words.</p>"}


@pytest.fixture(autouse=True)
def clock(settings):
    settings.SESSION_COOKIE_AGE = 10**7  # nobody is signed out while the clock is moved
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def article():
    published = NOON - timedelta(days=90)
    return make_article(
        "Walking",
        standfirst="It helps.",
        body="<p>Old words.</p>",
        publish_at=published,
        updated_at=published,
    )


def press(editor, article, button="_publish", **fields):
    """Post the form as it is shown, with some fields filled in; return the page that follows."""
    shown = as_posted(editor.get(change_url(article)))
    posted = shown | {"override": "It will do.", **fields, button: ""}
    return editor.post(change_url(article), posted, follow=True)


def test_readers_see_nothing_before_the_moment_and_everything_after_it(
    editor, article, client, clock
):
    page = press(editor, article, **NEW, title="Walking well", slug="walking-well")

    assert "It changes on 29 November 2026, 09:00 (UTC)." in page.text
    clock.move_to(MOMENT - timedelta(seconds=1))
    assert scheduling.apply_due() == 0
    assert "Old words." in client.get("/walking/").text

    clock.move_to(MOMENT)
    assert scheduling.apply_due() == 1
    assert scheduling.apply_due() == 0

    assert client.get("/walking/").headers["Location"] == "/walking-well/"
    assert "New words." in client.get("/walking-well/").text
    revision = article.revisions.first()
    assert revision.published_at == MOMENT
    assert str(revision.published_by) == "admin"
    assert revision.override == "It will do."
    article.refresh_from_db()
    assert (article.draft, article.updated_at, article.version) == (None, MOMENT, 2)
    assert plans.of(article) is None


def test_a_worker_that_was_away_publishes_when_it_is_back(editor, article, client, clock):
    press(editor, article, **NEW)

    clock.move_to(MOMENT + timedelta(days=3))
    scheduling.apply_due()

    assert "New words." in client.get("/walking/").text


def test_a_small_correction_stays_one_when_its_moment_comes(editor, article, clock):
    press(editor, article, **NEW, is_small_correction="on")
    assert "is_small_correction" in as_posted(editor.get(change_url(article)))

    clock.move_to(MOMENT)
    scheduling.apply_due()

    before = article.updated_at
    article.refresh_from_db()
    assert article.updated_at == before


def test_the_list_the_form_and_the_history_say_when(editor, article):
    press(editor, article, **NEW)

    state = "live, change scheduled 29 Nov 2026, 09:00"
    assert state in editor.get(reverse("admin:articles_article_changelist")).text
    text = editor.get(change_url(article)).text
    assert "The live article changes on 29 November 2026, 09:00 (UTC), in 7 days." in text
    assert "Schedule the changes</button>" in text
    assert as_posted(editor.get(change_url(article)))["change_at_0"] == ["29/11/2026"]
    history = editor.get(reverse("admin:articles_article_history", args=[article.pk])).text
    assert "Is published 29 Nov 2026, 09:00." in history


class TestAnotherDraft:
    def test_does_not_take_the_place_of_what_is_scheduled(self, editor, article, client, clock):
        press(editor, article, **NEW)
        clock.move_to(NOON + timedelta(days=1))

        page = press(editor, article, "_save", body="<p>Newer words.</p>")

        assert "what was saved on 22 November 2026, 12:00 is published as planned" in page.text
        assert "to what was saved on 22 November 2026, 12:00." in page.text
        clock.move_to(MOMENT)
        scheduling.apply_due()
        assert "New words." in client.get("/walking/").text
        assert "Newer words." in editor.get(change_url(article)).text
        article.refresh_from_db()
        assert article.draft
        press(editor, article, change_at_0="", change_at_1="")
        assert "Newer words." in client.get("/walking/").text

    def test_does_once_the_button_is_pressed_again(self, editor, article, client, clock):
        press(editor, article, **NEW)

        press(editor, article, body="<p>Newer words.</p>")

        assert Revision.objects.exclude(apply_at=None).count() == 1
        clock.move_to(MOMENT)
        scheduling.apply_due()
        assert "Newer words." in client.get("/walking/").text

    def test_that_is_published_at_once_cancels_it(self, editor, article, client, clock):
        press(editor, article, **NEW)

        page = press(editor, article, body="<p>Urgent.</p>", change_at_0="", change_at_1="")

        assert "The change planned for 29 November 2026, 09:00 is cancelled" in page.text
        clock.move_to(MOMENT)
        scheduling.apply_due()
        assert "Urgent." in client.get("/walking/").text

    def test_says_the_entries_of_the_public_history_once(self, editor, article, clock):
        note = {
            "changes-TOTAL_FORMS": "1",
            "changes-0-kind": "correction",
            "changes-0-text": "The dose was wrong.",
            "changes-0-at_0": "2026-11-20",
            "changes-0-at_1": "09:00",
        }
        press(editor, article, **NEW, **note)
        press(editor, article, "_save", body="<p>Newer words.</p>")
        clock.move_to(MOMENT)
        scheduling.apply_due()

        press(editor, article, change_at_0="", change_at_1="")

        assert article.changes.count() == 1


class TestCancelling:
    def test_is_one_press_and_keeps_the_draft(self, editor, article, client, clock):
        press(editor, article, **NEW)

        page = press(editor, article, "_unschedule")

        assert "The change planned for 29 November 2026, 09:00 is cancelled" in page.text
        assert "New words." in page.text
        assert as_posted(page)["change_at_0"] == [""]
        clock.move_to(MOMENT)
        assert scheduling.apply_due() == 0
        assert "Old words." in client.get("/walking/").text

    def test_works_though_the_form_has_an_error(self, editor, article):
        press(editor, article, **NEW)

        page = press(editor, article, "_unschedule", title="")

        assert "is cancelled" in page.text
        assert "This field is required." in page.text
        assert plans.of(article) is None

    def test_is_not_for_who_may_only_look(self, editor, article, client):
        press(editor, article, **NEW)
        looker = User.objects.create_user("lou", is_staff=True)
        client.force_login(looker)

        assert client.post(change_url(article), {"_unschedule": ""}).status_code == 403

        assert plans.of(article)

    def test_comes_with_discarding(self, editor, article):
        press(editor, article, **NEW)

        url = reverse("admin:articles_article_discard", args=[article.pk])
        page = editor.post(url, follow=True)

        assert "is cancelled" in page.text
        assert plans.of(article) is None

    def test_comes_with_restoring(self, editor, article):
        press(editor, article, **NEW)
        old = article.revisions.last()

        url = reverse("admin:articles_article_restore", args=[article.pk, old.pk])
        page = editor.post(url, follow=True)

        assert "is cancelled" in page.text
        assert plans.of(article) is None

    def test_comes_with_withdrawing(self, editor, article):
        press(editor, article, **NEW)

        url = reverse("admin:articles_article_withdraw")
        page = editor.post(f"{url}?ids={article.pk}", {"reason": "Outdated."}, follow=True)

        assert "is cancelled" in page.text
        assert plans.of(article) is None

    def test_comes_with_unpublishing(self, editor, article):
        press(editor, article, **NEW)

        page = press(editor, article, "_unpublish")

        assert "is cancelled" in page.text
        assert plans.of(article) is None


class TestWhatStandsInTheWay:
    @pytest.fixture
    def stuck(self, editor, article, clock):
        press(editor, article, **NEW, slug="strolling")
        make_article("Strolling")
        clock.move_to(MOMENT)
        return scheduling.apply_due()

    def test_leaves_the_draft_and_what_readers_see(self, stuck, editor, article, client):
        assert stuck == 1
        assert scheduling.apply_due() == 0
        assert "Old words." in client.get("/walking/").text
        article.refresh_from_db()
        assert article.draft
        assert article.draft.apply_at == MOMENT

    @pytest.mark.usefixtures("stuck")
    def test_is_said_at_the_desk_and_in_the_form(self, editor, article):
        words = "Another text stands at its address: “Strolling”."

        index = editor.get(reverse("admin:index")).text
        assert f"“Walking” was to change on 29 November 2026, 09:00, and did not: {words}" in index
        assert f'href="{change_url(article)}"' in index
        assert f"and did not: {words}" in editor.get(change_url(article)).text

    @pytest.mark.usefixtures("stuck")
    def test_is_gone_once_it_is_published_by_hand(self, editor, article, client):
        press(editor, article, slug="walking", change_at_0="", change_at_1="")

        assert "New words." in client.get("/walking/").text
        assert "was to change on" not in editor.get(reverse("admin:index")).text

    @pytest.mark.usefixtures("stuck")
    def test_is_tried_again_at_another_moment(self, editor, article, client, clock):
        press(editor, article, slug="walking", change_at_0="2026-11-30", change_at_1="09:00")

        clock.move_to(MOMENT + timedelta(days=1))
        scheduling.apply_due()

        assert "New words." in client.get("/walking/").text

    @pytest.mark.usefixtures("stuck")
    def test_a_moderator_is_not_told(self, client):
        client.force_login(User.objects.create_user("mo", is_staff=True))

        assert "Strolling" not in client.get(reverse("admin:index")).text

    def test_a_fault_of_ours_holds_up_no_other_article(
        self, editor, article, client, clock, monkeypatch
    ):
        other = make_article("Running", standfirst="It helps.", publish_at=NOON)
        press(editor, article, **NEW)
        press(editor, other, **NEW)
        real = saving.publish

        def publish(one, *args, **kwargs):
            if one.pk == article.pk:
                raise RuntimeError
            return real(one, *args, **kwargs)

        monkeypatch.setattr(saving, "publish", publish)
        clock.move_to(MOMENT)
        scheduling.apply_due()

        assert "New words." in client.get("/running/").text
        assert "Old words." in client.get("/walking/").text
        problem = Revision.objects.exclude(apply_problem="").get().apply_problem
        assert problem == "It failed for a reason that stands in the log of the worker."

    def test_a_database_that_is_away_is_no_reason_to_give_up(
        self, editor, article, client, clock, monkeypatch
    ):
        def publish(*args, **kwargs):
            raise OperationalError

        press(editor, article, **NEW)
        clock.move_to(MOMENT)
        with monkeypatch.context() as patch:
            patch.setattr(saving, "publish", publish)
            with pytest.raises(OperationalError):
                scheduling.apply_due()

        assert scheduling.apply_due() == 1
        assert "New words." in client.get("/walking/").text


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"change_at_0": "2026-11-22", "change_at_1": "11:00"}, "This moment has passed"),
        (
            {**AT, "unpublish_at_0": "2026-11-25", "unpublish_at_1": "09:00"},
            "The article leaves before the changes would be seen.",
        ),
        ({"change_at_0": "2026-11-29", "change_at_1": ""}, "Enter a valid time."),
    ],
)
def test_a_moment_that_cannot_be_is_refused_with_the_text_still_there(
    editor, article, fields, sentence
):
    page = editor.post(change_url(article), change_fields(article, body="<p>Typed.</p>", **fields))

    assert sentence in page.text
    assert "Typed." in page.text
    assert plans.of(article) is None


def test_what_no_reader_sees_has_no_changes_to_schedule(editor):
    draft = make_article("Walking", status=Article.Status.DRAFT)
    assert "change_at_0" not in as_posted(editor.get(change_url(draft)))

    page = editor.post(change_url(draft), change_fields(draft, **AT))

    assert not Article.objects.get().is_public
    assert "change_at" in page.context["adminform"].form.errors


def test_a_schedule_without_a_change_is_none(editor, article):
    page = press(editor, article, **AT)

    assert "Nothing differs from what was kept before." in page.text
    assert plans.of(article) is None


def test_a_moment_that_is_typed_and_not_yet_used_comes_back(editor, article):
    answer = editor.post(change_url(article), saved_fields(article, **NEW))

    shown = editor.get(answer.headers["Location"])
    assert as_posted(shown)["change_at_0"] == ["2026-11-29"]
    assert as_posted(shown)["change_at_1"] == ["09:00"]
    assert "The live article changes on 29 November 2026" in shown.text


def test_soft_problems_hold_up_a_schedule_with_its_moment(editor, article):
    page = press(editor, article, **NEW, override="")

    assert "The draft is saved and not published yet." in page.text
    assert as_posted(page)["change_at_0"] == ["2026-11-29"]
    assert plans.of(article) is None


@pytest.mark.django_db(transaction=True)
class TestSeveralAtOnce:
    def plan(self, article) -> None:
        editor = User.objects.create_user("ed")
        content = saving.written(article)
        saving.save(article, {**content, "body": "<p>New words.</p>"}, editor)
        scheduling.schedule(article, editor, MOMENT)

    def test_of_several_workers_one_publishes(self, article, clock):
        self.plan(article)
        clock.move_to(MOMENT)

        done = at_once(*[scheduling.apply_due] * 4)

        assert sorted(done) == [0, 0, 0, 1]
        article.refresh_from_db()
        assert (article.body, article.version) == ("<p>New words.</p>", 2)

    def test_a_draft_saved_at_that_moment_stays_a_draft_and_neither_is_lost(self, article, clock):
        self.plan(article)
        clock.move_to(MOMENT)
        editor = User.objects.get()
        newer = {**saving.written(Article.objects.get()), "body": "<p>Newer words.</p>"}

        at_once(scheduling.apply_due, lambda: saving.save(article, newer, editor))

        article.refresh_from_db()
        assert article.body == "<p>New words.</p>"
        assert article.draft
        assert article.draft.content["body"] == "<p>Newer words.</p>"

    def test_a_withdrawal_at_that_moment_holds(self, article, clock):
        self.plan(article)
        clock.move_to(MOMENT)

        at_once(scheduling.apply_due, lambda: withdrawing.withdraw(fresh(article), "Outdated."))

        article.refresh_from_db()
        assert article.status == Article.Status.WITHDRAWN
        assert plans.of(article) is None


def fresh(article: Article) -> Article:
    return Article.objects.get(pk=article.pk)
