"""What an operator hears who sets something to what it cannot be."""

import json
import os
import subprocess
import sys

import pytest

from tests.program import ROOT

pytestmark = pytest.mark.sqlite  # no database is asked


def start(**environment):
    return subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
    )


@pytest.mark.parametrize("language", ["xx", "zh-cn", "german", ""])
def test_a_language_that_nobody_knows_is_refused_with_a_sentence(language):
    started = start(LANGUAGE_CODE=language)

    assert started.returncode == 1
    assert started.stderr == (
        f"LANGUAGE_CODE is {language!r}: set it to a language such as en-gb, de or pt-br.\n"
    )


@pytest.mark.parametrize("language", ["de", "de-at", "de_DE", "DE"])
def test_a_language_may_be_written_as_people_write_it(language):
    started = start(LANGUAGE_CODE=language)

    assert started.returncode == 0, started.stderr


def test_a_language_without_words_of_ours_starts_with_a_warning():
    started = start(LANGUAGE_CODE="ar")

    assert started.returncode == 0
    assert "There is no translation into 'ar'" in started.stderr


@pytest.mark.parametrize(
    ("url", "name", "value"),
    [
        ("postgres://jo@db.example.org/site?sslmode=verify-full", "sslmode", "verify-full"),
        ("sqlite:////srv/site.sqlite3?timeout=20", "timeout", 20),
    ],
)
def test_what_the_databases_address_asks_for_counts_besides_our_own_options(url, name, value):
    options = database(url)["OPTIONS"]

    assert options[name] == value
    assert len(options) > 2


def test_a_database_behind_a_pool_can_have_short_connections():
    assert database("postgres://jo@db.example.org/site?conn_max_age=0")["CONN_MAX_AGE"] == 0


def database(url):
    """Return what the settings make of the address of a database."""
    script = "import json; from backpain.settings import DATABASES; print(json.dumps(DATABASES))"
    answer = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": url},
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(answer.stdout)["default"]
