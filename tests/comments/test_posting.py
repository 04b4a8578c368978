"""A comment comes in: what the reader sees, and what is kept."""

import html
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils.timezone import now

from articles.models import Redirect
from backpain.models import Publication
from comments.models import Comment
from tests.comments.factories import make_comment, make_visible_comment
from tests.comments.reading import HOSTILE, Reader
from tests.factories import make_article

pytestmark = pytest.mark.django_db

WORDS = {"name": "Ann", "email": "ann@example.org", "body": "It helped me & <b>fast</b>."}
OURS = {"Sec-Fetch-Site": "same-origin"}
THEIRS = {"Sec-Fetch-Site": "cross-site", "Origin": "https://other.example"}


def post(client, article=None, headers=OURS, **fields):
    article = article or make_article()
    address = reverse("comments:write", args=[article.slug])
    remote = {"REMOTE_ADDR": fields.pop("address", "203.0.113.7")}
    return client.post(address, {**WORDS, **fields}, headers=headers, **remote)


def assert_gives_the_text_back(response, status, text=WORDS["body"]):
    """The answer is a form's page of its own with the text in it, escaped once."""
    assert response.status_code == status
    assert response.text.count(html.escape(text)) == 1
    assert text not in response.text or text == html.escape(text)
    assert "no-store" in response["Cache-Control"]
    assert not response.cookies


def test_a_comment_waits_and_its_writer_is_led_to_a_page_of_their_own(client):
    response = post(client)

    comment = Comment.objects.get()
    assert response.status_code == 303
    assert response["Location"] == comment.status_url
    assert comment.status == Comment.Status.WAITING
    assert (comment.name, comment.email, comment.body) == tuple(WORDS.values())
    assert comment.address == "203.0.113.7"
    assert not response.cookies


def test_an_answer_stands_in_the_thread_of_what_it_answers(client):
    root = make_visible_comment()
    answered = make_visible_comment(parent=root)

    post(client, root.article, parent=str(answered.pk))

    comment = Comment.objects.waiting().get()
    assert (comment.parent, comment.root, comment.depth) == (answered, root, 2)


@pytest.mark.parametrize(
    ("fields", "message", "field"),
    [
        ({"name": ""}, "Write your name, or the name you go by.", "comment-name"),
        ({"name": "n" * 81}, "Shorten the name to 80 characters: it has 81.", "comment-name"),
        ({"email": " "}, "Write your e-mail address. It will not be published.", "comment-email"),
        ({"email": "ann"}, "Write an e-mail address like name@example.org.", "comment-email"),
        ({"email": "a@" + "b" * 300 + ".org"}, "Write an e-mail address", "comment-email"),
    ],
)
def test_a_wrong_field_is_named_beside_it_and_on_top(client, fields, message, field):
    response = post(client, **fields)

    assert_gives_the_text_back(response, 422)
    assert response.text.count(message) == 2
    assert f'<a href="#{field}">{message}' in response.text
    assert f'aria-describedby="{field}-error"' in response.text
    assert "<title>Error: Leave a reply" in response.text


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("", "Write your comment."),
        ("\u200b\u202e \x00", "Write your comment."),
        ("a", "Write at least two characters."),
        ("ä" * 5001, "Shorten the comment to 5,000 characters: it has 5,001."),
        ("x" * 1_000_000, "Shorten the comment to 5,000 characters: it has 1,000,000."),
    ],
)
def test_a_text_of_the_wrong_length_comes_back_with_the_remedy(client, settings, body, message):
    settings.USE_THOUSAND_SEPARATOR = True

    response = post(client, body=body)

    assert response.status_code == 422
    assert Comment.objects.count() == 0
    assert response.text.count(body.strip("\x00") if len(body) > 9 else "") >= 1
    assert message.replace(",", "") in response.text.replace(",", "")


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_are_kept_or_returned_but_never_run(client, text):
    kept = post(client, body=text, name=text[:80])
    returned = post(client, body=text, email="none")

    assert kept.status_code in {303, 422}
    assert returned.status_code == 422
    seen = Reader(returned.text)
    assert all((source or "").startswith("/static/js/") for source in seen.scripts)
    assert not {"iframe", "base", "math", "object"} & seen.tags
    assert not [a for _, a in seen.elements if any(name.startswith("on") for name in a)]


def test_a_post_from_another_site_is_not_taken_but_ready_to_be_sent_from_here(client):
    response = post(client, headers=THEIRS)

    assert_gives_the_text_back(response, 403)
    assert "came from another site" in response.text
    assert 'value="ann@example.org"' in response.text
    assert Comment.objects.count() == 0


def test_a_post_of_unknown_origin_waits_and_says_why(client):
    post(client, headers={})

    comment = Comment.objects.get()
    assert not comment.origin_known
    assert "did not say which page" in comment.reasons[0]


def test_closed_comments_are_refused_with_the_reason_and_the_text(client):
    response = post(client, make_article(comments_are_open=False))

    assert_gives_the_text_back(response, 403)
    assert "Comments on this article are closed." in response.text
    assert Comment.objects.count() == 0


def test_comments_close_by_the_clock(client):
    Publication(pk=1, comments_close_after_days=30).save()
    article = make_article(publish_at=now() - timedelta(days=29, hours=23))

    before = post(client, article)
    with time_machine.travel(now() + timedelta(hours=2)):
        after = post(client, article)

    assert before.status_code == 303
    assert_gives_the_text_back(after, 403)
    assert "Comments on this article closed on" in after.text


def test_an_answer_to_a_comment_that_is_gone_may_be_posted_as_one_of_its_own(client):
    answered = make_visible_comment()
    answered.bin(by=None)

    response = post(client, answered.article, parent=str(answered.pk))

    assert_gives_the_text_back(response, 422)
    assert "is no longer there" in response.text
    assert 'name="parent"' not in response.text


@pytest.mark.parametrize("parent", ["x", "-1", "9" * 18, "9" * 400, "٣٣", "1e3", "²"])
def test_an_answer_to_nothing_is_told_so(client, parent):
    assert_gives_the_text_back(post(client, parent=parent), 422)


def test_an_answer_to_a_comment_under_another_article_is_told_so(client):
    assert_gives_the_text_back(post(client, parent=str(make_visible_comment().pk)), 422)


def test_a_filled_trap_is_spam_and_the_reader_sees_the_ordinary_page(client):
    response = post(client, subject="Cheap")

    comment = Comment.objects.get()
    assert comment.status == Comment.Status.SPAM
    assert comment.reasons == ["A field that people do not see was filled in."]
    assert "waits for a moderator" in client.get(response["Location"]).text


def test_the_sixth_comment_within_ten_minutes_is_kept_back_with_its_text(client):
    article = make_article()
    for number in range(5):
        assert post(client, article, body=f"Number {number}").status_code == 303

    response = post(client, article)

    assert_gives_the_text_back(response, 429)
    assert "in ten minutes" in response.text
    assert response["Retry-After"] == "600"
    assert post(client, article, address="203.0.113.8").status_code == 303


def test_the_twenty_first_comment_of_a_day_is_kept_back_until_tomorrow(client):
    article = make_article()
    start = now()
    for number in range(20):
        with time_machine.travel(start + timedelta(minutes=11 * number)):
            assert post(client, article, body=f"Number {number}").status_code == 303

    with time_machine.travel(start + timedelta(minutes=11 * 20)):
        response = post(client, article)

    assert_gives_the_text_back(response, 429)
    assert "tomorrow" in response.text


def test_an_unknown_article_and_a_draft_are_not_found(client):
    draft = make_article(status="draft")

    assert_gives_the_text_back(post(client, draft), 404)
    assert_gives_the_text_back(client.post("/nothing/comment/", WORDS, headers=OURS), 404)


def test_a_comment_written_while_the_article_was_renamed_arrives(client):
    article = make_article("New name", slug="new-name")
    Redirect.objects.create(path="/old-name/", article=article)

    response = client.post("/old-name/comment/", WORDS, headers=OURS)

    assert response.status_code == 303
    assert Comment.objects.get().article == article


def test_a_body_that_cannot_be_decoded_or_is_too_large_gets_a_plain_answer(client):
    address = reverse("comments:write", args=[make_article().slug])
    form = "application/x-www-form-urlencoded"

    odd = client.post(address, b"body=+ADw-", content_type=f"{form}; charset=utf-7", headers=OURS)
    large = client.post(address, b"body=" + b"x" * 1_100_000, content_type=form, headers=OURS)

    assert (odd.status_code, large.status_code) == (400, 413)


@pytest.mark.parametrize("raw", [b"%ED%A0%80%ED%B0%80", b"%00%00", b"%FF%FE", b"%E2%80%AE"])
def test_bytes_that_are_no_text_are_no_fault_of_ours(client, raw):
    address = reverse("comments:write", args=[make_article().slug])
    fields = b"&".join(
        name + b"=x" + raw + b"y@example.org" for name in (b"name", b"email", b"body")
    )

    response = client.post(
        address,
        fields + b"&parent=" + raw + b"&g-recaptcha-response=" + raw,
        content_type="application/x-www-form-urlencoded",
        headers=OURS,
    )

    assert response.status_code == 422


def test_the_forms_own_page_shows_what_is_answered_and_no_address(client):
    answered = make_visible_comment(body="My *question*", email="secret@example.org")
    page = reverse("comments:write", args=[answered.article.slug])

    response = client.get(page, {"parent": answered.pk})

    assert "My <em>question</em>" in response.text
    assert f'<input type="hidden" name="parent" value="{answered.pk}">' in response.text
    assert "secret@example.org" not in response.text
    assert response["X-Robots-Tag"] == "noindex"
    assert "no-store" in response["Cache-Control"]
    assert "csrfmiddlewaretoken" not in response.text


def test_the_forms_own_page_does_not_show_a_comment_that_waits(client):
    waiting = make_comment(body="Nobody has read this")
    page = reverse("comments:write", args=[waiting.article.slug])

    response = client.get(page, {"parent": waiting.pk})

    assert "Nobody has read this" not in response.text
    assert "is no longer there" in response.text


def test_a_signed_in_editor_is_a_reader_like_any_other(admin_client):
    assert post(admin_client).status_code == 303

    assert Comment.objects.get().status == Comment.Status.WAITING
