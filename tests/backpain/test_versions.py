"""How one process learns what others changed, and what it does while the database is silent."""

import os
import threading
import time
from contextlib import contextmanager

import pytest
from django.db import connection, connections

from backpain import pages
from backpain.models import PageTag
from backpain.versions import OVERDUE, Versions
from tests.factories import make_article
from tests.threads import at_once


@pytest.fixture
def versions(transactional_db):
    held = Versions()
    yield held
    held.stop()


@contextmanager
def silent_database():
    """Let every reading of the versions fail."""
    table = PageTag._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} RENAME TO away")
        try:
            yield
        finally:
            cursor.execute(f"ALTER TABLE away RENAME TO {table}")


def elsewhere(task):
    """Do `task` as another process would: on a connection of its own, with nobody told."""

    def work():
        task()
        connections.close_all()

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()


def soon(condition, seconds=5.0):
    """Wait until `condition()` holds; say whether it came to that."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.01)
    return True


def version(name):
    return PageTag.objects.get(name=name).version


def test_the_first_call_reads(versions):
    pages.changed("articles")

    assert versions.latest() == {"articles": version("articles")}


def test_a_change_by_another_process_is_seen_within_a_second(versions):
    versions.latest()

    elsewhere(lambda: pages.changed("articles"))
    since = time.monotonic()

    assert soon(lambda: "articles" in versions.latest())
    assert time.monotonic() - since < 1


def test_versions_that_stayed_the_same_are_the_same_object(versions):
    pages.changed("articles")
    before = versions.latest()

    versions.reread()
    time.sleep(0.5)

    assert versions.latest() is before


def test_what_was_read_is_never_altered(versions):
    before = versions.latest()

    pages.changed("articles")
    versions.reread()

    assert before == {}
    assert versions.latest() == {"articles": version("articles")}


def test_a_process_that_watches_nothing_reads_nothing(transactional_db, django_assert_num_queries):
    unused = Versions()

    with django_assert_num_queries(0):
        unused.reread()


@pytest.mark.sqlite  # PostgreSQL has no such counter: its rows are read
def test_the_thread_costs_one_pragma_a_reading_where_nothing_changes(versions):
    seen = versions._read_if_changed(None)
    queries = []

    def count(execute, sql, *rest):
        queries.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(count):
        assert versions._read_if_changed(seen) == seen
        elsewhere(lambda: pages.changed("articles"))
        assert versions._read_if_changed(seen) != seen

    assert [sql.split()[0] for sql in queries] == ["PRAGMA", "PRAGMA", "SELECT"]
    assert versions._current == {"articles": version("articles")}


def test_a_process_that_was_stopped_reads_before_it_answers(versions):
    versions.latest()
    versions._stopped.set()  # as if the thread got no turn
    versions._thread.join()
    elsewhere(lambda: pages.changed("articles"))
    time.sleep(OVERDUE + 0.1)

    assert "articles" in versions.latest()
    assert versions._thread.is_alive()


def test_all_who_come_after_such_a_stop_see_the_change(versions, monkeypatch):
    monkeypatch.setattr("backpain.versions.PATIENCE", 5)  # a busy machine reads slowly
    versions.latest()
    versions._stopped.set()
    versions._thread.join()
    elsewhere(lambda: pages.changed("articles"))
    time.sleep(OVERDUE + 0.1)

    seen = at_once(*[lambda: "articles" in versions.latest()] * 8)

    assert seen == [True] * 8


@pytest.mark.sqlite  # a child must not inherit a PostgreSQL connection
@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_a_process_forked_during_a_reading_has_a_lock_and_a_thread_of_its_own(versions):
    versions.latest()
    connections.close_all()

    with versions._lock:
        pid = os.fork()
    if pid == 0:
        time.sleep(OVERDUE + 0.1)
        pages.changed("articles")
        has_all = "articles" in versions.latest() and versions._thread.is_alive()
        os._exit(0 if has_all else 1)

    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0


def test_held_versions_stay_while_the_database_is_silent_and_one_line_says_so(versions, caplog):
    pages.changed("articles")
    before = versions.latest()

    with silent_database():
        time.sleep(OVERDUE + 0.5)
        during = [versions.latest() for _ in range(20)]
    pages.changed("comments:1")

    assert all(held is before for held in during)
    assert soon(lambda: "comments:1" in versions.latest())
    assert [record.levelname for record in caplog.records] == ["ERROR", "WARNING"]


def test_without_versions_there_is_nothing_to_go_by(versions):
    with silent_database():
        assert versions.latest() is None


def test_a_change_is_not_undone_by_a_reading_that_fails_after_it(versions):
    versions.latest()

    with silent_database():
        versions.reread()

    assert versions.latest() == {}


def test_pages_in_memory_are_served_while_the_database_is_silent(front):
    make_article(title="Backs")
    before = front.get("/backs/")

    with silent_database():
        time.sleep(OVERDUE + 0.5)
        during = front.get("/backs/")

    assert (during.status, during.body) == (200, before.body)


def test_a_site_that_starts_while_the_database_is_silent_answers_by_django(front):
    make_article(title="Backs")

    with silent_database():
        assert front.get("/backs/").status == 200
