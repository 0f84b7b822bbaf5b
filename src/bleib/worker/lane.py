"""One thread of a worker: takes the next job of its lane, does it, says how it ended."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

import structlog
from django.db import DatabaseError, InterfaceError, connection, connections, transaction

from bleib.kernel.crash import point
from bleib.worker.failure import sentence, trace
from bleib.worker.models import Job, Tally, Worker
from bleib.worker.stopping import obey
from bleib.worker.tasks import Every, OnDemand, Stopping

POLL_SECONDS = 0.25
UNREACHABLE_SECONDS = 2.0  # the database is down: everything waits for it

log = structlog.get_logger("bleib.worker")
Clock = Callable[[], datetime]


class Crew(Protocol):
    """What a lane knows of the process it belongs to."""

    worker: Worker
    stop: threading.Event
    bell: Bell
    clock: Clock


class Bell:
    """Rung when a job has ended: what it left to other lanes is begun at once, not at their next look."""

    def __init__(self) -> None:
        self._rung = threading.Condition()

    def ring(self) -> None:
        with self._rung:
            self._rung.notify_all()

    def wait(self, seconds: float) -> None:
        with self._rung:
            self._rung.wait(seconds)


class LaneThread(threading.Thread):
    """Works until the crew stops. Whatever a task raises ends that job, never the thread."""

    def __init__(self, name: str, crew: Crew, entries: Mapping[str, OnDemand]) -> None:
        super().__init__(name=f"lane-{name}", daemon=True)
        self._crew = crew
        self._entries = entries

    def run(self) -> None:
        obey(self._crew.stop)
        try:
            while not self._crew.stop.is_set():
                try:
                    if not self.step():
                        self._crew.bell.wait(POLL_SECONDS)
                except Exception as error:  # noqa: BLE001 - a lane that ends would be missed by nobody
                    self._wait(error)
        finally:
            connections.close_all()

    def step(self) -> bool:
        """Do one job. False when none is due."""
        now = self._crew.clock()
        wanted = self._wanted(now)
        job = Job.objects.claim(tasks=wanted, worker=self._crew.worker, now=now) if wanted else None
        if job is None:
            return False
        point("job.claimed")
        self._do(job, self._entries[job.task])
        return True

    def _wanted(self, now: datetime) -> list[str]:
        """Tasks that are due; those that are only needed at times are asked."""
        due = Job.objects.claimable(now=now).filter(task__in=self._entries).order_by().values_list("task", flat=True)
        entries = [self._entries[task] for task in due.distinct()]
        return [entry.task for entry in entries if not isinstance(entry, Every) or entry.is_needed(now)]

    def _do(self, job: Job, entry: OnDemand) -> None:
        attempt = _attempt(job, entry, now=self._crew.clock())
        point("job.ran")
        settled = self._settle(attempt)
        self._crew.bell.ring()
        point("job.settled")
        attempt.tell(settled)

    def _settle(self, attempt: Attempt) -> Job:
        """Say how it ended, as soon as the database listens: a job that nobody ends would run for ever."""
        while True:
            try:
                return attempt.settle(now=self._crew.clock())
            except (DatabaseError, InterfaceError) as error:
                self._wait(error)

    def _wait(self, error: Exception) -> None:
        """Most likely the database is down; a new connection will tell."""
        log.warning("lane waits", reason=sentence(error), trace=trace(error))
        connection.close()
        time.sleep(UNREACHABLE_SECONDS)


@dataclass(frozen=True)
class Attempt:
    """How a job ran once."""

    job: Job
    entry: OnDemand
    seconds: float
    failure: BaseException | None = None
    result: Any = None

    def settle(self, *, now: datetime) -> Job:
        """Write down how it ended, and count it if the job is still ours. Returns the job as it is now."""
        job = copy(self.job)  # should this have to be repeated, it begins with the job as it was claimed
        if isinstance(self.failure, Stopping):
            job.give_back()
            return job
        with transaction.atomic():
            if self.failure is None:
                ours = job.succeed(self.entry, now=now)
            else:
                ours = job.fail(self.failure, self.entry, now=now)
            if ours:
                began = self.job.started_at or self.job.created_at
                Tally.count(job.task, done=self.failure is None, began=began, seconds=self.seconds)
        return job

    def tell(self, settled: Job) -> None:
        """One line in the log."""
        fields: dict[str, Any] = {"task": self.job.task, "job": self.job.pk, "seconds": round(self.seconds, 3)}
        if isinstance(self.failure, Stopping):
            log.info("job given back", **fields)
        elif self.failure is not None:
            why = {"reason": sentence(self.failure), "trace": trace(self.failure)}
            log.error("job failed", **fields, attempt=self.job.attempts, state=settled.state, **why)
        else:
            count = {"count": self.result} if isinstance(self.result, int) else {}
            log.info("job done", **fields, **count)


def _attempt(job: Job, entry: OnDemand, *, now: datetime) -> Attempt:
    began = time.monotonic()
    try:
        result = entry.run(**job.arguments, now=now)
    except BaseException as failure:  # noqa: BLE001 - a panic inside the lake's library is no Exception
        return Attempt(job, entry, time.monotonic() - began, failure=failure)
    return Attempt(job, entry, time.monotonic() - began, result=result)
