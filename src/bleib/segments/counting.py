"""Counting while somebody types: beside the request, which waits for it only a moment.

Few customers are counted at once and exactly. Of many a sample is asked, in one thread for all readers of a process;
what a reader does not ask any more before its turn comes is not counted at all.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, partial
from threading import Lock

from django.db import connections

from bleib.customers.models import Customer
from bleib.kernel.errors import BleibError
from bleib.rules.conditions import Rule
from bleib.segments.models import Subject
from bleib.segments.sample import KeptSample
from bleib.segments.trial import Preview, estimated, preview, whole

FEW = 30_000  # customers who are counted exactly, which takes less than a second
WAIT = 1.5  # seconds a request waits
LIMIT = 60.0  # seconds a count may take; the first one opens the sample, on a busy machine slowly
KEPT = 30.0  # seconds for which an answer is the answer to the same question


class TakesTooLong(BleibError):
    """It cannot be said while somebody types. When the segment is saved, everybody is counted."""


@dataclass
class _Asked:
    reader: int
    count: Future[Preview]
    since: float = field(default_factory=time.monotonic)
    is_stopped: bool = False

    @property
    def age(self) -> float:
        return time.monotonic() - self.since


class Counting:
    """The thread, what was asked of it, and its sample."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="counting")
        self._lock, self._asked = Lock(), dict[str, _Asked]()
        self._sample = KeptSample()

    def ask(self, rule: Rule, *, reader: int, now: datetime, most: int) -> Preview | None:
        """What was counted, or None as long as it is not. TakesTooLong after a while."""
        key = json.dumps([rule.to_json(), rule.subject, most], sort_keys=True)
        with self._lock:
            self._forget(reader, but=key)
            if key not in self._asked:
                work = partial(self._count, rule, now=now, most=most)
                self._asked[key] = _Asked(reader, self._thread.submit(_without_connections, work))
            asked = self._asked[key]
        return self._waited(asked)

    def _waited(self, asked: _Asked) -> Preview | None:
        """What it came to, if it comes soon; what took too long is stopped, and stays so for a while."""
        try:
            if not asked.is_stopped:
                return asked.count.result(WAIT)
        except NotYet:
            if asked.age < LIMIT:
                return None
            asked.is_stopped = True
            self._sample.interrupt()
        raise TakesTooLong("Counting takes too long.")

    def _forget(self, reader: int, *, but: str) -> None:
        """What is old, and what this reader asked before and nobody has begun to count."""
        for key, asked in list(self._asked.items()):
            is_over = asked.count.done() and asked.age > LIMIT + KEPT
            if is_over or (key != but and asked.reader == reader and asked.count.cancel()):
                del self._asked[key]

    def _count(self, rule: Rule, *, now: datetime, most: int) -> Preview:
        return estimated(self._sample.get(now=now), rule, most=most)


@cache
def counting() -> Counting:
    """That of this process."""
    return Counting()


def preview_soon(condition: object, *, subject: str, reader: int, now: datetime, most: int) -> Preview | None:
    """The preview of a condition, an estimate where there are many customers; None: ask again in a moment.

    `reader`: primary key of who types. RuleError with all problems; TakesTooLong.
    """
    if Customer.objects.current().order_by()[: FEW + 1].count() <= FEW:
        return preview(condition, subject=Subject(subject), now=now, most=most)
    return counting().ask(whole(condition, subject), reader=reader, now=now, most=most)


def _without_connections(work: Callable[[], Preview]) -> Preview:
    """A thread of our own closes what it opened of the database."""
    try:
        return work()
    finally:
        connections.close_all()
