"""The worker's job: requests that wait become facts, people and counts, in one transaction with their deletion."""

from __future__ import annotations

import gc
import time
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

import msgspec
from django.db import InterfaceError, OperationalError, transaction
from django.db.models.functions import Length
from django.utils import timezone

from bleib.history.backlog import keeps_up
from bleib.history.models.setting import next_instant
from bleib.ingest.delivering import deliver
from bleib.ingest.message import Message, read
from bleib.ingest.models import Outcome, Parcel, Waiting
from bleib.ingest.turning import Counts, Turning
from bleib.kernel.crash import point
from bleib.worker.api import Stopping, checkpoint, lease

FIRST = 4_000  # of one transaction: on SQLite nobody else writes meanwhile
MOST = 10_000  # of new people that takes some ten seconds; a worker that is to stop has twenty for its turn
BYTES = 8 * 1024**2  # of its requests; in memory it is more, up to thirty times where a request is brackets
FEWEST = 100  # where people are made of them, or the machine is busy
QUICK, SLOW = 0.5, 1.0  # seconds of a turn; after a quicker one more is taken, after a slower one less
REQUESTS = 5_000
PASSING = (Stopping, OperationalError, InterfaceError)


class Portion:
    """How many events are taken at once: what came last tells how long the next ones take."""

    def __init__(self) -> None:
        self.events = FIRST

    def took(self, seconds: float) -> None:
        """The last turn's time."""
        if seconds < QUICK:
            self.events = min(self.events * 2, MOST)
        elif seconds > SLOW:
            self.events = max(self.events // 2, FEWEST)


PORTION = Portion()


def work_off(*, now: datetime) -> int:
    """Turn the requests that wait into facts in the lake; returns how many events they held. One process at a time.

    All of them, as long as those who are told of facts keep up; otherwise the job comes again when they do.
    A request on which this fails does not keep the others waiting; afterwards the first failure is raised, and the
    job comes again for it.
    """
    done, failures = 0, dict[int, Exception]()
    with lease("ingest", doing="Reading events"):
        deliver()  # what was left by a worker that died
        while rows := _next(failures, PORTION.events):
            checkpoint()
            began = time.monotonic()
            done += _turn_most(rows, failures=failures, now=now)
            PORTION.took(time.monotonic() - began)
            deliver()
            if not keeps_up(timezone.now()):  # by the clock: what they have to be told came while this was at work
                break
    if failures:
        raise next(iter(failures.values()))
    return done


def is_anything_waiting(now: datetime) -> bool:
    """And those who are told of facts keep up: until then events wait for each other, and come as fewer changes."""
    return (Waiting.objects.exists() or Parcel.objects.exists()) and keeps_up(now)


def _turn_most(rows: Sequence[Waiting], *, failures: dict[int, Exception], now: datetime) -> int:
    """All at once; where that fails each half by itself, so that in the end only those wait on which it fails."""
    try:
        return _turn(rows, now=now)
    except PASSING:
        raise
    except Exception as failure:  # noqa: BLE001 (raised when all had their turn)
        if len(rows) == 1:
            failures[rows[0].pk] = failure
            return 0
    half = len(rows) // 2
    return sum(_turn_most(some, failures=failures, now=now) for some in (rows[:half], rows[half:]))


def _next(failed: Collection[int], most: int) -> list[Waiting]:
    """The oldest requests, up to `most` events and BYTES of them, but one at least."""
    chosen: list[int] = []
    events = held = 0
    waiting = Waiting.objects.exclude(pk__in=failed).order_by("pk")
    sizes = waiting.values_list("pk", "events", Length("body"))[:REQUESTS]  # without the bodies
    for pk, more, size in sizes:
        events, held = events + more, held + size
        if chosen and (events > most or held > BYTES):
            break
        chosen.append(pk)
    if not chosen:
        return []
    # By bounds, not by a list of thousands; what failed among them is skipped.
    rows = waiting.filter(pk__gte=chosen[0], pk__lte=chosen[-1]).select_related("source")
    return list(rows[: len(chosen)])


@contextmanager
def _unswept() -> Iterator[None]:
    """Python does not look for cycles meanwhile: a turn's messages all live until its end, and none is in one."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@_unswept()
def _turn(rows: Sequence[Waiting], *, now: datetime) -> int:
    counts: Counts = Counter()
    messages = [message for row in rows for message in _read(row, counts)]  # before anything is locked
    with transaction.atomic():
        turning = Turning(messages, counts, now=now)
        turning.run()
        facts = turning.save()
        if facts:
            Parcel.objects.create(facts=facts.packed(), instant=next_instant(now))
        Waiting.objects.filter(pk__in=[row.pk for row in rows]).delete()
        point("ingest.turned")
    point("ingest.done")
    return sum(row.events for row in rows)


def _read(row: Waiting, counts: Counts) -> Sequence[Message]:
    try:
        return list(read(row))
    except (msgspec.DecodeError, RecursionError):  # it was checked when it came, so this is about memory and luck
        counts[row.source_id, Outcome.FAULTY] += row.events
        return []
