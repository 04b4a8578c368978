"""Medical review: sent, signed as it stands, and followed by what readers are told."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now

from articles import checklist
from articles.models import Article, ReviewRequest, SignOff
from articles.revisions import saving, scheduling
from articles.signing import asking, deciding, following
from backpain.models import Letter
from tests.articles.people import make_draft, make_person, make_user, signed_in, write
from tests.articles.test_admin import PUBLISH, change_fields, change_url, saved_fields
from tests.factories import make_article, make_author, make_category
from tests.forms_as_posted import as_posted
from tests.reading_heads import head_of

pytestmark = pytest.mark.django_db
MAY = datetime(2026, 5, 3, 12, tzinfo=UTC)
BODY = "<p>Walk every day.</p>"


@pytest.fixture
def ada():
    return make_person("Ada Author", "Authors")


@pytest.fixture
def rosa():
    return make_person("Rosa Reviewer", "Medical reviewers")


@pytest.fixture
def ed():
    return make_user("ed", "Editors")


@pytest.fixture
def draft(ada):
    return make_draft("Walking", ada, body=BODY, standfirst="It helps.")


def page_url(article: Article, name: str = "review") -> str:
    return reverse(f"admin:articles_article_{name}", args=[article.pk])


def sign(article: Article, reviewer, decision="approved", **said) -> SignOff:
    """Sign what is written now."""
    article = Article.objects.select_related("draft").get(pk=article.pk)
    seen = saving.latest(article).pk if article.revisions.exists() else 0
    return deciding.sign(article, reviewer, reviewer.user, seen=seen, decision=decision, **said)


def publish(article: Article, editor) -> Article:
    saving.publish(article, editor)
    return Article.objects.select_related("draft").get(pk=article.pk)


def page_of(client, article):
    return client.get(article.get_absolute_url()).text


class TestSending:
    def test_the_draft_is_saved_before_it_is_asked_who_reviews_it(self, ada, draft):
        fields = saved_fields(draft, body="<p>Newer words.</p>") | {"_send": ""}

        answer = signed_in(ada).post(change_url(draft), fields)

        assert answer.headers["Location"] == page_url(draft, "send")
        draft.refresh_from_db()
        assert draft.body == "<p>Newer words.</p>"

    def test_the_one_who_is_asked_gets_a_letter_with_the_link(self, ada, rosa, draft):
        make_person("Otto Other", "Medical reviewers")

        signed_in(ada).post(
            page_url(draft, "send"), {"reviewer": rosa.pk, "note": "The dose <b>above</b> all."}
        )

        letter = Letter.objects.get()
        assert letter.to == "rosa@example.org"
        assert letter.subject == "For review: Walking"
        for words in (letter.text, letter.html):
            assert page_url(draft) in words
        assert "The dose <b>above</b> all." in letter.text
        assert "The dose &lt;b&gt;above&lt;/b&gt; all." in letter.html
        request = ReviewRequest.objects.get()
        assert (request.reviewer, request.asked_by) == (rosa, ada.user)
        assert request.revision == saving.latest(draft)

    def test_without_a_name_all_who_may_review_it_get_one(self, ada, rosa, draft):
        make_person("Otto Other", "Medical reviewers")
        make_person("Gone Person", "Medical reviewers", is_active=False)
        make_person("No Mail", "Medical reviewers", email="")
        ada.user.groups.add(rosa.user.groups.get())  # but she wrote it

        signed_in(ada).post(page_url(draft, "send"), {})

        assert {letter.to for letter in Letter.objects.all()} == {
            "otto@example.org",
            "rosa@example.org",
        }

    def test_who_wrote_it_cannot_be_asked(self, ada, rosa, draft):
        ada.user.groups.add(rosa.user.groups.get())

        answer = signed_in(ada).post(page_url(draft, "send"), {"reviewer": ada.pk, "note": "Hm."})

        assert answer.status_code == 422
        assert "Hm." in answer.text
        assert not ReviewRequest.objects.exists()

    def test_it_waits_at_the_desk_until_it_is_answered(self, ada, rosa, draft):
        asking.ask(draft, ada.user)

        for person in (ada, rosa):
            page = signed_in(person).get("/admin/").text
            assert "1 text waits for a medical review." in page
            assert f'href="{page_url(draft)}"' in page
        sign(draft, rosa)

        for person in (ada, rosa):
            assert "Waiting for review" not in signed_in(person).get("/admin/").text

    def test_it_does_not_wait_for_others(self, ada, rosa, draft):
        otto = make_person("Otto Other", "Medical reviewers")
        bo = make_person("Bo Writer", "Authors")
        asking.ask(draft, ada.user, reviewer=rosa)

        for person in (otto, bo):
            assert "Waiting for review" not in signed_in(person).get("/admin/").text

    def test_the_list_narrows_to_what_waits(self, ada, ed, draft):
        make_draft("Running", ada)
        asking.ask(draft, ada.user)

        page = signed_in(ed).get(
            reverse("admin:articles_article_changelist"), {"review": "waiting"}
        )

        assert [row.title for row in page.context["cl"].result_list] == ["Walking"]

    def test_sent_again_it_waits_once_and_can_be_taken_back(self, ada, draft):
        asking.ask(draft, ada.user)
        asking.ask(draft, ada.user)
        assert asking.waiting().count() == 1

        signed_in(ada).post(page_url(draft, "send"), {"_take_back": ""})

        assert not asking.waiting().exists()


class TestSigning:
    def test_the_page_shows_the_text_and_what_the_checklist_says(self, rosa, draft):
        page = signed_in(rosa).get(page_url(draft)).text

        assert "Walk every day." in page
        assert "It names no source." in page
        assert 'name="decision"' in page

    def test_the_page_shows_what_changed_since_the_last_approval(self, ada, rosa, draft):
        sign(draft, rosa)
        write(draft, ada.user, body="<p>Walk every week.</p>")

        page = signed_in(rosa).get(page_url(draft)).text

        assert "What changed since Rosa Reviewer approved it" in page
        assert re.search("<del>.*day</del>.*<ins>.*week", page)

    def test_a_decision_is_kept_with_its_revision_and_told_by_letter(self, ada, rosa, draft):
        asking.ask(draft, ada.user)
        Letter.objects.all().delete()
        said = {"decision": "changes", "scope": "", "notes": "Say how often."}
        client = signed_in(rosa)

        client.post(page_url(draft), as_posted_sign(client, draft) | said)

        sign_off = SignOff.objects.get()
        assert (sign_off.reviewer, sign_off.by) == (rosa, rosa.user)
        assert sign_off.revision == saving.latest(draft)
        assert not sign_off.is_approval
        letter = Letter.objects.get()
        assert (letter.to, letter.subject) == ("ada@example.org", "Changes wanted: Walking")
        assert "Say how often." in letter.text
        assert "Say how often." in client.get(page_url(draft)).text

    @pytest.mark.parametrize(
        ("said", "words"),
        [
            ({}, "Say whether you approve it."),
            ({"decision": "changes"}, "Say what should change."),
            ({"decision": "approved", "scope": "x" * 201}, "at most 200"),
            ({"decision": "approved", "notes": "x" * 4001}, "at most 4000"),
        ],
    )
    def test_what_is_missing_is_said_and_nothing_is_signed(self, rosa, draft, said, words):
        client = signed_in(rosa)

        answer = client.post(page_url(draft), as_posted_sign(client, draft) | said)

        assert answer.status_code == 422
        assert words in answer.text
        assert not SignOff.objects.exists()

    def test_a_text_that_was_saved_meanwhile_is_looked_at_again(self, ada, rosa, draft):
        client = signed_in(rosa)
        said = {**as_posted_sign(client, draft), "decision": "approved", "scope": "The dose"}
        write(draft, ada.user, body="<p>Never walk.</p>")

        answer = client.post(page_url(draft), said)

        assert answer.status_code == 409
        assert not SignOff.objects.exists()
        assert "The text was saved again while you read it." in answer.text
        assert "What changed while you read" in answer.text
        assert 'value="The dose"' in answer.text
        newest = saving.latest(Article.objects.get()).pk
        assert f'name="seen" value="{newest}"' in answer.text

        client.post(page_url(draft), {**said, "seen": newest})

        assert SignOff.objects.get().revision_id == newest

    @pytest.mark.parametrize("seen", ["0", "-1", "999999", "x", "9" * 30])
    def test_what_was_not_on_the_page_is_not_signed(self, rosa, draft, seen):
        answer = signed_in(rosa).post(page_url(draft), {"decision": "approved", "seen": seen})

        assert answer.status_code in {409, 422}
        assert not SignOff.objects.exists()

    def test_nobody_signs_what_they_wrote(self, ada, rosa):
        mine = make_draft("Mine", rosa)
        rosa.user.groups.add(ada.user.groups.get())

        page = signed_in(rosa).get(page_url(mine)).text
        signed_in(rosa).post(page_url(mine), {"decision": "approved", "seen": mine.draft_id or 0})

        assert "You stand in its byline: somebody else reviews it." in page
        assert 'name="decision"' not in page
        assert not SignOff.objects.exists()

    def test_nobody_signs_where_the_draft_puts_them_into_the_byline(self, ed, rosa):
        article = write(make_article("Live"), ed, authors=[rosa.pk])
        seen = saving.latest(article).pk

        signed_in(rosa).post(page_url(article), {"decision": "approved", "seen": seen})

        assert not SignOff.objects.exists()

    def test_nobody_signs_what_they_saved(self, ada, draft, rosa):
        rosa.user.groups.add(make_user("ed", "Editors").groups.get())
        article = write(draft, rosa.user, body="<p>My words.</p>")
        seen = saving.latest(article).pk

        answer = signed_in(rosa).post(
            page_url(article), {"decision": "approved", "seen": seen}, follow=True
        )

        assert "You saved this text yourself: somebody else reviews it." in answer.text
        assert not SignOff.objects.exists()

    @pytest.mark.parametrize("group", ["Authors", "Editors", "Publishers"])
    def test_only_reviewers_sign(self, draft, group):
        person = make_person("Somebody Else", group)
        seen = saving.latest(Article.objects.get()).pk

        signed_in(person).post(page_url(draft), {"decision": "approved", "seen": seen})

        assert not SignOff.objects.exists()

    def test_an_account_without_a_person_signs_nothing(self, draft):
        reviewer = make_user("rex", "Medical reviewers")
        seen = saving.latest(Article.objects.get()).pk

        signed_in(reviewer).post(page_url(draft), {"decision": "approved", "seen": seen})

        assert not SignOff.objects.exists()

    def test_what_has_no_history_yet_is_signed_as_it_stands(self, rosa, client):
        article = make_article("Old", publish_at=MAY, updated_at=MAY)
        reviewer = signed_in(rosa)

        reviewer.post(
            page_url(article), as_posted_sign(reviewer, article) | {"decision": "approved"}
        )

        assert SignOff.objects.get().revision == article.revisions.get()
        assert "Medically reviewed by" in page_of(client, article)


def as_posted_sign(client, article) -> dict[str, str]:
    """Return what the page of a review posts of itself."""
    page = client.get(page_url(article))
    return {"seen": str(page.context["form"]["seen"].value())}


class TestWhatReadersAreTold:
    def test_a_publication_names_the_review_of_its_text(
        self, ed, rosa, draft, client, time_machine
    ):
        time_machine.move_to(MAY)
        sign(draft, rosa, scope="The exercises.")
        time_machine.move_to(MAY + timedelta(days=4))

        article = publish(draft, ed)

        assert (article.reviewer, article.reviewed_on) == (rosa, date(2026, 5, 3))
        page = page_of(client, article)
        assert 'Rosa Reviewer</a> on <time datetime="2026-05-03">' in page
        assert "What was reviewed: The exercises." in page
        assert "changed after" not in page
        assert head_of(page).node("MedicalWebPage")["lastReviewed"] == "2026-05-03"
        assert article.revisions.all()[0].content["reviewed_on"] == "2026-05-03"

    def test_a_change_of_substance_is_said_with_its_day(
        self, ed, rosa, draft, client, time_machine
    ):
        time_machine.move_to(MAY)
        sign(draft, rosa)
        publish(draft, ed)
        time_machine.move_to(MAY + timedelta(days=10))
        write(draft, ed, body="<p>Walk every hour.</p>")
        publish(draft, ed)
        time_machine.move_to(MAY + timedelta(days=20))
        write(draft, ed, seo_title="Walking and you")
        article = publish(draft, ed)

        page = page_of(client, article)

        assert (
            '<time datetime="2026-05-03">3 May 2026</time>; the text was changed after that, on '
            '<time datetime="2026-05-13T12:00:00+00:00">13 May 2026</time>'
        ) in page
        assert "The text was changed after this review, on" in page
        assert not {"reviewedBy", "lastReviewed"} & set(head_of(page).node("MedicalWebPage"))
        assert "the text was changed after that" in client.get("/feed/").text

    def test_a_text_as_it_was_signed_again_is_the_one_reviewed(self, ed, rosa, draft, client):
        sign(draft, rosa)
        publish(draft, ed)
        write(draft, ed, body="<p>Walk every hour.</p>")
        publish(draft, ed)

        write(draft, ed, body=BODY)
        article = publish(draft, ed)

        assert "changed after" not in page_of(client, article)

    def test_looks_and_white_space_are_no_change(self, ed, rosa, draft, client):
        sign(draft, rosa)
        publish(draft, ed)
        write(draft, ed, body="<p>Walk  <strong>every</strong> day.</p>")

        article = publish(draft, ed)

        assert "changed after" not in page_of(client, article)
        assert article.reviewer == rosa

    def test_a_review_of_another_text_is_not_taken_for_one_of_this(self, ed, rosa, draft, client):
        sign(draft, rosa)
        write(draft, ed, body="<p>Something else.</p>")

        article = publish(draft, ed)

        assert (article.reviewer, article.reviewed_on) == (None, None)
        assert "Medically reviewed" not in page_of(client, article)

    def test_changes_wanted_are_no_review(self, ed, rosa, draft):
        sign(draft, rosa, "changes", notes="No.")

        assert publish(draft, ed).reviewer is None

    def test_the_last_word_on_a_text_counts(self, ed, rosa, draft):
        sign(draft, rosa)
        sign(draft, make_person("Otto Other", "Medical reviewers"), "changes", notes="No.")

        assert publish(draft, ed).reviewer is None

    def test_a_new_review_of_what_readers_see_is_told_at_once(
        self, ed, rosa, draft, client, time_machine
    ):
        time_machine.move_to(MAY)
        sign(draft, rosa)
        publish(draft, ed)
        time_machine.move_to(datetime(2029, 4, 20, 12, tzinfo=UTC))
        otto = make_person("Otto Other", "Medical reviewers")

        sign(draft, otto)

        page = page_of(client, draft)
        assert 'Otto Other</a> on <time datetime="2029-04-20">' in page
        assert "20 April 2032" in page

    def test_a_new_review_of_a_draft_waits_for_its_publication(self, ed, rosa, draft, client):
        article = publish(draft, ed)
        write(article, ed, body="<p>Better.</p>")

        sign(article, rosa)

        assert "Medically reviewed" not in page_of(client, article)
        assert "Medically reviewed" in page_of(client, publish(article, ed))

    def test_the_day_that_was_planned_for_it_is_over_with_the_review(self, rosa, time_machine):
        article = make_article("Old", review_due_on=date(2026, 5, 20), updated_at=MAY)
        later = make_article("Later", review_due_on=date(2026, 12, 20), updated_at=MAY)
        time_machine.move_to(MAY)

        sign(article, rosa)
        sign(later, rosa)

        article.refresh_from_db()
        later.refresh_from_db()
        assert article.review_due_on is None
        assert later.review_due_on == date(2026, 12, 20)

    def test_a_planned_change_brings_its_review(self, ed, rosa, draft, client, time_machine):
        time_machine.move_to(MAY)
        article = publish(draft, ed)
        article = write(article, ed, body="<p>Better.</p>")
        sign(article, rosa)
        scheduling.schedule(article, ed, MAY + timedelta(days=2), override="Because.")
        time_machine.move_to(MAY + timedelta(days=2, minutes=1))

        scheduling.apply_due()

        page = page_of(client, article)
        assert "Better." in page
        assert 'Rosa Reviewer</a> on <time datetime="2026-05-03">' in page

    def test_the_line_costs_readers_no_query(self, ed, rosa, draft, django_assert_num_queries):
        from django.db import connection
        from django.test import Client
        from django.test.utils import CaptureQueriesContext

        article = publish(draft, ed)
        reviewer = make_author("Rosa By Hand")
        Article.objects.update(reviewer=reviewer, reviewed_on=MAY.date())
        Client().get("/walking/")
        with CaptureQueriesContext(connection) as before:
            Client().get("/walking/")

        sign(article, rosa)
        write(article, ed, body="<p>Changed.</p>")
        publish(article, ed)

        with django_assert_num_queries(len(before)):
            assert "changed after" in Client().get("/walking/").text


class TestByHand:
    def enter(self, client, article, **fields):
        reviewed = {"reviewer": make_author("Paper Person").pk, "reviewed_on": "2026-05-03"}
        client.post(change_url(article), change_fields(article, **{**reviewed, **fields}))
        article.refresh_from_db()

    def test_a_review_on_paper_is_one_of_the_text_it_was_entered_with(self, ed, client):
        article = make_article("Walking", body=BODY, publish_at=MAY, updated_at=MAY)
        desk = signed_in(ed)
        self.enter(desk, article)
        assert "Paper Person" in page_of(client, article)
        assert "changed after" not in page_of(client, article)

        write(article, ed, body="<p>Never walk.</p>")
        publish(article, ed)

        assert "the text was changed after that" in page_of(client, article)

    def test_entered_again_it_is_one_of_the_new_text(self, ed, client):
        article = make_article("Walking", body=BODY, publish_at=MAY, updated_at=MAY)
        desk = signed_in(ed)
        self.enter(desk, article)
        write(article, ed, body="<p>Never walk.</p>")
        article = publish(article, ed)

        self.enter(desk, article, reviewed_on="2026-05-09")

        assert "changed after" not in page_of(client, article)

    def test_what_was_written_after_it_was_entered_in_a_draft_counts_as_changed(self, ed, client):
        article = make_article("Walking", body=BODY, publish_at=MAY, updated_at=MAY)
        person = make_author("Paper Person")
        write(article, ed, reviewer=person.pk, reviewed_on="2026-05-03")
        write(article, ed, body="<p>Never walk.</p>")

        publish(article, ed)

        assert "the text was changed after that" in page_of(client, article)

    def test_one_that_is_newer_than_the_sign_off_stands(self, ed, rosa, draft, time_machine):
        time_machine.move_to(MAY)
        sign(draft, rosa)
        time_machine.move_to(MAY + timedelta(days=9))
        person = make_author("Paper Person")
        write(draft, ed, reviewer=person.pk, reviewed_on="2026-05-08")

        assert publish(draft, ed).reviewer == person

    def test_a_form_that_was_open_does_not_bring_back_an_older_review(
        self, ed, rosa, draft, time_machine
    ):
        time_machine.move_to(MAY)
        sign(draft, rosa)
        article = publish(draft, ed)
        stale = as_posted(signed_in(ed).get(change_url(article)))
        time_machine.move_to(MAY + timedelta(days=9))
        otto = make_person("Otto Other", "Medical reviewers")
        sign(article, otto)

        signed_in(ed).post(change_url(article), stale | {"seo_title": "Walk"} | PUBLISH)

        article.refresh_from_db()
        assert article.seo_title == "Walk"
        assert article.reviewer == otto


class TestSignedCategories:
    def hard(self, article) -> list[str]:
        article = Article.objects.select_related("draft").get(pk=article.pk)
        return [one.code for one in checklist.problems(article) if one.is_hard]

    def test_a_text_of_such_a_category_is_not_published_without_a_sign_off(self, ed, rosa, draft):
        wide = make_category("Medicine", requires_review=True)
        category = make_category("Drugs", parent=wide)
        write(draft, ed, categories=[category.pk])
        desk = signed_in(ed)
        posted = as_posted(desk.get(change_url(draft))) | PUBLISH

        page = desk.post(change_url(draft), posted, follow=True)

        assert "“Drugs” takes only what a medical reviewer has approved" in page.text
        assert not Article.objects.published().exists()

        sign(draft, rosa)
        posted = as_posted(desk.get(change_url(draft))) | PUBLISH
        desk.post(change_url(draft), posted)
        assert Article.objects.published().exists()

    def test_the_sign_off_must_be_of_this_text(self, ed, rosa, draft):
        write(draft, ed, categories=[make_category("Drugs", requires_review=True).pk])
        assert self.hard(draft) == ["signed"]
        sign(draft, rosa)
        assert self.hard(draft) == []

        write(draft, ed, body="<p>Take two.</p>")
        assert self.hard(draft) == ["signed"]
        sign(draft, rosa, "changes", notes="One.")
        assert self.hard(draft) == ["signed"]

    def test_a_planned_change_without_it_is_not_made(self, ed, draft, time_machine):
        category = make_category("Drugs")
        article = publish(write(draft, ed, categories=[category.pk]), ed)
        article = write(article, ed, body="<p>Take two.</p>")
        scheduling.schedule(article, ed, now() + timedelta(hours=1), override="Because.")
        category.requires_review = True
        category.save()
        time_machine.move_to(now() + timedelta(hours=2))

        scheduling.apply_due()

        assert "medical reviewer" in scheduling.stuck().get().apply_problem

    def test_other_categories_ask_for_none(self, draft):
        assert self.hard(draft) == []

    def test_the_checklist_knows_a_sign_off_for_a_review(self, rosa, draft):
        def codes():
            found = checklist.problems(Article.objects.select_related("draft").get(pk=draft.pk))
            return [one.code for one in found]

        assert "review" in codes()

        sign(draft, rosa)

        assert "review" not in codes()


def test_a_person_who_signed_is_not_deleted(ed, rosa, draft):
    sign(draft, rosa)

    page = signed_in(ed).post(
        reverse("admin:articles_author_delete", args=[rosa.pk]), {"post": "yes"}
    )

    assert "protected" in page.text
    approval = following.approval_of(draft, saving.written(Article.objects.get()))
    assert approval
    assert approval.reviewer == rosa
