"""What an operator hears who sets something to what it cannot be."""

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
