"""The writer's own page, and a comment's permanent address."""

import pytest

from comments.models import Comment
from tests.comments.factories import make_comment, make_visible_comment
from tests.factories import make_article

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("verb", "words"),
    [
        (None, "waits for a moderator"),
        ("approve", "Published"),
        ("mark_as_spam", "Not published"),
        ("bin", "Not published"),
    ],
)
def test_the_writer_is_told_what_became_of_the_comment(client, verb, words):
    comment = make_comment(body="My *own* words")
    if verb:
        getattr(comment, verb)(None)

    response = client.get(comment.status_url)

    assert words in response.text
    assert "My <em>own</em> words" in response.text


def test_the_page_is_for_the_writer_alone(client):
    comment = make_comment(email="canary@example.org")

    response = client.get(comment.status_url)

    assert response["Cache-Control"] == "no-store, private"
    assert response["X-Robots-Tag"] == "noindex"
    assert response["Referrer-Policy"] == "no-referrer"
    assert "canary" not in response.text
    assert not response.cookies


def test_opening_the_page_changes_nothing(client):
    comment = make_visible_comment()

    client.get(comment.status_url)
    client.head(comment.status_url)

    comment.refresh_from_db()
    assert comment.is_visible


def test_a_writer_can_take_a_comment_back_and_once_is_enough(client):
    comment = make_visible_comment()

    answers = [client.post(comment.status_url) for _ in range(2)]

    comment.refresh_from_db()
    assert [answer.status_code for answer in answers] == [303, 303]
    assert comment.status == Comment.Status.WITHDRAWN
    assert comment.events.count() == 1
    text = client.get(comment.status_url).text
    assert "You have taken this comment back." in text
    assert "<button" not in text[text.index('class="status"') : text.index("Back to the article")]


def test_an_address_that_nobody_was_given_is_not_found(client):
    make_comment()

    assert client.get("/comments/status/guessed/").status_code == 404
    assert client.post("/comments/status/guessed/").status_code == 404


def test_a_permanent_address_leads_to_the_comment_under_its_article(client):
    comment = make_visible_comment()

    response = client.get(comment.get_absolute_url())

    assert response.status_code == 302
    assert response["Location"] == f"/{comment.article.slug}/#comment-{comment.pk}"


def test_the_address_of_a_removed_comment_is_gone_and_says_where_it_stood(client):
    comment = make_visible_comment(body="Rude words")
    comment.bin(None)

    response = client.get(comment.get_absolute_url())

    assert response.status_code == 410
    assert comment.article.title in response.text
    assert "Rude words" not in response.text


@pytest.mark.parametrize("verb", [None, "mark_as_spam", "bin", "withdraw"])
def test_a_comment_that_was_never_public_has_no_address(client, verb):
    comment = make_comment()
    if verb:
        getattr(comment, verb)(*([] if verb == "withdraw" else [None]))

    assert client.get(comment.get_absolute_url()).status_code == 404


def test_a_comment_under_a_draft_and_one_that_does_not_exist_are_not_found(client):
    comment = make_visible_comment(article=make_article(status="draft"))

    assert client.get(comment.get_absolute_url()).status_code == 404
    assert client.get("/c/0/").status_code == 404
    assert client.get(f"/c/{'9' * 40}/").status_code == 404


@pytest.mark.parametrize("token", ["%00", "x%00y", "%F0%9F%98%80", "x" * 3000])
def test_an_address_that_we_never_gave_is_not_found(client, token):
    assert client.get(f"/comments/status/{token}/").status_code == 404
