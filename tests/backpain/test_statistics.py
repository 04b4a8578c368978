import pytest
from django.db import connection

from backpain import statistics
from tests.factories import make_article


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
def test_sqlite_learns_how_large_its_tables_are():
    for _ in range(20):
        make_article()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # so that there is a table to forget what others left there
        cursor.execute("DELETE FROM sqlite_stat1")
        cursor.execute("ANALYZE sqlite_schema")

    statistics.refresh()

    with connection.cursor() as cursor:
        cursor.execute("SELECT stat FROM sqlite_stat1 WHERE idx = 'article_listed'")
        assert cursor.fetchone()[0].startswith("20 ")


@pytest.mark.postgresql
@pytest.mark.django_db
def test_postgresql_is_left_alone(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert statistics.refresh() == 0
