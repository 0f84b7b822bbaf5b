"""Counting while somebody types: beside the request, which waits for it only a moment.

Few customers are counted at once and exactly. Of many a sample is asked, in one thread for all readers of a process.
What becomes of a question is what its future says:

| its future is | that means | who asks hears | it goes |
|---|---|---|---|
| pending | others come first | nothing yet | with the last reader, who asks something else by now |
| cancelled | it went | nothing yet, should somebody still wait | - |
| running | the sample is opened | nothing yet, however long that takes | - |
| running | it is counted, for LIMIT seconds | nothing yet, and then TakesTooLong | - |
| a preview | it was counted | the preview, unless somebody was erased since | KEPT seconds after it was begun |
| TakesTooLong | it was stopped | TakesTooLong | KEPT seconds after it was begun |
| another error | it failed | NotCounted; the log says why | at once: who asks again has it counted anew |

What is to go goes when somebody asks, and without that within KEPT seconds: answers are personal data in memory.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, partial
from threading import Event, Lock, Thread, Timer

from django.db import connections

from bleib.customers.models import Customer
from bleib.kernel.errors import BleibError
from bleib.rules.conditions import Rule
from bleib.segments.models import Subject
from bleib.segments.sample import KeptSample, origin
from bleib.segments.trial import Preview, estimated, preview, whole

FEW = 30_000  # customers who are counted exactly, which takes less than a second
WAIT = 0.5  # seconds a request waits: its page asks again, and meanwhile others want to be served
LIMIT = 60.0  # seconds a count may take, beside opening the sample, which is slow on a busy machine
AGAIN = 1.0  # seconds after which it is stopped once more: between two queries that stops nothing
KEPT = 90.0  # seconds since it was begun for which an answer is the answer to the same question

logger = logging.getLogger(__name__)


class TakesTooLong(BleibError):
    """It cannot be said while somebody types. When the segment is saved, everybody is counted."""


class NotCounted(BleibError):
    """Something went wrong; the log says what."""


@dataclass
class _Asked:
    """A question of these readers, by primary key. `begun`: when the sample was open, and counting began."""

    readers: set[int] = field(default_factory=set)
    count: Future[Preview] = field(init=False)
    begun: float | None = None

    @property
    def age(self) -> float:
        """Seconds; 0 until it is begun."""
        return 0.0 if self.begun is None else time.monotonic() - self.begun

    @property
    def is_over(self) -> bool:
        return self.count.done() and (self.age > KEPT or _has_failed(self.count))


class Counting:
    """The thread, what was asked of it, and its sample."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="counting")
        self._lock, self._asked = Lock(), dict[str, _Asked]()
        self._sample = KeptSample()
        self._sweeper: Timer | None = None

    def ask(self, rule: Rule, *, reader: int, now: datetime, most: int) -> Preview | None:
        """What was counted, or None as long as it is not. TakesTooLong after a while; NotCounted."""
        key = json.dumps([rule.to_json(), rule.subject, most, origin()], sort_keys=True)
        with self._lock:
            self._forget(reader, but=key)
            if key not in self._asked:
                self._asked[key] = self._begun(rule, now=now, most=most)
            asked = self._asked[key]
            asked.readers.add(reader)
        return _heard(asked)

    def _begun(self, rule: Rule, *, now: datetime, most: int) -> _Asked:
        asked = _Asked()
        asked.count = self._thread.submit(_without_connections, partial(self._count, rule, asked, now=now, most=most))
        self._sweep_later()
        return asked

    def _forget(self, reader: int, *, but: str) -> None:
        """What is old or failed, and what nobody has begun to count and no reader asks any more."""
        for key, asked in list(self._asked.items()):
            if key != but:
                asked.readers.discard(reader)
            if asked.is_over or (not asked.readers and asked.count.cancel()):
                del self._asked[key]

    def _sweep_later(self) -> None:
        if self._sweeper is None:
            self._sweeper = Timer(KEPT, self._sweep)
            self._sweeper.daemon = True
            self._sweeper.start()

    def _sweep(self) -> None:
        with self._lock:
            self._asked = {key: asked for key, asked in self._asked.items() if not asked.is_over}
            self._sweeper = None
            if self._asked:
                self._sweep_later()

    def _count(self, rule: Rule, asked: _Asked, *, now: datetime, most: int) -> Preview:
        """TakesTooLong where it had to be stopped."""
        try:
            with self._sample.held(now=now) as sample, self._limited(asked):
                return estimated(sample, rule, most=most)
        except Exception as problem:
            if asked.age < LIMIT:
                self._sample.close()  # its connection may be what is broken
                raise
            raise _too_long() from problem

    @contextmanager
    def _limited(self, asked: _Asked) -> Iterator[None]:
        """It is begun, and what it asks of the sample is stopped after LIMIT seconds."""
        asked.begun, over = time.monotonic(), Event()
        limit = Thread(target=self._stop_until, args=[over], daemon=True)
        limit.start()
        try:
            yield
        finally:
            over.set()
            limit.join()  # or it might stop the next one

    def _stop_until(self, over: Event) -> None:
        wait = LIMIT
        while not over.wait(wait):
            self._sample.interrupt()
            wait = AGAIN


def _heard(asked: _Asked) -> Preview | None:
    """What it came to, if it comes soon."""
    try:
        return asked.count.result(WAIT)
    except NotYet:
        if asked.age < LIMIT:
            return None
        raise _too_long() from None
    except CancelledError:  # its reader typed on while this request waited
        return None
    except TakesTooLong:
        raise _too_long() from None  # one of our own: others hear it at the same time
    except Exception as problem:
        logger.exception("A condition could not be counted while it was typed.")
        raise NotCounted("It could not be counted.") from problem


def _has_failed(count: Future[Preview]) -> bool:
    """Of one that is done."""
    return not isinstance(count.exception(), TakesTooLong | None)


def _too_long() -> TakesTooLong:
    return TakesTooLong("Counting takes too long.")


@cache
def counting() -> Counting:
    """That of this process."""
    return Counting()


def preview_soon(condition: object, *, subject: str, reader: int, now: datetime, most: int) -> Preview | None:
    """The preview of a condition, an estimate where there are many customers; None: ask again in a moment.

    `reader`: primary key of who types. RuleError with all problems; TakesTooLong; NotCounted.
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
