"""Many at the same moment, as the readers and workers of a site are."""

from collections.abc import Callable
from threading import Barrier, Thread

from django.db import connection, connections


def at_once(*acts: Callable) -> list:
    """Do all `acts`, let go together, each in a thread with its own connection to the database.

    Returns what each returned, when all are through; raises what they raised.
    """
    barrier = Barrier(len(acts))
    results: list[object] = [None] * len(acts)
    failures: list[Exception] = []

    def run(number: int, act: Callable) -> None:
        try:
            connection.ensure_connection()
            barrier.wait(10)
            results[number] = act()
        except Exception as error:
            failures.append(error)
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    if failures:
        raise ExceptionGroup("Of those at once, some failed", failures)
    assert not any(thread.is_alive() for thread in threads)
    return results
