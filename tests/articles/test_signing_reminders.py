"""Letters about reviews that become due."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth.models import User

from articles.models import Article
from articles.signing import letters, reminding
from backpain.models import Letter
from tests.articles.people import make_person, make_user
from tests.factories import make_article, make_author
from tests.threads import at_once

pytestmark = pytest.mark.django_db
TODAY = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to(TODAY, tick=False)


@pytest.fixture
def rosa():
    return make_person("Rosa Reviewer", "Medical reviewers")


@pytest.fixture
def ed():
    return make_user("ed", "Editors")


def make_due(title: str, days: int, reviewer=None, **fields) -> Article:
    """Make an article whose review is due in so many days."""
    due = TODAY.date() + timedelta(days=days)
    reviewed = {"reviewer": reviewer or make_author("Guest"), "reviewed_on": date(2024, 1, 1)}
    return make_article(title, review_due_on=due, **{**reviewed, **fields})


def told() -> dict[str, str]:
    return {letter.to: letter.text for letter in Letter.objects.all()}


def test_each_person_gets_one_letter_with_what_concerns_them(rosa, ed):
    make_due("Late one", -9, rosa)
    make_due("Soon one", 30, rosa)
    make_due("Of a guest", 12)
    make_due("Far one", 31, rosa)
    make_due("Hidden one", 3, rosa, status=Article.Status.DRAFT)

    assert reminding.remind() == 3

    assert set(told()) == {"rosa@example.org", "ed@example.org"}
    hers, his = told()["rosa@example.org"], told()["ed@example.org"]
    assert hers.index("Late one") < hers.index("Soon one")
    assert "Of a guest" not in hers
    assert "Of a guest" in his
    for words in (hers, his):
        assert "Far one" not in words
        assert "Hidden one" not in words
    assert Letter.objects.get(to="rosa@example.org").subject == (
        "2 articles are due for a medical review"
    )


def test_it_is_said_some_weeks_before_and_on_the_day_and_never_again(rosa, time_machine):
    make_due("Walking", 30, rosa)
    said = []
    for day in range(40):
        time_machine.move_to(TODAY + timedelta(days=day), tick=False)
        for _hour in range(2):
            if reminding.remind():
                said.append(day)

    assert said == [0, 30]
    assert Letter.objects.count() == 2


def test_after_another_review_it_is_said_again(rosa, time_machine):
    article = make_due("Walking", 30, rosa)
    reminding.remind()
    article.review_due_on = date(2027, 11, 22)
    article.save()

    time_machine.move_to(datetime(2027, 11, 1, 12, tzinfo=UTC))

    assert reminding.remind() == 1


def test_what_becomes_due_later_on_the_same_day_waits_for_the_next(rosa, time_machine):
    make_due("Walking", 30, rosa)
    reminding.remind()
    make_due("Running", 20, rosa)

    assert reminding.remind() == 0
    time_machine.move_to(TODAY + timedelta(days=1))
    assert reminding.remind() == 1


def test_without_an_address_it_is_said_once_there_is_one(ed):
    User.objects.update(email="")
    make_due("Walking", 5)
    assert reminding.remind() == 0

    User.objects.update(email="ed@example.org")

    assert reminding.remind() == 1


def test_who_left_gets_no_letter(rosa):
    make_due("Walking", 5, rosa)
    User.objects.update(is_active=False)

    assert reminding.remind() == 0
    assert not Letter.objects.exists()


def test_where_nobody_edits_the_administrator_is_told(admin_user):
    make_due("Walking", 5)

    reminding.remind()

    assert set(told()) == {admin_user.email}


@pytest.mark.django_db(transaction=True)
def test_of_several_workers_one_writes(rosa):
    make_due("Walking", 5, rosa)

    done = at_once(*[reminding.remind] * 4)

    assert sorted(done) == [0, 0, 0, 1]
    assert Letter.objects.count() == 1


def test_a_long_list_is_cut_and_counted(rosa):
    for number in range(letters.MOST + 3):
        make_due(f"Walking {number}", 5, rosa)

    reminding.remind()

    assert "And 3 more, on the list at the desk." in Letter.objects.get().text


def test_it_takes_as_many_queries_for_many_as_for_few(rosa, ed, django_assert_max_num_queries):
    for number in range(30):
        make_due(f"Walking {number}", 5, rosa)

    with django_assert_max_num_queries(20):
        reminding.remind()
