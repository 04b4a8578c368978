"""A comment comes in: what the reader sees, and what is kept."""

import pytest
from django.urls import reverse

from comments.models import Comment
from tests.comments.factories import make_comment, make_visible_comment
from tests.factories import make_article

pytestmark = pytest.mark.django_db

WORDS = {"name": "Ann", "email": "ann@example.org", "body": "It helped me."}
OURS = {"Sec-Fetch-Site": "same-origin"}


def post(client, article, headers=OURS, **fields):
    address = reverse("comments:write", args=[article.slug])
    return client.post(address, {**WORDS, **fields}, headers=headers)


def test_a_comment_waits_and_its_writer_is_led_to_a_page_of_their_own(client):
    response = post(client, make_article())

    comment = Comment.objects.get()
    assert response.status_code == 303
    assert response["Location"] == comment.status_url
    assert comment.status == Comment.Status.WAITING
    assert (comment.name, comment.email, comment.body) == tuple(WORDS.values())


def test_the_writers_page_says_that_the_comment_waits_and_shows_it(client):
    response = client.get(post(client, make_article())["Location"])

    assert "waits for a moderator" in response.text
    assert "It helped me." in response.text
