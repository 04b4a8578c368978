"""The programs that a measurement starts, each ended again with it."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PACKAGES = {"wrk": "wrk", "nginx": "nginx-light"}  # program -> Debian package
UNITS = {"us": 0.001, "ms": 1.0, "s": 1000.0}


@dataclass(frozen=True)
class Figure:
    """What wrk measured in one go."""

    rate: float  # requests per second
    p99: float  # milliseconds
    cost: float  # microseconds of the server's processor time per request
    failed: int


def missing() -> list[str]:
    """Return the Debian packages of the programs that are not installed."""
    path = os.environ["PATH"] + ":/usr/sbin"
    return [package for name, package in PACKAGES.items() if not shutil.which(name, path=path)]


def site_environment(folder: Path, url: str) -> dict[str, str]:
    """Return the environment of a site of its own in `folder`, found at `url`."""
    return {
        "PATH": os.environ["PATH"],
        "VAR_DIR": str(folder),
        "SITE_URL": url,
        "SECRET_KEY": "only-for-measuring",
        "PYTHONWARNINGS": "ignore",
    }


@contextmanager
def running(
    command: list[str],
    *,
    address: tuple[str, int],
    environment: dict[str, str] | None = None,
    prepare: list[list[str]] | None = None,
) -> Iterator[int]:
    """Run `command` until the block ends, after the Python programs `prepare`; give its id.

    The block begins when `address` answers.
    """
    for program in prepare or []:
        subprocess.run(
            [sys.executable, *program], env=environment, check=True, stdout=subprocess.DEVNULL
        )
    process = subprocess.Popen(command, env=environment)
    try:
        _wait_for(process, address)
        yield process.pid
    finally:
        process.terminate()
        process.wait(10)


def wrk(url: str, server: int, *, connections: int, seconds: int) -> Figure:
    """Let wrk ask for `url`, which the process `server` and its children answer."""
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency"]
    spent = _processor_time(server)
    said = subprocess.run(
        [*command, "-H", "Accept-Encoding: gzip", url], check=True, capture_output=True, text=True
    ).stdout
    spent = _processor_time(server) - spent
    (rate,) = _find(r"Requests/sec:\s+([\d.]+)", said)
    (answers,) = _find(r"(\d+) requests in", said)
    value, unit = _find(r"99%\s+([\d.]+)(us|ms|s)", said)
    return Figure(
        rate=float(rate),
        p99=float(value) * UNITS[unit],
        cost=spent / int(answers) * 1e6,
        failed=_failed(said),
    )


def _processor_time(pid: int) -> float:
    """Return the seconds that a process and its children have computed so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    own = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    lists = Path(f"/proc/{pid}/task").glob("*/children")
    children = [int(child) for listed in lists for child in listed.read_text().split()]
    return own + sum(map(_processor_time, children))


def _failed(said: str) -> int:
    counts = re.findall(r"Non-2xx or 3xx responses: (\d+)", said)
    for errors in re.findall(r"Socket errors: (.*)", said):
        counts += re.findall(r"\d+", errors)
    return sum(map(int, counts))


def _find(pattern: str, text: str) -> tuple[str, ...]:
    found = re.search(pattern, text)
    if found is None:
        raise ValueError(f"wrk said nothing like {pattern}: {text}")
    return found.groups()


def _wait_for(process: subprocess.Popen[bytes], address: tuple[str, int]) -> None:
    for _ in range(200):
        if process.poll() is not None:
            raise RuntimeError(f"{process.args!r} ended with {process.returncode}.")
        try:
            socket.create_connection(address, 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"Nothing answers at {address}.")
