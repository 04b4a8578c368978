"""The program as shipped: `manage.py up` with its own folder and database, as real processes."""

import atexit
import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 60
STOP_SECONDS = 20


@dataclass
class Program:
    """One running site. `start` waits until it answers, `stop` until nothing of it is left."""

    var: Path
    options: tuple[str, ...] = ()
    environment: dict[str, str] = field(default_factory=dict)
    admin_user: str = "ada"
    admin_password: str = "correct horse battery"
    hangup: signal.Handlers = signal.SIG_DFL  # SIG_IGN is what nohup does
    is_fresh: bool = False  # its database is made by itself, which takes seconds
    process: subprocess.Popen = field(init=False)

    def __post_init__(self):
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log_file = self.var.with_name(f"{self.var.name}.log")
        self.environment = {
            **os.environ,
            "PORT": str(self.port),
            "VAR_DIR": str(self.var),
            "ADMIN_USER": self.admin_user,
            "ADMIN_PASSWORD": self.admin_password,
            **self.environment,
        }

    def start(self):
        if not self.var.exists():
            bring_static_files(self.var)
            bring_database(self)
        with self.log_file.open("ab") as log, told(self.hangup):
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "up", *self.options],
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        wait_for(lambda: self.answers() or self.process.poll() is not None, START_SECONDS)
        assert self.process.poll() is None, f"it ended at once:\n{self.log}"
        keep_static_files(self.var)
        return self

    def stop(self, how=signal.SIGTERM):
        """End it as Ctrl-C or an operator would, and see that every process goes."""
        processes = [self.process.pid, *children_of(self.process.pid)]
        self.process.send_signal(how)
        code = self.process.wait(STOP_SECONDS)
        wait_for(lambda: not any(map(is_running, processes)), STOP_SECONDS)
        return code

    def run(self, *arguments, **more):
        """Run a management command on the same site; return what it said."""
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=more.pop("check", True),
            **more,
        )

    def answers(self, path="/livez"):
        return self.get(path)[0] == 200

    def get(self, path):
        """Return status and text of a page; status 0 if nobody answers."""
        try:
            with urllib.request.urlopen(self.url + path, timeout=10) as response:
                return response.status, response.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()
        except OSError:
            return 0, ""

    @property
    def log(self):
        return self.log_file.read_text()

    def mail(self, to=None):
        """Return the letters that were written to files, oldest first, or those to one address."""
        files = sorted((self.var / "mail").glob("*.eml"))
        letters = [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]
        return [letter for letter in letters if to is None or to in str(letter["To"])]

    def wait_for_letter(self, to, subject="", seconds=20):
        """Return the newest letter to an address, once there is one with `subject` in it."""

        def found():
            return [letter for letter in self.mail(to) if subject in str(letter["Subject"])]

        wait_for(found, seconds)
        return found()[-1]


@contextlib.contextmanager
def told(hangup: signal.Handlers):
    """Tell what is started in here how to take SIGHUP, however the tests themselves take it."""
    handler = signal.signal(signal.SIGHUP, hangup)
    try:
        yield
    finally:
        signal.signal(signal.SIGHUP, handler)


@contextlib.contextmanager
def running(var: Path, *options, hangup=signal.SIG_DFL, is_fresh=False, **environment):
    """Run the program in the folder `var`; on DATABASE_URL's server it gets a new database."""
    with own_database(is_fresh=is_fresh) as database:
        environment = {**database, **environment}
        program = Program(var, options, environment, hangup=hangup, is_fresh=is_fresh)
        program.start()
        try:
            yield program
        finally:
            code = program.stop()
        assert code == 0, program.log


@contextlib.contextmanager
def own_database(*, is_fresh=False):
    """Make a database beside the one that DATABASE_URL names; yield the variable that names it."""
    address = os.environ.get("DATABASE_URL", "")
    if not address.startswith("postgres"):
        yield {}
        return
    name = f"program_{os.getpid()}_{time.monotonic_ns()}"
    with psycopg.connect(address, autocommit=True) as server:
        template = "" if is_fresh else f'TEMPLATE "{migrated_database(server, address)}"'
        server.execute(f'CREATE DATABASE "{name}" {template}')
        try:
            yield {"DATABASE_URL": beside(address, name)}
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def beside(address: str, name: str) -> str:
    return urlunsplit(urlsplit(address)._replace(path=f"/{name}"))


COLLECTED = Path(tempfile.mkdtemp(prefix="backpain-static-"))
atexit.register(shutil.rmtree, COLLECTED, ignore_errors=True)
MIGRATED = Path(tempfile.mkdtemp(prefix="backpain-database-"))
atexit.register(shutil.rmtree, MIGRATED, ignore_errors=True)


def migrated_database(server: psycopg.Connection, address: str) -> str:
    """Return the name of a database with the tables of the program, made by the first who asks."""
    name = f"program_template_{os.getpid()}"
    if not server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchall():
        server.execute(f'CREATE DATABASE "{name}"')
        atexit.register(drop_database, address, name)
        migrate(DATABASE_URL=beside(address, name))
    return name


def drop_database(address: str, name: str):
    with psycopg.connect(address, autocommit=True) as server:
        server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def bring_database(program: Program):
    """Copy a SQLite database with the tables of the program, made by the first who asks."""
    if program.is_fresh or os.environ.get("DATABASE_URL", "").startswith("postgres"):
        return
    if not (MIGRATED / "db.sqlite3").exists():
        migrate(DATABASE_URL=f"sqlite:///{MIGRATED / 'db.sqlite3'}")
    program.var.mkdir(exist_ok=True)
    shutil.copy2(MIGRATED / "db.sqlite3", program.var)


def migrate(**environment):
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity=0"],
        cwd=ROOT,
        env={**os.environ, "VAR_DIR": str(MIGRATED), **environment},
        check=True,
    )


def keep_static_files(var: Path):
    """Keep what the first program of a run collected: it takes seconds, and is always the same."""
    if not (COLLECTED / "static.digest").exists():
        shutil.copytree(var / "static", COLLECTED / "static", dirs_exist_ok=True)
        shutil.copy2(var / "static.digest", COLLECTED)


def bring_static_files(var: Path):
    if (COLLECTED / "static.digest").exists():
        shutil.copytree(COLLECTED, var)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(condition: Callable[[], object], seconds: float):
    """Wait until `condition` holds; fail after `seconds`."""
    ends = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < ends, f"still waiting after {seconds} s"
        time.sleep(0.05)


def children_of(pid: int) -> list[int]:
    """The processes that `pid` has started, in any of its threads."""
    lists = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for listed in lists for child in listed.read_text().split()]


def is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"
