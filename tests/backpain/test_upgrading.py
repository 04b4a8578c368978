import sqlite3

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from backpain import upgrading
from tests.factories import make_article

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def said():
    return []


@pytest.fixture
def waiting():
    """Make migrations wait: those of the admin's log, on whose table no other leans."""
    with connection.schema_editor() as editor:
        editor.execute("DROP TABLE django_admin_log")
    MigrationRecorder.Migration.objects.filter(app="admin").delete()


def test_nothing_is_copied_when_no_migration_waits(said, settings):
    upgrading.upgrade(said.append)

    assert said == []
    assert not (settings.VAR_DIR / "backups").exists()


def test_groups_are_brought_up_to_date_without_a_migration(said):
    Group.objects.all().delete()

    upgrading.upgrade(said.append)

    assert Group.objects.filter(name="Moderators").exists()


def test_a_waiting_migration_is_applied(waiting, said):
    upgrading.upgrade(said.append)

    assert "django_admin_log" in connection.introspection.table_names()


@pytest.mark.sqlite
def test_the_database_is_copied_before_it_is_migrated(waiting, said, settings):
    article = make_article("Backs")

    upgrading.upgrade(said.append)

    [copy] = (settings.VAR_DIR / "backups").iterdir()
    assert copy.name.startswith("db-")
    assert copy.stat().st_mode & 0o777 == 0o600
    assert str(copy) in said[0]
    with sqlite3.connect(copy) as old:
        assert old.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert old.execute("SELECT title FROM articles_article").fetchall() == [(article.title,)]
        tables = old.execute("SELECT name FROM sqlite_schema").fetchall()
        assert ("django_admin_log",) not in tables
    old.close()


@pytest.mark.sqlite
def test_nothing_is_migrated_when_no_copy_can_be_made(waiting, said, settings):
    (settings.VAR_DIR / "backups").write_text("a file where the folder should be")

    with pytest.raises(CommandError, match="Nothing was changed"):
        upgrading.upgrade(said.append)

    assert "django_admin_log" not in connection.introspection.table_names()
    (settings.VAR_DIR / "backups").unlink()
    upgrading.upgrade(said.append)


def test_a_database_newer_than_the_code_is_refused():
    recorder = MigrationRecorder(connection)
    recorder.record_applied("articles", "9999_from_the_future")
    try:
        with pytest.raises(CommandError, match=r"articles\.9999_from_the_future"):
            upgrading.refuse_newer(MigrationExecutor(connection))
    finally:
        recorder.record_unapplied("articles", "9999_from_the_future")


def test_the_rows_of_an_app_that_is_gone_are_no_reason_to_refuse():
    recorder = MigrationRecorder(connection)
    recorder.record_applied("gone", "0001_initial")
    try:
        upgrading.refuse_newer(MigrationExecutor(connection))
    finally:
        recorder.record_unapplied("gone", "0001_initial")
