import os

import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder


def test_livez_names_the_process_and_asks_nothing_of_the_database(client):
    response = client.get("/livez")  # without the db mark a query would fail

    assert response.status_code == 200
    assert response.content == f"ok {os.getpid()}\n".encode()
    assert response["Content-Type"].startswith("text/plain")
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_readyz_says_that_the_site_can_serve(client):
    response = client.get("/readyz")

    assert (response.status_code, response.content) == (200, b"ready\n")
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_readyz_fails_while_a_migration_waits(client):
    MigrationRecorder(connection).migration_qs.filter(app="articles").delete()

    response = client.get("/readyz")

    assert response.status_code == 503
    assert b"migrations are waiting" in response.content


def test_readyz_fails_without_a_database(client, monkeypatch):
    def fail(self):
        raise OperationalError

    monkeypatch.setattr(MigrationRecorder, "applied_migrations", fail)

    response = client.get("/readyz")

    assert (response.status_code, response.content) == (503, b"the database does not answer\n")


@pytest.mark.parametrize("path", ["/livez", "/readyz"])
def test_watchers_may_only_ask(path, client):
    assert client.post(path).status_code == 405
