"""What make says on a machine where something is missing; a scratch folder stands for the clone."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.program import ROOT

pytestmark = [
    pytest.mark.skipif(not shutil.which("make"), reason="there is no make"),
    pytest.mark.sqlite,  # no database is asked
]


@pytest.fixture
def clone(tmp_path):
    for name in ("Makefile", "requirements.txt", "requirements-dev.txt"):
        shutil.copy(ROOT / name, tmp_path)
    return tmp_path


@pytest.fixture
def make(clone):
    def make(*arguments):
        environment = {name: os.environ[name] for name in ("HOME", "PATH") if name in os.environ}
        return subprocess.run(
            ["make", *arguments], cwd=clone, env=environment, capture_output=True, text=True
        )

    return make


def python_that(clone: Path, code: str) -> str:
    """Write a stand-in for Python: a shell script. Return the argument that names it to make."""
    script = clone / "python-stand-in"
    script.write_text(f"#!/bin/sh\n{code}\n")
    script.chmod(0o755)
    return f"PYTHON={script}"


def test_make_alone_names_every_target_in_a_line(make):
    said = make().stdout.splitlines()

    assert [line.split()[1] for line in said] == [
        *("help", "run", "test", "browser", "check", "sample", "lock", "messages"),
        *("bench", "bench-search"),
    ]
    assert all(len(line.split()) > 4 for line in said)


def test_a_machine_without_python_hears_which_it_needs(make):
    made = make("run", "PYTHON=no-such-python")

    assert made.returncode != 0
    assert made.stdout == "This needs Python 3.11 or newer, and there is no no-such-python.\n"


def test_a_python_too_old_is_named(make, clone):
    old = python_that(clone, 'if [ "$1" = -V ]; then echo Python 3.9.2; else exit 1; fi')

    made = make("run", old)

    assert made.returncode != 0
    assert made.stdout.startswith("This needs Python 3.11 or newer; ")
    assert "is Python 3.9.2." in made.stdout
    assert "Traceback" not in made.stderr


def test_a_python_without_venv_hears_the_name_of_the_package(make, clone):
    bare = python_that(clone, 'case "$2" in *ensurepip*) exit 1;; esac')

    made = make("run", bare)

    assert made.returncode != 0
    assert made.stdout == (
        "This needs Python's venv module: on Debian and Ubuntu apt install python3-venv\n"
    )


def test_variables_given_to_make_reach_the_program(make, clone):
    program = clone / ".venv" / "bin" / "python"
    program.parent.mkdir(parents=True)
    program.write_text('#!/bin/sh\necho "$@" PORT=$PORT VAR_DIR=$VAR_DIR\n')
    program.chmod(0o755)
    (program.parent / "uv").touch()
    (clone / ".venv" / "run").touch()

    made = make("run", "PORT=8123", "VAR_DIR=/elsewhere")

    assert made.stdout == "manage.py up PORT=8123 VAR_DIR=/elsewhere\n"


def test_the_locked_files_name_no_index():
    for name in ("requirements.txt", "requirements-dev.txt"):
        locked = (ROOT / name).read_text()
        assert "://" not in locked
        assert "--hash=sha256:" in locked
