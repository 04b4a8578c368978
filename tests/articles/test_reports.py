"""A reader says what is wrong or missing: what they see, what is kept, what becomes of it."""

import html
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils.timezone import now

from articles import reports, retention
from articles.models import Article, Redirect, Report
from backpain import pages
from backpain.models import Publication
from tests.articles.factories import HIDDEN, make_report
from tests.factories import make_article, make_page
from tests.threads import at_once

WORDS = {"body": "The second source is <b>gone</b> & old.", "email": "ann@example.org"}
OURS = {"Sec-Fetch-Site": "same-origin"}
THEIRS = {"Sec-Fetch-Site": "cross-site", "Origin": "https://other.example"}


def address(article):
    return reverse("articles:report", args=[article.slug])


def post(client, article=None, headers=OURS, **fields):
    article = article or make_article()
    remote = {"REMOTE_ADDR": fields.pop("address", "203.0.113.7")}
    data = {"version": str(article.version), **WORDS, **fields}
    return client.post(address(article), data, headers=headers, **remote)


def assert_gives_the_words_back(response, status):
    """The answer is a page of its own with the words in it, escaped once."""
    assert response.status_code == status
    assert response.text.count(html.escape(WORDS["body"])) == 1
    assert "no-store" in response["Cache-Control"]
    assert "<title>Error: " in response.text
    assert not response.cookies
    assert Report.objects.count() == 0


@pytest.mark.django_db
def test_a_report_is_kept_with_the_version_read_and_its_sender_is_thanked(client):
    article = make_article(version=5)

    response = post(client, article, version="3")

    assert response.status_code == 303
    assert response["Location"] == f"/{article.slug}/report/sent/"
    report = Report.objects.get()
    assert (report.article, report.version) == (article, 3)
    assert (report.body, report.email) == (WORDS["body"], WORDS["email"])
    assert report.handled_at is None
    assert "Thank you" in client.get(response["Location"]).text


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["", "0", "6", "-1", "³", "x", "9" * 30])
def test_a_version_that_cannot_have_been_read_counts_as_the_current_one(client, typed):
    post(client, make_article(version=5), version=typed)

    assert Report.objects.get().version == 5


@pytest.mark.django_db
def test_an_address_is_not_required(client):
    response = post(client, email="")

    assert response.status_code == 303
    assert Report.objects.get().email == ""


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "message", "field"),
    [
        ({"body": " \n"}, "Write what is wrong or missing.", "report-body"),
        ({"body": "w" * 10_001}, "Shorten it to 10000 characters: it has 10001.", "report-body"),
        ({"email": "ann@"}, "Write an e-mail address like name@example.org.", "report-email"),
    ],
)
def test_a_wrong_field_is_named_beside_it_and_on_top(client, fields, message, field):
    response = post(client, **fields)

    assert response.status_code == 422
    assert response.text.count(message) == 2
    assert f'<a href="#{field}">{message}' in response.text
    assert f"{field}-error" in response.text
    assert "<title>Error: " in response.text
    assert Report.objects.count() == 0


@pytest.mark.django_db
def test_words_with_a_wrong_address_and_the_version_come_back(client):
    response = post(client, make_article(version=4), email="no", version="2")

    assert_gives_the_words_back(response, 422)
    assert '<input type="hidden" name="version" value="2">' in response.text
    assert 'value="no"' in response.text


@pytest.mark.django_db
def test_a_post_from_another_site_gives_the_words_back(client):
    response = post(client, headers=THEIRS)

    assert_gives_the_words_back(response, 403)
    assert "This came from another site." in response.text
    assert 'name="email" type="email" value="ann@example.org"' in response.text


@pytest.mark.django_db
def test_the_sixth_report_within_ten_minutes_gives_the_words_back(client):
    article = make_article()
    for number in range(5):
        assert post(client, article, body=f"Wrong, {number}.").status_code == 303
    Report.objects.all().delete()

    response = post(client, article)

    assert_gives_the_words_back(response, 429)
    assert response["Retry-After"] == "600"
    assert post(client, article, address="198.51.100.9").status_code == 303


@pytest.mark.django_db
def test_who_reports_again_after_ten_minutes_is_heard(client):
    article = make_article()
    for number in range(6):
        post(client, article, body=f"Wrong, {number}.")

    with time_machine.travel(now() + timedelta(minutes=11)):
        assert post(client, article).status_code == 303


@pytest.mark.django_db
@pytest.mark.parametrize("fields", HIDDEN.values(), ids=HIDDEN)
def test_an_article_that_left_meanwhile_gives_the_words_back_and_not_its_title(client, fields):
    article = make_article("Hidden title", **fields)

    response = post(client, article)

    assert_gives_the_words_back(response, 410 if article.status == "withdrawn" else 404)
    assert "This article is no longer here." in response.text
    assert "Hidden title" not in response.text
    assert client.get(address(article)).status_code in {404, 410}
    sent = client.get(reverse("articles:report_sent", args=[article.slug]))
    assert sent.status_code in {404, 410}


@pytest.mark.django_db
def test_an_article_that_was_renamed_meanwhile_is_still_reported_on(client):
    article = make_article("New name", slug="new-name")
    Redirect.objects.create(path="/old-name/", article=article)

    response = client.post("/old-name/report/", WORDS, headers=OURS)

    assert response["Location"] == "/new-name/report/sent/"
    assert Report.objects.get().article == article


@pytest.mark.django_db
def test_a_publication_that_takes_no_reports_shows_no_form_and_gives_words_back(client):
    Publication(pk=1, takes_reports=False).save()
    article = make_article()

    response = post(client, article)

    assert_gives_the_words_back(response, 403)
    assert "Reports are not taken at present." in response.text
    assert client.get(address(article)).status_code == 404
    assert "report-body" not in client.get(article.get_absolute_url()).text


@pytest.mark.django_db
def test_a_page_takes_no_reports(client):
    page = make_page()

    assert_gives_the_words_back(post(client, page), 404)
    assert client.get(address(page)).status_code == 404
    assert "report-body" not in client.get(page.get_absolute_url()).text


@pytest.mark.django_db
def test_what_falls_into_the_trap_is_kept_as_handled(client):
    response = post(client, subject="Buy")

    assert response.status_code == 303
    report = Report.objects.get()
    assert report.handled_at
    assert report.handled_by is None
    assert report.note == "A field that people do not see was filled in."


@pytest.mark.django_db
def test_the_same_again_is_one_report_and_costs_nothing(client):
    article = make_article()

    answers = [post(client, article).status_code for _ in range(8)]

    assert answers == [303] * 8
    assert Report.objects.count() == 1


@pytest.mark.django_db
def test_the_same_after_ten_minutes_is_another_report(client):
    article = make_article()
    make_report(article=article, **WORDS, created_at=now() - timedelta(minutes=11))

    post(client, article)

    assert Report.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_make_one_report():
    article = make_article()

    def click():
        reports.keep(Report(article=article, version=1, body="Twice", email=""))

    at_once(*[click] * 4)

    assert Report.objects.count() == 1


@pytest.mark.django_db
def test_the_form_has_a_page_of_its_own_that_nobody_stores_or_lists(client):
    article = make_article(version=7)

    response = client.get(address(article))

    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    assert response["X-Robots-Tag"] == "noindex"
    assert '<input type="hidden" name="version" value="7">' in response.text
    assert article.get_absolute_url() in response.text


def test_the_form_under_a_finished_article_names_its_version_and_holds_no_token(front):
    article = make_article(version=2)
    before = front.get(article.get_absolute_url())
    assert '<details class="report"' in before.text
    assert '<input type="hidden" name="version" value="2">' in before.text
    assert "csrf" not in before.text

    Article.objects.filter(pk=article.pk).update(version=3)
    pages.changed(f"article:{article.pk}")

    after = front.get(article.get_absolute_url())
    assert '<input type="hidden" name="version" value="3">' in after.text


def test_a_report_is_taken_through_the_front_and_the_thanks_are_a_public_page(front):
    article = make_article()

    sent = front.post(f"/{article.slug}/report/", WORDS, sec_fetch_site="same-origin")

    assert sent.status == 303
    thanks = front.get(sent.headers["Location"])
    assert thanks.status == 200
    assert "s-maxage" in thanks.headers["Cache-Control"]
    assert '<meta name="robots" content="noindex">' in thanks.text
    assert f'data-draft-sent="report:{article.pk}"' in thanks.text


def test_a_busy_database_answers_503_with_the_words_ready_to_be_sent_again(client, busy_database):
    article = make_article(version=3)
    busy_database()

    response = post(client, article)

    assert response.status_code == 503
    assert response.text.count(html.escape(WORDS["body"])) == 1
    assert f'action="{address(article)}"' in response.text
    assert '<input type="hidden" name="email" value="ann@example.org">' in response.text
    assert '<input type="hidden" name="version" value="3">' in response.text
    assert response["Retry-After"] == "30"
    assert response["Cache-Control"] == "no-store, private"


@pytest.mark.django_db
def test_a_fault_in_our_code_answers_500_with_the_words_and_logs_no_address(
    client, settings, caplog
):
    article = make_article()
    del settings.SECRET_KEY

    response = post(client, article)

    assert response.status_code == 500
    assert html.escape(WORDS["body"]) in response.text
    assert "A report could not be taken in" in caplog.text
    assert "ann@example.org" not in caplog.text


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("handled", "sent", "is_kept"),
    [(29, 29, True), (31, 31, False), (None, 179, True), (None, 181, False), (1, 181, False)],
)
def test_an_address_is_forgotten_after_handling_or_half_a_year(handled, sent, is_kept):
    days = timedelta(days=1)
    make_report(
        email="ann@example.org",
        created_at=now() - sent * days,
        handled_at=None if handled is None else now() - handled * days,
    )

    forgotten = retention.forget_addresses()

    report = Report.objects.get()
    assert bool(report.email) is is_kept
    assert forgotten == (not is_kept)
    assert report.body
    assert retention.forget_addresses() == 0
