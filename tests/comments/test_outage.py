"""A fault of ours: the words come back."""

import html

from django.urls import reverse

from comments.models import Comment
from tests.factories import make_article

WORDS = {"name": "Ann", "email": "ann@example.org", "body": "It helped me & <b>fast</b>."}


def post(client, article):
    return client.post(
        reverse("comments:write", args=[article.slug]),
        WORDS,
        headers={"Sec-Fetch-Site": "same-origin"},
    )


def test_a_busy_database_answers_503_with_the_words_ready_to_be_sent_again(client, busy_database):
    article = make_article()
    busy_database()

    response = post(client, article)

    assert response.status_code == 503
    assert response.text.count(html.escape(WORDS["body"])) == 1
    assert f'action="{reverse("comments:write", args=[article.slug])}"' in response.text
    assert '<input type="hidden" name="email" value="ann@example.org">' in response.text
    assert response["Retry-After"] == "30"
    assert response["Cache-Control"] == "no-store, private"


def test_a_fault_in_our_code_answers_500_with_the_words_and_logs_no_address(
    client, db, settings, caplog
):
    article = make_article()
    del settings.RECAPTCHA_KIND

    response = post(client, article)

    assert response.status_code == 500
    assert html.escape(WORDS["body"]) in response.text
    assert "AttributeError" in caplog.text
    assert "comments/captcha.py" in caplog.text
    assert "ann@example.org" not in caplog.text
    assert Comment.objects.count() == 0
