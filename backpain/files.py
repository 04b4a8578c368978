"""Files that are whole or not there: written under another name, then given their own."""

import os
import secrets
from pathlib import Path


def write_whole(path: Path, content: bytes, *, mode: int = 0o600) -> None:
    """Write `content` to `path`, replacing what is there; a kill leaves the old file or the new."""
    unfinished = _write_beside(path, content, mode)
    unfinished.replace(path)
    sync(path.parent)


def create_whole(path: Path, content: bytes, *, mode: int = 0o600) -> None:
    """Write `content` to a new `path`; FileExistsError if there is one, and that one stays."""
    unfinished = _write_beside(path, content, mode)
    try:
        os.link(unfinished, path)
    finally:
        unfinished.unlink()
    sync(path.parent)


def sync(path: Path) -> None:
    """Make a file's content, or the names in a folder, outlive a power loss."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _write_beside(path: Path, content: bytes, mode: int) -> Path:
    unfinished = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        unfinished.unlink()
        raise
    return unfinished
