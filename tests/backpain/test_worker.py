import threading
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.utils.timezone import now

from backpain import worker
from backpain.models import WorkerBeat
from backpain.worker import Job, Worker
from tests.program import wait_for

pytestmark = pytest.mark.django_db(transaction=True)  # a worker manages its own connection


def counting(*results):
    """A step that returns or raises these in turn, then 0; and the list of its calls."""
    calls = []
    left = list(results)

    def step():
        calls.append(1)
        result = left.pop(0) if left else 0
        if isinstance(result, Exception):
            raise result
        return result

    return step, calls


def test_a_job_that_did_something_is_done_again_until_nothing_is_left():
    step, calls = counting(5, 5)

    Worker([Job("count", step, 60)]).run_once()

    assert len(calls) == 3


def test_a_failing_job_does_not_keep_the_others_from_their_turn(caplog):
    broken, _ = counting(ValueError("broken"))
    sound, calls = counting(1)

    loop = Worker([Job("broken", broken, 60), Job("sound", sound, 60)])
    loop.run_once()

    assert len(calls) == 2
    assert loop.failing == 1
    assert "The job 'broken' failed; next attempt in 1 s." in caplog.text
    assert "ValueError: broken" in caplog.text


@pytest.fixture
def loop_of():
    """Run a worker of these jobs in a thread, and end it with the test."""
    running = []

    def start(*jobs):
        loop = Worker([Job(f"job {number}", step, 0.01) for number, step in enumerate(jobs)])
        loop._turns = loop._turns[1:]  # the sign of life would need the test's own connection
        thread = threading.Thread(target=loop.run)
        running.append((loop, thread))
        thread.start()
        return loop

    yield start
    for loop, thread in running:
        loop.stop()
        thread.join(5)
        assert not thread.is_alive()


def test_a_job_that_failed_is_tried_again_after_a_pause(loop_of):
    step, calls = counting(ValueError("once"))

    loop_of(step)

    wait_for(lambda: len(calls) > 2, 5)


def test_jobs_take_turns_when_each_has_more_to_do(loop_of):
    order: list[str] = []

    def note(name):
        order.append(name)
        return 1

    loop_of(lambda: note("a"), lambda: note("b"))

    wait_for(lambda: len(order) > 10, 5)
    assert order[:6] == ["a", "b"] * 3


def test_the_pauses_of_a_job_that_keeps_failing_grow_to_five_minutes(monkeypatch):
    clock = [1000.0]
    monkeypatch.setattr("backpain.worker.time.monotonic", lambda: clock[0])
    turn = worker._Turn(Job("broken", counting(*[OSError()] * 12)[0], 1))
    pauses = []

    for _ in range(12):
        turn.take()
        pauses.append(turn.due_at - clock[0])
        clock[0] = turn.due_at

    assert pauses[:4] == [1, 2, 4, 8]
    assert pauses[-1] == 300


def test_a_worker_leaves_a_sign_of_life_and_clears_old_ones_away():
    WorkerBeat.objects.create(name="gone:1", beaten_at=now() - timedelta(hours=25))
    WorkerBeat.objects.create(name="late:2", beaten_at=now() - timedelta(hours=23))

    Worker([]).run_once()

    names = set(WorkerBeat.objects.values_list("name", flat=True))
    assert "gone:1" not in names
    assert "late:2" in names
    assert len(names) == 2


def test_the_command_ends_with_an_error_when_a_job_failed(monkeypatch):
    def fail():
        raise OperationalError("no")

    monkeypatch.setattr(worker, "JOBS", [Job("broken", fail, 1)])

    with pytest.raises(CommandError, match="1 of 2 jobs failed"):
        call_command("worker", "--once")


def test_the_command_does_every_registered_job(monkeypatch):
    step, calls = counting(1)
    monkeypatch.setattr(worker, "JOBS", [Job("sound", step, 1)])

    call_command("worker", "--once")

    assert len(calls) == 2
