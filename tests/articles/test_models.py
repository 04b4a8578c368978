from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.timezone import now

from articles.models import Article
from tests.factories import make_article

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def published() -> list[str]:
    return sorted(Article.objects.published().values_list("title", flat=True))


def test_published_keeps_what_readers_may_see_now():
    make_article("Live")
    make_article("Live until later", unpublish_at=now() + HOUR)
    make_article("Draft", status=Article.Status.DRAFT)
    make_article("Scheduled", publish_at=now() + HOUR)
    make_article("Ended", publish_at=now() - 2 * HOUR, unpublish_at=now() - HOUR)

    assert published() == ["Live", "Live until later"]
    assert [a.title for a in Article.objects.order_by("title") if a.is_public] == published()


def test_a_scheduled_article_appears_by_itself(time_machine):
    make_article("Scheduled", publish_at=now() + HOUR)
    assert published() == []

    time_machine.move_to(now() + 2 * HOUR)

    assert published() == ["Scheduled"]


def test_the_next_change_is_the_earliest_moment_the_clock_brings():
    soon, later = now() + HOUR, now() + 3 * HOUR
    make_article(unpublish_at=later)
    make_article(publish_at=soon)
    make_article(publish_at=now() + HOUR / 2, status=Article.Status.DRAFT)

    assert Article.objects.next_change() == soon


def test_without_a_clock_there_is_no_next_change():
    make_article()

    assert Article.objects.next_change() is None


def test_an_article_cannot_end_before_it_begins():
    article = make_article()
    article.unpublish_at = article.publish_at - HOUR

    with pytest.raises(IntegrityError), transaction.atomic():
        article.save()


@pytest.mark.parametrize("slug", ["admin", "newsletter", "media", "static", "category", "c"])
def test_a_slug_that_is_an_address_of_the_site_is_refused(slug):
    article = make_article()
    article.slug = slug

    with pytest.raises(ValidationError, match="address of the site itself"):
        article.full_clean()


@pytest.mark.parametrize("slug", ["best-back-pain-exercises", "rücken", "腰痛"])
def test_a_slug_may_be_in_any_script(slug, client):
    article = make_article("Here I am", slug=slug)
    article.full_clean()

    assert client.get(article.get_absolute_url()).status_code == 200


def test_an_article_leads_on_to_the_piece_chosen_else_to_the_one_before():
    first = make_article("First", publish_at=now() - 3 * HOUR)
    second = make_article("Second", publish_at=now() - 2 * HOUR)
    third = make_article("Third", publish_at=now() - HOUR)
    assert third.leads_on_to == second
    assert first.leads_on_to is None

    third.read_next = first
    assert third.leads_on_to == first

    Article.objects.filter(pk=first.pk).update(status=Article.Status.DRAFT)
    assert third.leads_on_to == second


def test_a_script_put_into_the_body_does_not_reach_the_page(client):
    article = make_article(body='<p onclick="x()">Hi<script>alert(1)</script></p>')

    page = client.get(article.get_absolute_url()).content.decode()

    assert "alert(1)" not in page
    assert "onclick" not in page


def test_reading_time_is_at_least_a_minute():
    assert make_article(body="<p>Short.</p>").minutes == 1
    assert make_article(body="<p>" + "word " * 720 + "</p>").minutes == 3
