"""One process holds the site together: it starts the web processes and the worker, starts again
what dies, and takes everything down with it."""

from __future__ import annotations

import logging
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import connections
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from backpain import lifeline

log = logging.getLogger(__name__)

THREADS = 8  # of each web process; every one may hold a database connection
QUEUE = 128  # requests a web process takes in before it lets others wait outside
PATIENCE = 10  # seconds a child has to end in good order


def serve(address: str, port: int, *, with_worker: bool) -> None:
    """Serve the site on `address` and `port` until SIGINT or SIGTERM."""
    server = Granian(
        "backpain.wsgi:application",
        address=address,
        port=port,
        interface=Interfaces.WSGI,
        workers=settings.WEB_WORKERS,
        blocking_threads=THREADS,
        backpressure=QUEUE,
        respawn_failed_workers=True,
        workers_kill_timeout=PATIENCE,
        websockets=False,
        log_level=LogLevels.error,  # its warnings are about hurried ends that are none
    )
    worker = Worker()
    server.on_startup(_on_hangup(server.signal_handler_interrupt))
    if with_worker:
        server.on_startup(worker.start)
    connections.close_all()  # no child may inherit one
    try:
        server.serve(target_loader=load_application, wrap_loader=False)
    finally:
        worker.stop()


def load_application() -> Callable[..., Any]:
    """Load the site in a web process; called there, after the fork."""
    # Until the server takes signals itself; the handlers inherited from the parent ignore them.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    lifeline.leave_group()
    lifeline.hold_to_parent()
    from backpain.wsgi import application

    return application


def _on_hangup(end: Callable[..., None]) -> Callable[[], object]:
    """A terminal that closes ends the site, unless nohup asked for more; to the server it would
    mean "load again", and it takes signals when it starts: so this is a hook for then."""
    handler = signal.SIG_IGN if signal.getsignal(signal.SIGHUP) == signal.SIG_IGN else end
    return lambda: signal.signal(signal.SIGHUP, handler)


class Worker:
    """`manage.py worker` beside the site, started again when it ends."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._stopping = threading.Event()
        self._starting = threading.Lock()

    def start(self) -> None:
        # The first one before the web processes are forked: a fork in the middle of Popen would
        # hand them the pipe on which Popen waits.
        self._launch()
        threading.Thread(target=self._keep, name="worker", daemon=True).start()

    def stop(self) -> None:
        self._stopping.set()
        with self._starting:
            process = self._process
        if process is None:
            return
        process.terminate()
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def _launch(self) -> None:
        with self._starting:
            if self._stopping.is_set():
                return
            self._process = subprocess.Popen(  # noqa: S603
                [sys.executable, settings.BASE_DIR / "manage.py", "worker", "--until-input-closes"],
                stdin=subprocess.PIPE,
                process_group=0,
            )

    def _keep(self) -> None:
        while not self._stopping.is_set() and self._process:
            code = self._process.wait()
            if self._stopping.is_set():
                return
            log.error("The worker ended (exit code %d) and is started again.", code)
            self._stopping.wait(1)
            self._launch()
