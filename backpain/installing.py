"""What a site needs before it can serve: a folder, a port, a key, static files, an administrator.

Each function may run at every start: it does nothing where nothing is to be done, and a kill in
the middle of it leaves something the next start puts right. Failures are one sentence.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import secrets
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import IntegrityError

from backpain.files import create_whole, write_whole

# Without the letters and figures that look like others
PASSWORD_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # noqa: S105


def make_folder(folder: Path) -> None:
    """Make `folder` where everything is written, and see that it can be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=folder).close()
    except OSError as error:
        raise CommandError(
            f"The site cannot write to {folder} ({error.strerror}). "
            "Choose another folder: make run VAR_DIR=/a/folder/of/yours"
        ) from error


def find_port(host: str, port: int) -> str:
    """Return the numeric address to listen on, after a look whether `port` is free there."""
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, socket.SOCK_STREAM) as trial:
            # As servers do: connections of the last run that are still closing do not count.
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(address)
    except OSError as error:
        raise CommandError(
            f"The site cannot listen on {host}, port {port} ({error.strerror}). "
            f"Choose another port: make run PORT={8001 if port != 8001 else 8002}"
        ) from error
    return str(address[0])


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Let one start after the other prepare the site in `folder`."""
    with (folder / ".starting").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def make_secret_key() -> None:
    """Make the key that signs sessions, unless the environment or an earlier start gave one."""
    if os.environ.get("SECRET_KEY"):
        return
    with suppress(FileExistsError):
        create_whole(settings.SECRET_KEY_FILE, secrets.token_urlsafe(64).encode())
    settings.SECRET_KEY = settings.SECRET_KEY_FILE.read_text()


def collect_static() -> None:
    """Hash and compress the static files if any has changed since they were last collected."""
    noted = settings.VAR_DIR / "static.digest"
    digest = _static_digest()
    known = noted.read_text() if noted.exists() else ""
    if known == digest:
        return
    noted.unlink(missing_ok=True)
    # After a kill in the middle a file under its final name may be half written: begin again.
    call_command("collectstatic", interactive=False, verbosity=0, clear=not known)
    write_whole(noted, digest.encode())


def make_administrator() -> tuple[str, str] | None:
    """Make a superuser if there is none; return name and password, or None."""
    users = get_user_model()._default_manager
    if users.filter(is_superuser=True).exists():
        return None
    name = os.environ.get("ADMIN_USER") or "admin"
    password = os.environ.get("ADMIN_PASSWORD") or _password()
    email = os.environ.get("ADMIN_EMAIL", "")
    try:
        users.create_superuser(name, email, password)
    except IntegrityError as error:
        raise CommandError(
            f"There is no administrator, and {name} is the name of somebody who is not one. "
            "Set ADMIN_USER to another name."
        ) from error
    return name, password


def _static_digest() -> str:
    """What the static files are made of: names, sizes and times of their sources."""
    digest = hashlib.sha256(settings.STORAGES["staticfiles"]["BACKEND"].encode())
    for finder in get_finders():
        for path, storage in sorted(finder.list([]), key=lambda found: found[0]):
            about = Path(storage.path(path)).stat()
            digest.update(f"{path} {about.st_size} {about.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _password() -> str:
    """Four groups of five letters and figures: 98 bits, and it can be typed."""
    return "-".join("".join(secrets.choice(PASSWORD_LETTERS) for _ in range(5)) for _ in range(4))
