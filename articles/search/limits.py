"""How often one address may search: counted in memory, so that no search writes a row."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from ipaddress import ip_network
from threading import Lock

MOST = 10_000  # addresses that are remembered


@dataclass
class Limiter:
    """Lets each address do something `limit` times in `seconds`, in each process of the site.

    It is meant for floods, not for people: what one process counts the others do not know, and
    where more than MOST addresses ask at once it begins anew.
    """

    limit: int
    seconds: float
    _windows: dict[str, tuple[float, int]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def allow(self, address: str) -> bool:
        """Count once more for `address`; say whether that is within the limit.

        All addresses of one IPv6 customer count as one.
        """
        who = str(ip_network((address, 64), strict=False)) if ":" in address else address
        moment = time.monotonic()
        with self._lock:
            ends_at, count = self._windows.get(who, (0.0, 0))
            if ends_at <= moment:
                self._make_room(moment)
                ends_at, count = moment + self.seconds, 0
            self._windows[who] = (ends_at, count + 1)
        return count < self.limit

    def _make_room(self, moment: float) -> None:
        if len(self._windows) >= MOST:
            self._windows = {who: kept for who, kept in self._windows.items() if kept[0] > moment}
        if len(self._windows) >= MOST:
            self._windows.clear()
