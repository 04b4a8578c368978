"""The calendar at the desk: what appears, changes, leaves and is due, by month."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.contrib.auth.models import User
from django.urls import reverse

from articles import publishing
from articles.models import Article
from articles.revisions import content, saving, scheduling
from tests.articles.people import make_draft, make_person, signed_in
from tests.factories import make_article, make_author

pytestmark = pytest.mark.django_db

CALENDAR = reverse("admin:articles_article_calendar")
INDEX = reverse("admin:index")


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel("2026-11-22T09:00:00Z", tick=False):
        yield


def on(day, hour=9, month=12):
    return datetime(2026, month, day, hour, tzinfo=UTC)


def shown(client, month="2026-12"):
    """Return the events of a month: day, title, what happens."""
    weeks = client.get(CALENDAR, {"month": month}).context["weeks"]
    return [
        (day.on.day, event.title, event.words)
        for week in weeks
        for day in week
        if day.is_inside
        for event in day.events
    ]


def plan_change(article, at):
    user = User.objects.create_user("editor")
    saving.begin(article, content.content_of(article), user)
    article = Article.objects.get(pk=article.pk)
    saving.save(article, {**saving.written(article), "title": "Other"}, user)
    scheduling.schedule(Article.objects.select_related("draft").get(pk=article.pk), user, at)


def test_what_appears_changes_leaves_and_is_due_stands_on_its_day(editor):
    make_article("Coming", publish_at=on(3))
    make_article("Leaving", unpublish_at=on(31, 23))
    plan_change(make_article("Changing"), on(24))
    make_article(
        "Reviewed", reviewer=make_author(), reviewed_on=date(2026, 1, 1),
        review_due_on=date(2026, 12, 1),
    )  # fmt: skip

    assert shown(editor) == [
        (1, "Reviewed", "review due"),
        (3, "Coming", "appears"),
        (24, "Changing", "changes"),
        (31, "Leaving", "leaves"),
    ]


def test_other_months_drafts_and_what_was_withdrawn_are_left_out(editor):
    make_article("Earlier", publish_at=on(30, 23, month=11))
    make_article("Later", publish_at=datetime(2027, 1, 1, tzinfo=UTC))
    make_article("Draft", publish_at=on(3), status=Article.Status.DRAFT)
    make_article("Withdrawn", publish_at=on(3), status=Article.Status.WITHDRAWN)

    assert shown(editor) == []
    assert "Nothing happens in this month." in editor.get(CALENDAR, {"month": "2026-12"}).text


def test_a_review_that_the_category_asks_for_stands_on_its_day(editor):
    make_article("Counted", reviewer=make_author(), reviewed_on=date(2023, 12, 7))

    assert shown(editor) == [(7, "Counted", "review due")]


def test_days_are_those_of_the_clocks_of_the_site(editor, settings):
    settings.TIME_ZONE = "Europe/Berlin"
    make_article("Late", publish_at=on(30, 23, month=11))

    page = editor.get(CALENDAR, {"month": "2026-12"})

    assert shown(editor) == [(1, "Late", "appears")]
    assert "Times are those of Europe/Berlin" in page.text
    assert ">00:00 " in page.text or "midnight" in page.text


def test_what_is_over_is_told_in_the_past(editor):
    make_article("Out", publish_at=on(3, month=11))

    assert shown(editor, "2026-11") == [(3, "Out", "appeared")]


def test_the_month_is_a_table_with_a_caption_and_a_header_for_each_day(editor):
    page = editor.get(CALENDAR, {"month": "2026-12"})

    assert "<caption>December 2026</caption>" in page.text
    table = page.text.partition("calendar__table")[2].partition("</table>")[0]
    assert table.count('<th scope="col">') == 7
    assert page.context["weekdays"][0] == "Monday"
    assert 'href="?month=2026-11"' in page.text
    assert 'href="?month=2027-01"' in page.text


@pytest.mark.parametrize("month", ["", "nonsense", "2026-13", "0000-01", "2026-1", "9999-12", "²"])
def test_any_other_address_shows_this_month(editor, month):
    assert editor.get(CALENDAR, {"month": month}).context["first"] == date(2026, 11, 1)


def test_an_author_sees_what_is_theirs():
    ada, bob = make_person("Ada", "Authors"), make_person("Bob", "Authors")
    for person in (ada, bob):
        article = make_draft(f"By {person}", person)
        Article.objects.filter(pk=article.pk).update(
            status=Article.Status.PUBLISHED, publish_at=on(3)
        )

    assert shown(signed_in(ada)) == [(3, "By Ada", "appears")]


def test_a_stranger_sees_neither_calendar_nor_panel(client):
    client.force_login(User.objects.create_user("eve", is_staff=True))

    assert client.get(CALENDAR).status_code == 403
    assert "Coming up" not in client.get(INDEX).text


def test_the_index_names_the_next_five_with_their_forms(editor):
    articles = [make_article(f"Coming {n}", publish_at=on(n)) for n in range(1, 8)]

    page = editor.get(INDEX)

    change = reverse("admin:articles_article_change", args=[articles[0].pk])
    assert f'<a href="{change}">1 December 2026, 09:00: “Coming 1” appears</a>' in page.text
    assert "“Coming 5” appears" in page.text
    assert "“Coming 6” appears" not in page.text


def test_the_index_says_when_nothing_is_planned(editor):
    assert "Nothing is planned." in editor.get(INDEX).text


def test_many_events_cost_as_many_queries_as_few(editor, django_assert_num_queries):
    for count in (1, 6):
        for n in range(count):
            article = make_article(publish_at=on(2), unpublish_at=on(5))
            make_article(
                reviewer=make_author(), reviewed_on=date(2026, 1, 1), review_due_on=on(n + 1).date()
            )
            publishing.refresh(article)
        # session, user, publication; the months of the categories, for the first day and the last;
        # what appears, leaves, changes, is due, with its categories and theirs
        with django_assert_num_queries(11):
            editor.get(CALENDAR, {"month": "2026-12"})
