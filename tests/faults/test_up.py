"""The program as a whole, as real processes: started, ended, killed, and refused a start."""

import os
import signal
import socket
import stat
from pathlib import Path

import pytest

from tests.program import (
    STOP_SECONDS,
    Program,
    children_of,
    is_running,
    own_database,
    running,
    wait_for,
)

# Processes end, are killed and are replaced in the same way whatever database they use, and
# starting them takes seconds.
without_a_difference = pytest.mark.sqlite


@pytest.fixture
def var(tmp_path):
    return tmp_path / "var"


@pytest.fixture
def program(var):
    """A running site without the sample publication."""
    with running(var, "--without-sample") as program:
        yield program


@pytest.fixture
def refused(var):
    """Start a program that should not start; return what it said, which is one sentence."""

    def refused(**environment):
        program = Program(var, ("--without-sample",), environment)
        ended = program.run("up", "--without-sample", check=False)
        assert ended.returncode == 1
        assert "Traceback" not in ended.stderr
        assert len(ended.stderr.strip().splitlines()) == 1, ended.stderr
        return ended.stderr

    return refused


def command_of(pid):
    """Return the words of a process's command; none where it has ended meanwhile."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().split("\0")
    except (FileNotFoundError, ProcessLookupError):
        return []


def workers_of(program):
    return [pid for pid in children_of(program.process.pid) if "worker" in command_of(pid)]


def worker_of(program):
    [worker] = workers_of(program)
    return worker


def web_processes_of(program):
    return [pid for pid in children_of(program.process.pid) if "up" in command_of(pid)]


def test_the_first_start_says_where_everything_is(var):
    with running(var, is_fresh=True, ADMIN_PASSWORD="") as program:
        said = program.log
        home = program.get("/")

    assert f"{program.url}/\n" in said
    assert f"{program.url}/admin/\n" in said
    assert f"written as files to {var / 'mail'}" in said
    assert "Google is contacted when a reader first" in said
    assert "Ctrl-C" in said
    [password] = [line.split()[1] for line in said.splitlines() if line.startswith("    password")]
    assert len(password) >= 16
    assert home[0] == 200
    assert "best-back-pain-exercises" in home[1]


def test_a_second_start_changes_nothing(var):
    with own_database() as database:
        first = Program(var, ("--without-worker",), {**database, "ADMIN_PASSWORD": ""}).start()
        before = first.run("dumpdata", "articles", "auth", "comments", "newsletter").stdout
        files = {file: file.stat().st_mtime_ns for file in (var / "static").rglob("*")}
        assert first.stop() == 0

        second = Program(var, ("--without-worker",), {**database, "ADMIN_PASSWORD": ""}).start()
        after = second.run("dumpdata", "articles", "auth", "comments", "newsletter").stdout
        assert second.stop() == 0

    assert before == after
    assert {file: file.stat().st_mtime_ns for file in (var / "static").rglob("*")} == files
    assert second.log.count("password") == 1
    assert not (var / "backups").exists()


def test_what_is_secret_is_only_for_the_owner(var):
    with running(var, "--without-sample", "--without-worker", is_fresh=True):
        only_the_owner_reads(var)


def only_the_owner_reads(var):
    assert len((var / "secret_key").read_text()) >= 50
    for file in (var / "secret_key", *var.glob("db.sqlite3*")):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


@without_a_difference
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_it_ends_in_good_order(how, var):
    with own_database() as database:
        program = Program(var, ("--without-sample",), database).start()
        assert len(web_processes_of(program)) == 2

        code = program.stop(how)

    assert code == 0
    assert "Traceback" not in program.log
    assert "ERROR" not in program.log
    assert program.get("/livez") == (0, "")


@without_a_difference
def test_nohup_keeps_it_alive_when_the_terminal_closes(var):
    options = ("--without-sample", "--without-worker")
    with running(var, *options, hangup=signal.SIG_IGN) as program:
        program.process.send_signal(signal.SIGHUP)
        family = web_processes_of(program)

        with pytest.raises(AssertionError):
            wait_for(lambda: web_processes_of(program) != family, 1)
        assert program.answers()


@without_a_difference
def test_an_open_connection_does_not_hold_the_end_up(program):
    with socket.create_connection(("127.0.0.1", program.port)) as idle:
        idle.sendall(f"GET /livez HTTP/1.1\r\nHost: 127.0.0.1:{program.port}\r\n\r\n".encode())
        assert idle.recv(100).startswith(b"HTTP/1.1 200")

        assert program.stop() == 0

    program.start()


@without_a_difference
def test_nobody_is_left_after_a_kill(var):
    with own_database() as database:
        program = Program(var, ("--without-sample",), database).start()
        family = [worker_of(program), *web_processes_of(program)]
        assert len(family) == 3

        program.process.kill()
        program.process.wait()

        wait_for(lambda: not any(map(is_running, family)), STOP_SECONDS)
        program.start()  # the port is free again, and what was written is whole
        assert program.stop() == 0


@without_a_difference
def test_a_web_process_that_dies_is_replaced(program):
    victim = web_processes_of(program)[0]

    os.kill(victim, signal.SIGKILL)

    wait_for(lambda: not is_running(victim) and len(web_processes_of(program)) == 2, 20)
    wait_for(program.answers, 20)


@without_a_difference
def test_a_worker_that_dies_is_replaced(program):
    victim = worker_of(program)

    os.kill(victim, signal.SIGKILL)

    wait_for(lambda: set(workers_of(program)) - {victim}, 20)
    assert "The worker ended (exit code -9) and is started again." in program.log


def test_web_processes_answer_without_a_worker(var):
    with running(var, "--without-sample", "--without-worker") as program:
        assert not workers_of(program)
        assert program.answers("/readyz")


@without_a_difference
def test_a_taken_port_is_named(refused):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        said = refused(PORT=port)

    assert f"port {port}" in said
    assert "make run PORT=8001" in said


@without_a_difference
@pytest.mark.parametrize("port", ["70000", "0", "-1", "eighty"])
def test_a_port_that_is_none_is_named(port, refused):
    assert refused(PORT=port).strip() == f"PORT is '{port}': set it to a number from 1 to 65535."


@without_a_difference
def test_a_folder_that_cannot_be_written_to_is_named(refused, tmp_path):
    (tmp_path / "file").touch()

    said = refused(VAR_DIR=str(tmp_path / "file" / "var"))

    assert str(tmp_path / "file" / "var") in said
    assert "make run VAR_DIR=" in said


def test_a_database_that_cannot_be_reached_is_named_without_its_password(refused):
    said = refused(DATABASE_URL="postgres://jo:hidden-words@127.0.0.1:9/none")

    assert "The database cannot be reached" in said
    assert "hidden-words" not in said


def test_a_database_newer_than_the_program_is_refused(var):
    code = (
        "from django.db import connection as c; from django.db.migrations.recorder import *;"
        "MigrationRecorder(c).record_applied('articles', '9999_from_the_future')"
    )
    var.mkdir()
    with own_database() as database:
        program = Program(var, ("--without-sample",), database)
        program.run("migrate")
        program.run("shell", "-c", code)
        ended = program.run("up", check=False)

    assert ended.returncode == 1
    assert len(ended.stderr.strip().splitlines()) == 1
    assert "newer than this version" in ended.stderr
    assert "articles.9999_from_the_future" in ended.stderr


def test_settings_that_make_no_sense_are_one_sentence(refused):
    assert refused(DEBUG="yes").strip() == "DEBUG is 'yes': set it to 1 or 0."


def test_the_help_is_for_people(var):
    said = Program(var).run("up", "--help").stdout

    assert "What `make run` starts." in said
    assert "SITE_URL=https://example.org" in said
    assert "--without-worker" in said
