"""How often a redirect is used."""

import threading
from datetime import timedelta

import pytest
from django.utils.timezone import now

from articles.models import Redirect
from articles.redirects.hits import Hits
from tests.articles.factories import make_redirect

pytestmark = pytest.mark.django_db


class TestHits:
    def test_each_use_is_counted(self, client, counted):
        row = make_redirect("/old/", url="/new/")

        for _time in range(3):
            client.get("/old/")
        counted.write()

        row.refresh_from_db()
        assert row.hits == 3
        assert row.last_hit_at
        assert now() - row.last_hit_at < timedelta(minutes=1)

    def test_a_use_asks_the_database_for_nothing_but_the_row(
        self, client, django_assert_num_queries
    ):
        make_redirect("/old/", url="/new/")

        with django_assert_num_queries(3):  # the article, redirects and articles there
            client.get("/old/")

    def test_what_is_remembered_is_bounded(self, monkeypatch):
        monkeypatch.setattr("articles.redirects.hits.MOST", 2)
        rows = [make_redirect(f"/old-{number}/", url="/new/") for number in range(3)]
        hits = Hits()

        for row in [*rows, rows[0]]:
            hits.count(row)
        hits.write()

        assert list(Redirect.objects.order_by("path").values_list("hits", flat=True)) == [2, 1, 0]

    def test_what_the_database_refuses_is_given_up(self, counted, monkeypatch, caplog):
        counted.count(make_redirect("/old/", url="/new/"))
        monkeypatch.setattr("articles.redirects.hits.F", lambda name: object())

        counted.write()

        assert "could not be written" in caplog.text

    @pytest.mark.django_db(transaction=True)
    def test_they_are_written_by_themselves_and_the_thread_ends(self, monkeypatch):
        monkeypatch.setattr("articles.redirects.hits.PAUSE", 0.05)
        row = make_redirect("/old/", url="/new/")
        others, hits = set(threading.enumerate()), Hits()

        hits.count(row)
        [writer] = set(threading.enumerate()) - others
        writer.join(10)

        row.refresh_from_db()
        assert row.hits == 1
        assert not writer.is_alive()
