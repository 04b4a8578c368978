"""Letters and the worker, as real processes: two at once, killed in the middle, asked to end."""

import asyncio
import os
import signal
import subprocess
import sys
import threading
from collections import Counter

import pytest
from django.conf import settings
from django.db import connection
from django.utils.timezone import now

from backpain import outbox
from backpain.models import Letter, WorkerBeat
from tests.backpain.mail_server import Post, listening
from tests.program import ROOT, is_running, wait_for

pytestmark = pytest.mark.django_db(transaction=True)


class Gate(Post):
    """A mail server that takes `open_for` letters and then lets everybody wait."""

    def __init__(self, open_for):
        super().__init__()
        self.left = open_for
        self.full = threading.Event()

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        answer = await super().handle_DATA(server, session, envelope)
        self.left -= 1
        if self.left <= 0:
            self.full.set()
            await asyncio.sleep(60)
        return answer


@pytest.fixture
def start_worker(tmp_path):
    """Start `manage.py worker` on the tests' own database, with its mail going to `port`."""
    workers = []

    def start(port, *arguments):
        database = (
            f"sqlite:///{connection.settings_dict['NAME']}"
            if settings.USES_SQLITE
            else os.environ["DATABASE_URL"].rpartition("/")[0]
            + f"/{connection.settings_dict['NAME']}"
        )
        environment = {
            **os.environ,
            "DATABASE_URL": database,
            "EMAIL_URL": f"smtp://127.0.0.1:{port}",
            "VAR_DIR": str(tmp_path),
        }
        command = [sys.executable, "manage.py", "worker", *arguments]
        with (tmp_path / "worker.log").open("ab") as log:
            worker = subprocess.Popen(
                command, cwd=ROOT, env=environment, stderr=log, stdin=subprocess.PIPE
            )
        workers.append(worker)
        return worker

    yield start
    for worker in workers:
        worker.kill()
        worker.wait()
        if worker.stdin:
            worker.stdin.close()


def write_letters(number):
    Letter.objects.bulk_create(
        Letter(to=f"reader{n}@example.org", subject="s", text="t", html="") for n in range(number)
    )


def arrivals(*posts):
    return Counter(to for post in posts for [to], _ in post.arrived)


def test_two_workers_at_once_send_each_letter_once(start_worker):
    write_letters(60)
    post = Post()
    with listening(post) as port:
        workers = [start_worker(port, "--once") for _ in range(2)]
        assert [worker.wait(60) for worker in workers] == [0, 0]

    assert len(arrivals(post)) == 60
    assert set(arrivals(post).values()) == {1}
    assert not outbox.waiting().exists()


def test_a_worker_killed_in_the_middle_loses_no_letter(start_worker):
    write_letters(10)
    gate, post = Gate(open_for=4), Post()
    with listening(gate) as port:
        worker = start_worker(port)
        assert gate.full.wait(30)
        worker.kill()
        worker.wait()
    outbox.waiting().update(due_at=now())  # the lease of the letter in hand has run out

    with listening(post) as port:
        assert start_worker(port, "--once").wait(60) == 0

    assert len(arrivals(gate, post)) == 10
    assert sum(arrivals(gate, post).values()) <= 11


def test_a_worker_ends_in_good_order_when_asked_to(start_worker, tmp_path):
    write_letters(1)
    post = Post()
    with listening(post) as port:
        worker = start_worker(port)
        wait_for(lambda: not outbox.waiting().exists(), 30)
        worker.send_signal(signal.SIGTERM)

        assert worker.wait(10) == 0

    assert len(post.arrived) == 1
    assert (tmp_path / "worker.log").read_text() == ""


def test_a_worker_ends_when_its_input_closes(start_worker):
    worker = start_worker(9, "--until-input-closes")
    wait_for(WorkerBeat.objects.exists, 30)

    worker.stdin.close()

    wait_for(lambda: not is_running(worker.pid), 10)


@pytest.mark.postgresql
def test_a_worker_outlives_a_restart_of_the_database(start_worker):
    post = Post()
    with listening(post) as port:
        worker = start_worker(port)
        wait_for(WorkerBeat.objects.exists, 30)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        write_letters(1)

        wait_for(lambda: post.arrived, 30)

    assert worker.poll() is None
