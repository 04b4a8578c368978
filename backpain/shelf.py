"""Finished pages in memory, bounded in bytes: those that nobody asked for longest go first."""

from __future__ import annotations

from threading import Lock

from backpain.finished import FinishedPage

Key = tuple[str, str, str]  # scheme, host, path


class Shelf:
    """Pages by their key; whoever serves one sets its `used_at`, so that `get` needs no lock."""

    def __init__(self, capacity: int) -> None:
        self.capacity = capacity
        self._pages: dict[Key, FinishedPage] = {}
        self._sizes: dict[Key, int] = {}
        self._held = 0
        self._lock = Lock()
        self.get = self._pages.get

    def put(self, key: Key, page: FinishedPage) -> None:
        """Keep `page`, and let others go where the capacity asks it."""
        with self._lock:
            self._pages[key] = page
            self._weigh(key)

    def weigh(self, key: Key, page: FinishedPage) -> None:
        """Take note that `page` has grown: it was asked for in a further encoding."""
        with self._lock:
            if self._pages.get(key) is page:
                self._weigh(key)

    def _weigh(self, key: Key) -> None:
        size = self._pages[key].size
        self._held += size - self._sizes.get(key, 0)
        self._sizes[key] = size
        if self._held > self.capacity:
            self._make_room()

    def _make_room(self) -> None:
        for key in sorted(self._pages, key=lambda key: self._pages[key].used_at):
            del self._pages[key]
            self._held -= self._sizes.pop(key)
            if self._held <= self.capacity * 0.9:
                return
