"""How much is taken at once: a source whose key anybody reads is slowed down, and everybody while the worker is behind.

Counted in each server process for itself: it is there to keep a disk from filling, not to be exact.
"""

from __future__ import annotations

import threading
import time
from datetime import datetime

from django.db.models import Sum
from django.db.models.functions import Length

from bleib.ingest.models import Source, Waiting
from bleib.ingest.refusals import TooMany

PUBLIC_A_MINUTE = 12_000  # events of one public source
MOST_WAITING = 5_000_000  # events that the worker has not read
MOST_BYTES = 4 * 1024**3  # of their requests
LOOK_SECONDS = 5.0


class Pace:
    """Refuses what is too much; thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._minute = -1
        self._events: dict[int, int] = {}
        self._looked, self._is_behind = 0.0, False

    def admit(self, source: Source, events: int, *, now: datetime) -> None:
        """Raises TooMany, after which nothing is kept."""
        if self._behind():
            raise TooMany("Bleib's worker is behind. What is sent later is taken.")
        if source.is_public and self._counted(source.pk, events, now) > PUBLIC_A_MINUTE:
            raise TooMany(f"This source sends more than {PUBLIC_A_MINUTE:,} events a minute.")

    def _counted(self, source: int, events: int, now: datetime) -> int:
        minute = int(now.timestamp()) // 60
        with self._lock:
            if minute != self._minute:
                self._minute, self._events = minute, {}
            self._events[source] = self._events.get(source, 0) + events
            return self._events[source]

    def _behind(self) -> bool:
        """Asked now and then: counting what waits costs more than keeping a request."""
        if time.monotonic() - self._looked > LOOK_SECONDS:
            self._looked = time.monotonic()
            self._is_behind = events_waiting() > MOST_WAITING or bytes_waiting() > MOST_BYTES
        return self._is_behind


def events_waiting() -> int:
    """Events that the worker has not read yet."""
    return int(Waiting.objects.aggregate(events=Sum("events"))["events"] or 0)


def bytes_waiting() -> int:
    """How much room the requests take that the worker has not read."""
    return int(Waiting.objects.aggregate(size=Sum(Length("body")))["size"] or 0)


PACE = Pace()
