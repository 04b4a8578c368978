"""The database of a site that starts: reached, not newer than the code, copied, migrated."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.core.management.sql import emit_post_migrate_signal
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.timezone import now

from backpain.files import sync

ONE_AT_A_TIME = 0x6261636B  # any number that no other program on the server locks


def upgrade(say: Callable[[str], object]) -> None:
    """Bring the database to what this code needs; `say` takes a line for whoever watches."""
    with _alone():
        executor = MigrationExecutor(connection)
        refuse_newer(executor)
        if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
            # What is made after migrations, such as groups, may be new without a new migration.
            emit_post_migrate_signal(verbosity=0, interactive=False, db=DEFAULT_DB_ALIAS)
            return
        if connection.vendor == "sqlite" and executor.loader.applied_migrations:
            copy = back_up(settings.VAR_DIR / "backups")
            say(f"The database is being upgraded. A copy from before is {copy}.")
        call_command("migrate", verbosity=0, interactive=False)


def refuse_newer(executor: MigrationExecutor) -> None:
    """Raise CommandError if the database has migrations that this code does not know."""
    loader = executor.loader
    unknown = [
        f"{app}.{name}"
        for app, name in loader.applied_migrations
        if app in loader.migrated_apps and (app, name) not in loader.disk_migrations
    ]
    if unknown:
        raise CommandError(
            f"The database is newer than this version of the program (it has {min(unknown)}). "
            "Start the newer version, or restore a copy of the database made before the upgrade."
        )


def back_up(folder: Path) -> Path:
    """Copy the SQLite database into `folder`, whole or not at all; return the copy's path."""
    copy = folder / f"db-{now():%Y-%m-%dT%H-%M-%S}.sqlite3"
    unfinished = folder / f".{copy.name}.{secrets.token_hex(4)}"
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(unfinished)])
        unfinished.chmod(0o600)
        sync(unfinished)
        unfinished.rename(copy)
        sync(folder)
    except (DatabaseError, OSError) as error:
        with suppress(OSError):
            unfinished.unlink()
        raise CommandError(
            f"The database needs an upgrade, and no copy could be written to {folder} ({error}). "
            "Nothing was changed."
        ) from error
    return copy


@contextmanager
def _alone() -> Iterator[None]:
    """Connect, and on PostgreSQL let one site machine after the other upgrade."""
    if connection.vendor == "sqlite" and not Path(connection.settings_dict["NAME"]).exists():
        Path(connection.settings_dict["NAME"]).touch(mode=0o600)  # readers' addresses are in it
    try:
        connection.ensure_connection()
    except DatabaseError as error:
        first_line = str(error).strip().partition("\n")[0]
        raise CommandError(
            f"The database cannot be reached ({first_line}). DATABASE_URL names it."
        ) from error
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        # The limits that keep the site's own queries short would stop a long migration.
        cursor.execute("SET statement_timeout = 0; SET lock_timeout = 0")
        cursor.execute("SELECT pg_advisory_lock(%s)", [ONE_AT_A_TIME])
    yield  # closing the connection, which `up` does before it serves, ends the lock
