"""The same comment twice: a slip of the finger keeps one."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from comments.models import Comment
from tests.comments.factories import make_visible_comment
from tests.factories import make_article
from tests.threads import at_once

WORDS = {"name": "Ann", "email": "ann@example.org", "body": "It helped me."}


def post(article, address="203.0.113.7", **fields):
    return Client().post(
        reverse("comments:write", args=[article.slug]),
        {**WORDS, **fields},
        headers={"Sec-Fetch-Site": "same-origin"},
        REMOTE_ADDR=address,
    )


@pytest.mark.django_db
def test_a_second_click_leads_to_the_same_page_and_keeps_one_comment():
    article = make_article()

    first, second = post(article), post(article)

    assert first["Location"] == second["Location"]
    assert Comment.objects.count() == 1


@pytest.mark.django_db
def test_a_second_click_is_not_counted_as_another_comment():
    article = make_article()

    assert [post(article).status_code for _ in range(8)] == [303] * 8


@pytest.mark.django_db
@pytest.mark.parametrize(
    "other",
    [{"body": "Other words."}, {"email": "ben@example.org"}, {"address": "203.0.113.8"}],
)
def test_another_text_writer_or_client_makes_another_comment(other):
    article = make_article()

    first, second = post(article), post(article, **other)

    assert first["Location"] != second["Location"]
    assert Comment.objects.count() == 2


@pytest.mark.django_db
def test_the_same_words_in_answer_to_another_comment_are_another_comment():
    answered = make_visible_comment()

    post(answered.article)
    post(answered.article, parent=str(answered.pk))

    assert Comment.objects.waiting().count() == 2


@pytest.mark.django_db
def test_the_same_words_after_ten_minutes_are_another_comment():
    article = make_article()
    post(article)

    with time_machine.travel(now() + timedelta(minutes=11)):
        post(article)
        post(article)

    assert Comment.objects.count() == 2


@pytest.mark.django_db
def test_the_same_words_after_a_decision_are_another_comment():
    article = make_article()
    post(article)
    Comment.objects.get().bin(by=None)

    post(article)

    assert Comment.objects.count() == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_repeat", [False, True])
def test_clicks_at_the_very_same_moment_keep_one_comment(is_repeat):
    article = make_article(publish_at=now() - timedelta(days=1))
    if is_repeat:  # an earlier one holds the fingerprint and must give it up, once
        with time_machine.travel(now() - timedelta(hours=1)):
            post(article)

    answers = at_once(*[lambda: post(article)] * 4)

    assert [answer.status_code for answer in answers] == [303] * 4
    assert len({answer["Location"] for answer in answers}) == 1
    assert Comment.objects.count() == 1 + is_repeat
