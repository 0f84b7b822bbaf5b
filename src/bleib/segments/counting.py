"""Counting while somebody types: beside the request, which waits for it only a moment.

Few customers are counted at once and exactly. Of many a sample is asked, in one thread for all readers of a process.
What becomes of a question is what its future says:

| its future is | that means | who asks hears | it goes |
|---|---|---|---|
| pending | others come first | nothing yet | with the last reader, who asks something else by now |
| cancelled | it went | nothing yet, should somebody still wait | - |
| running | it is counted, for LIMIT seconds at most | nothing yet | - |
| a preview | it was counted | the preview | after KEPT seconds |
| TakesTooLong | it was stopped | TakesTooLong | after KEPT seconds |
| another error | it failed | NotCounted; the log says why | at once: who asks again has it counted anew |

Whoever waited for LIMIT seconds hears TakesTooLong, whatever the reason.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, partial
from threading import Lock, Timer

from django.db import connections

from bleib.customers.models import Customer
from bleib.kernel.errors import BleibError
from bleib.rules.conditions import Rule
from bleib.segments.models import Subject
from bleib.segments.sample import KeptSample
from bleib.segments.trial import Preview, estimated, preview, whole

FEW = 30_000  # customers who are counted exactly, which takes less than a second
WAIT = 0.5  # seconds a request waits: its page asks again, and meanwhile others want to be served
LIMIT = 60.0  # seconds a count may take; the first one opens the sample, on a busy machine slowly
KEPT = 90.0  # seconds since it was asked for which an answer is the answer to the same question

logger = logging.getLogger(__name__)


class TakesTooLong(BleibError):
    """It cannot be said while somebody types. When the segment is saved, everybody is counted."""


class NotCounted(BleibError):
    """Something went wrong; the log says what."""


@dataclass
class _Asked:
    """A question of these readers, by primary key."""

    count: Future[Preview]
    readers: set[int] = field(default_factory=set)
    since: float = field(default_factory=time.monotonic)

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
        """What was counted, or None as long as it is not. TakesTooLong after a while; NotCounted."""
        key = json.dumps([rule.to_json(), rule.subject, most], sort_keys=True)
        with self._lock:
            self._forget(reader, but=key)
            if key not in self._asked:
                work = partial(self._count, rule, now=now, most=most)
                self._asked[key] = _Asked(self._thread.submit(_without_connections, work))
            asked = self._asked[key]
            asked.readers.add(reader)
        return _heard(asked)

    def _forget(self, reader: int, *, but: str) -> None:
        """What is old or failed, and what nobody has begun to count and no reader asks any more."""
        for key, asked in list(self._asked.items()):
            if key != but:
                asked.readers.discard(reader)
            is_over = asked.count.done() and (asked.age > KEPT or _has_failed(asked.count))
            if is_over or (not asked.readers and asked.count.cancel()):
                del self._asked[key]

    def _count(self, rule: Rule, *, now: datetime, most: int) -> Preview:
        """TakesTooLong where it had to be stopped."""
        end, limit = time.monotonic() + LIMIT, Timer(LIMIT, self._sample.interrupt)
        limit.start()
        try:
            with self._sample.held(now=now) as sample:
                return estimated(sample, rule, most=most)
        except Exception as problem:
            if time.monotonic() < end:
                self._sample.close()  # its connection may be what is broken
                raise
            raise _too_long() from problem
        finally:
            limit.cancel()
            limit.join()  # or it might stop the next one


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
