"""What readers look for and do not find, counted without saying who looked."""

from __future__ import annotations

import logging
import re
from collections import Counter
from datetime import timedelta
from threading import Lock, Timer

from django.db import connection
from django.db.models import F
from django.http import HttpRequest
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _

from articles.models import SearchMiss
from backpain.desk import Panel

PAUSE = 60.0  # seconds between two writings
MOST = 200  # searches that a process remembers until the next one
MOST_KEPT = 2000  # in the database; further ones are not taken up
LONGEST = 100  # characters of a search that is kept
KEPT = timedelta(days=365)
NAMED = 3  # on the desk's index
PERSONAL = re.compile(r"@|\d(?:[\s./()-]*\d){5}")  # an address, or a number of six digits or more

logger = logging.getLogger(__name__)


class Misses:
    """What this process has counted and not yet written.

    A request only adds to a number in memory. A minute after the first one they are written
    together, so what a process counted last is lost when it ends, and so is what the database
    refuses: the figures are a little low, and no reader waits for them.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._counts: Counter[str] = Counter()

    def count(self, typed: str) -> None:
        """Count that a search found nothing, unless it looks as if it named somebody."""
        query = typed.lower()
        if not query or len(query) > LONGEST or PERSONAL.search(query):
            return
        with self._lock:
            if not self._counts:
                self._start()
            if query in self._counts or len(self._counts) < MOST:
                self._counts[query] += 1

    def write(self) -> None:
        """Write what was counted; what the database refuses is given up."""
        with self._lock:
            counts, self._counts = self._counts, Counter()
        try:
            _keep(counts)
        except Exception as error:
            logger.warning("Searches without result could not be written. %s", error)

    def _start(self) -> None:
        timer = Timer(PAUSE, self._write_beside)
        timer.daemon = True
        timer.start()

    def _write_beside(self) -> None:
        try:
            self.write()
        finally:
            connection.close()


MISSES = Misses()


def forget() -> int:
    """Delete what nobody has looked for in a year; return how much."""
    return SearchMiss.objects.filter(last_at__lt=now() - KEPT).delete()[0]


def panel(request: HttpRequest) -> Panel | None:
    """Say on the desk's index what is looked for most and not found."""
    if not request.user.has_perm("articles.view_searchmiss"):
        return None
    queries = SearchMiss.objects.values_list("query", flat=True)[:NAMED]
    if not queries:
        return None
    words = ", ".join(_("“%(query)s”") % {"query": query} for query in queries)
    return Panel(
        _("What readers looked for and did not find"),
        words,
        reverse("admin:articles_searchmiss_changelist"),
    )


def _keep(counts: Counter[str]) -> None:
    room = max(0, MOST_KEPT - SearchMiss.objects.count())
    known = set(SearchMiss.objects.filter(query__in=counts).values_list("query", flat=True))
    new = [SearchMiss(query=query) for query in counts if query not in known][:room]
    SearchMiss.objects.bulk_create(new, ignore_conflicts=True)
    for query, count in counts.items():
        kept = SearchMiss.objects.filter(query=query)
        kept.update(count=F("count") + count, last_at=now())
