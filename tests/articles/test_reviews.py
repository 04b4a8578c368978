"""When articles were checked and are due again, for readers and for the desk."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import User
from django.test import RequestFactory
from django.urls import reverse
from django.utils.timezone import now
from hypothesis import given
from hypothesis import strategies as st

from articles import panels, reviews
from articles.models import Article
from tests.factories import make_article, make_author, make_category

pytestmark = pytest.mark.django_db
DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))
NEWS = "This review was due in"


def make_reviewed(title: str = "", **fields) -> Article:
    fields.setdefault("reviewer", make_author("Rosa Reviewer", credentials="MD"))
    fields.setdefault("reviewed_on", date(2026, 5, 3))
    return make_article(title, **fields)


def page_of(client, article):
    return client.get(article.get_absolute_url()).text


@pytest.mark.parametrize(
    ("day", "months", "after"),
    [
        (date(2026, 5, 3), 36, date(2029, 5, 3)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 12, 31), 1, date(2027, 1, 31)),
        (date(2026, 5, 3), 200_000, date.max),
    ],
)
def test_months_are_counted_by_the_calendar(day, months, after):
    assert reviews.months_after(day, months) == after


@given(DAYS, st.integers(1, 60))
def test_the_latest_day_before_is_the_one_that_a_query_needs(day, months):
    latest = reviews.latest_before(day, months)

    assert reviews.months_after(latest, months) <= day
    assert reviews.months_after(latest + timedelta(days=1), months) > day


def test_readers_see_who_checked_it_when_and_when_it_is_due(client):
    page = page_of(client, make_reviewed(review_scope="The exercises."))

    reviewer = '<a href="/author/rosa-reviewer/">Rosa Reviewer</a>, MD'
    day = '<time datetime="2026-05-03">3 May 2026</time>'
    assert f"Medically reviewed by {reviewer} on {day}" in page
    assert f"Page last reviewed:</strong> {day}" in page
    assert 'Next review due:</strong> <time datetime="2029-05-03">3 May 2029</time>' in page
    assert "What was reviewed: The exercises." in page
    assert NEWS not in page


@pytest.mark.parametrize("due", [None, date(2026, 1, 1)])
def test_an_article_that_was_never_reviewed_claims_nothing(client, due):
    article = make_article(reviewer=make_author("Rosa Reviewer"), review_due_on=due)

    page = page_of(client, article)

    for claim in ("reviewed", "Rosa Reviewer", "review due", NEWS):
        assert claim not in page


def test_the_day_set_for_the_article_goes_before_all_counting():
    article = make_reviewed(review_due_on=date(2026, 12, 1))

    assert reviews.due_on(article) == date(2026, 12, 1)


def test_the_shortest_time_that_a_category_asks_for_counts():
    wide = make_category("Pain", review_months=12)
    article = make_reviewed()
    article.categories.set([make_category("Neck", parent=wide), make_category("Back")])
    assert reviews.due_on(article) == date(2027, 5, 3)

    article.categories.add(make_category("Drugs", parent=wide, review_months=6))

    assert reviews.due_on(article) == date(2026, 11, 3)


@pytest.mark.parametrize(
    ("updated_at", "says_so"),
    [
        (datetime(2026, 5, 2, 9, tzinfo=UTC), False),
        (datetime(2026, 5, 3, 23, tzinfo=UTC), False),
        (datetime(2026, 5, 5, 9, tzinfo=UTC), True),
    ],
    ids=["before", "on the day", "after"],
)
def test_a_text_that_changed_since_its_review_says_so(client, updated_at, says_so):
    published = datetime(2026, 1, 1, tzinfo=UTC)
    article = make_reviewed(publish_at=published, updated_at=updated_at)

    assert ("The text was changed after this review" in page_of(client, article)) is says_so


def test_what_changed_before_it_was_published_is_no_update(client):
    article = make_reviewed(publish_at=datetime(2026, 6, 1, tzinfo=UTC), updated_at=now())
    article.updated_at = article.publish_at - timedelta(days=3)
    article.save()

    assert "changed after" not in page_of(client, article)


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Auckland", "America/Los_Angeles"])
def test_the_notice_appears_as_the_day_begins_where_the_site_is(
    client, settings, time_machine, zone
):
    settings.TIME_ZONE = zone
    article = make_reviewed(
        review_due_on=date(2026, 5, 20), publish_at=datetime(2026, 5, 4, tzinfo=UTC)
    )
    midnight = datetime(2026, 5, 20, tzinfo=ZoneInfo(zone))

    time_machine.move_to(midnight - timedelta(seconds=1), tick=False)
    response = client.get(article.get_absolute_url())
    assert NEWS not in response.text
    assert response.page.until == midnight

    time_machine.move_to(midnight, tick=False)
    response = client.get(article.get_absolute_url())
    assert f"{NEWS} May 2026. We are checking the article again." in response.text
    assert response.page.until is None


def test_the_query_and_the_rule_agree(time_machine):
    time_machine.move_to(datetime(2027, 2, 28, 12, tzinfo=UTC))
    year = make_category("Year", review_months=12)
    part = make_category("Part of year", parent=year)
    half = make_category("Half", review_months=6)
    days = [date(2024, 2, 27), date(2024, 2, 29), date(2026, 2, 28), date(2026, 3, 1)]
    days += [date(2026, 8, 28), date(2026, 8, 31), date(2026, 9, 1)]
    for categories in ([], [year], [part], [half], [year, half], [make_category()]):
        for day in days:
            make_reviewed(reviewed_on=day).categories.set(categories)
    make_reviewed(review_due_on=date(2027, 2, 28))
    make_reviewed(reviewed_on=days[0], review_due_on=date(2027, 3, 1))
    make_article(review_due_on=date(2027, 1, 1))
    make_article()

    late = {article.pk for article in Article.objects.all() if reviews.is_overdue(article)}

    assert {article.pk for article in reviews.overdue(Article.objects.all())} == late
    assert 10 < len(late) < Article.objects.count() - 10


@pytest.fixture
def three(time_machine):
    """An article that is overdue, one that is due soon, and one due in years."""
    time_machine.move_to(datetime(2026, 11, 22, 12, tzinfo=UTC))
    make_reviewed("Late one", reviewed_on=date(2023, 11, 22))
    make_reviewed("Soon one", reviewed_on=date(2024, 1, 21))
    make_reviewed("Fresh one", reviewed_on=date(2024, 1, 22))
    make_reviewed("Hidden one", reviewed_on=date(2020, 1, 1), status=Article.Status.DRAFT)


@pytest.mark.parametrize(
    ("value", "found"), [("overdue", "Late one"), ("soon", "Soon one"), ("never", "New one")]
)
def test_the_desk_lists_what_is_overdue_and_what_is_due_soon(admin_client, three, value, found):
    make_article("New one")

    page = admin_client.get(reverse("admin:articles_article_changelist"), {"review": value})

    assert [article.title for article in page.context["cl"].result_list] == [found]


def test_the_list_says_when_each_is_due(admin_client, three):
    page = admin_client.get(reverse("admin:articles_article_changelist")).text

    assert '<td class="field-review_due">22 Nov 2026: overdue</td>' in page
    assert '<td class="field-review_due">21 Jan 2027</td>' in page


def test_the_desk_counts_what_is_overdue_and_leads_there(admin_client, three):
    page = admin_client.get(reverse("admin:index")).text

    assert "1 review is overdue. 1 is due within 60 days." in page
    assert 'href="/admin/articles/article/?review=overdue"' in page


def test_who_does_not_edit_and_who_has_nothing_to_check_sees_no_panel(three):
    request = RequestFactory().get("/admin/")
    request.user = User.objects.create_user("mod", is_staff=True)
    assert panels.reviews_due(request) is None

    Article.objects.all().update(reviewed_on=date(2026, 11, 1))
    request.user = User.objects.create_superuser("boss")

    assert panels.reviews_due(request) is None
