"""A fault of ours: the words come back."""

import html
import threading

import pytest
from django.db import connection, connections
from django.template.loader import get_template
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


class Holder(threading.Thread):
    """Another client of the database, in the middle of something long."""

    def __init__(self):
        super().__init__()
        self.holds, self.may_go = threading.Event(), threading.Event()

    def run(self):
        other = connections.create_connection("default")
        is_sqlite = other.vendor == "sqlite"
        with other.cursor() as cursor:
            cursor.execute("BEGIN IMMEDIATE" if is_sqlite else "BEGIN")
            if not is_sqlite:
                cursor.execute("LOCK TABLE comments_comment, backpain_ratewindow")
            self.holds.set()
            self.may_go.wait(20)
            cursor.execute("ROLLBACK")
        other.close()


@pytest.fixture
def busy_database(transactional_db):
    """Let nobody write, and nobody wait for long."""
    with connection.cursor() as cursor:
        is_sqlite = connection.vendor == "sqlite"
        cursor.execute("PRAGMA busy_timeout = 50" if is_sqlite else "SET lock_timeout = '50ms'")
    holder = Holder()

    def hold():
        holder.start()
        assert holder.holds.wait(10)

    yield hold
    holder.may_go.set()
    holder.join()
    connection.close()


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


def test_the_page_of_an_outage_needs_neither_database_nor_request():
    template = get_template("comments/outage.html")

    page = template.render({"path": "/a/comment/", "body": "<b>", "fields": [("name", '"Ann"')]})

    assert "&lt;b&gt;</textarea>" in page
    assert 'value="&quot;Ann&quot;"' in page
