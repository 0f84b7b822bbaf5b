"""One thread of a worker: takes the next job of its lane, does it, says how it ended."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Protocol

import structlog
from django.db import DatabaseError, InterfaceError, connection, connections

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
    clock: Clock


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
                        self._crew.stop.wait(POLL_SECONDS)
                except (DatabaseError, InterfaceError) as error:
                    self._wait_for_the_database(error)
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
        began, failure = time.monotonic(), None
        result: Any = None
        try:
            result = entry.run(**job.arguments, now=self._crew.clock())
        except Stopping:
            self._settle(job.give_back)
            log.info("job given back", task=job.task, job=job.pk)
            return
        except BaseException as error:  # noqa: BLE001 - a panic inside the lake's library is no Exception
            failure = error
        seconds = time.monotonic() - began
        point("job.ran")
        self._settle(lambda: self._end(job, entry, failure, seconds))
        point("job.settled")
        self._tell(job, failure, seconds, result)

    def _end(self, job: Job, entry: OnDemand, failure: BaseException | None, seconds: float) -> None:
        began, now = job.started_at or job.created_at, self._crew.clock()
        ours = job.succeed(entry, now=now) if failure is None else job.fail(failure, entry, now=now)
        if ours:
            Tally.count(job.task, done=failure is None, began=began, seconds=seconds)

    def _settle(self, say: Callable[[], object]) -> None:
        """Say how it ended, as soon as the database listens: a job that nobody ends would run for ever."""
        while True:
            try:
                say()
            except (DatabaseError, InterfaceError) as error:
                self._wait_for_the_database(error)
            else:
                return

    def _tell(self, job: Job, failure: BaseException | None, seconds: float, result: Any) -> None:
        fields: dict[str, Any] = {"task": job.task, "job": job.pk, "seconds": round(seconds, 3)}
        if failure is not None:
            log.error(
                "job failed",
                **fields,
                attempt=job.attempts,
                state=job.state,
                reason=sentence(failure),
                trace=trace(failure),
            )
        elif isinstance(result, int):
            log.info("job done", **fields, count=result)
        else:
            log.info("job done", **fields)

    def _wait_for_the_database(self, error: BaseException) -> None:
        log.warning("database unreachable", reason=sentence(error))
        connection.close()
        time.sleep(UNREACHABLE_SECONDS)
