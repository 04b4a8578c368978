"""What SQLite knows of its tables, by which it chooses how to find rows.

PostgreSQL counts by itself; SQLite wants to be asked now and then (sqlite.org/lang_analyze.html,
"Periodically run PRAGMA optimize").
"""

from django.db import connection

MOST_ROWS = 1000  # of an index that are looked at
ALL_TABLES = 0x10002  # also those that this connection has not asked


def refresh() -> int:
    """Let SQLite look at tables that have grown much since it last did; always return 0."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA analysis_limit = {MOST_ROWS}")
            cursor.execute(f"PRAGMA optimize({ALL_TABLES})")
    return 0
