"""Children end when their parent is gone, even after kill -9: nobody is left to tell them."""

import multiprocessing
import os
import select
import signal
import sys
import threading
import time

GRACE = 10.0  # seconds for an orderly end


def leave_group() -> None:
    """Leave the terminal's process group: Ctrl-C then reaches `up` alone, which ends the rest in
    good order, instead of everybody at once, which looks to it like a crash."""
    os.setpgid(0, 0)


def hold_to_parent() -> None:
    """End this process when the one that started it through multiprocessing is gone."""
    parent = multiprocessing.parent_process()
    if parent:
        _watch(parent.sentinel)


def hold_to_input() -> None:
    """End this process when its standard input closes: `up` holds the other end of that pipe."""
    _watch(sys.stdin.fileno())


def _watch(descriptor: int) -> None:
    thread = threading.Thread(target=_wait, args=[descriptor], name="lifeline", daemon=True)
    thread.start()


def _wait(descriptor: int) -> None:
    select.select([descriptor], [], [])  # readable once the other end has closed
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE)
    os._exit(1)
