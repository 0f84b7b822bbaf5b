"""The worker's process: a thread per lane, a heartbeat, an orderly end."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime

import structlog
from django.db import DatabaseError, InterfaceError, connection

from bleib.kernel.errors import BleibError
from bleib.worker.failure import sentence
from bleib.worker.lane import Bell, Clock, LaneThread
from bleib.worker.leases import LeaseTaken, lease
from bleib.worker.models import Worker
from bleib.worker.queue import keep_schedule
from bleib.worker.tasks import Lane, OnDemand

LOOK_SECONDS = 1.0  # how often the dead are looked for
BEAT_SECONDS = 10.0
GRACE_SECONDS = 20.0  # systemd gives 90 seconds by default; Docker 10: set its stop_grace_period to 30 s

log = structlog.get_logger("bleib.worker")


class OneIsEnough(BleibError):
    """A second worker on SQLite."""


class Crew:
    """A worker. `run` blocks until `stop` is set, by a signal or from another thread."""

    def __init__(
        self,
        entries: Sequence[OnDemand],
        *,
        clock: Clock = lambda: datetime.now(UTC),
        grace: float = GRACE_SECONDS,
    ) -> None:
        self._entries = {entry.task: entry for entry in entries}
        self.clock = clock
        self._grace = grace
        self.stop = threading.Event()
        self.bell = Bell()
        self.worker: Worker

    def run(self) -> bool:
        """Work until told to stop. True if all threads ended in time; if not, their jobs were given back and the
        caller should end the process. Raises OneIsEnough for a second worker on SQLite.
        """
        with _alone_on_sqlite():
            keep_schedule(self._entries.values(), now=self.clock())
            self.worker = Worker.register(now=self.clock())
            lanes = [self._lane(lane) for lane in Lane]
            log.info("worker started", worker=self.worker.pk, database=connection.vendor)
            for thread in lanes:
                thread.start()
            self._watch()
            return self._end(lanes)

    def _lane(self, lane: Lane) -> LaneThread:
        return LaneThread(lane, self, {name: entry for name, entry in self._entries.items() if entry.lane is lane})

    def _watch(self) -> None:
        """The main thread's work: show that we live, free what the dead held."""
        beaten = time.monotonic()
        while not self.stop.is_set():
            try:
                self._bury_the_dead()
                if time.monotonic() - beaten > BEAT_SECONDS:
                    self._beat()
                    beaten = time.monotonic()
            except (DatabaseError, InterfaceError) as error:
                log.warning("database unreachable", reason=sentence(error))
                connection.close()
            self.stop.wait(LOOK_SECONDS)

    def _bury_the_dead(self) -> None:
        now = self.clock()
        for worker in Worker.objects.exclude(pk=self.worker.pk).dead(now=now):
            log.warning("a worker died", worker=worker.pk, host=worker.host, pid=worker.pid, jobs=worker.bury(now=now))

    def _beat(self) -> None:
        if not self.worker.beat(now=self.clock()):
            log.warning("taken for dead: this worker registers anew", worker=self.worker.pk)
            self.worker = Worker.register(now=self.clock())

    def _end(self, lanes: Sequence[LaneThread]) -> bool:
        log.info("worker stops", worker=self.worker.pk)
        deadline = time.monotonic() + self._grace
        for thread in lanes:
            thread.join(max(0.0, deadline - time.monotonic()))
        try:
            back = self.worker.leave()
        except (DatabaseError, InterfaceError) as error:  # whoever comes next takes the jobs from the dead
            log.warning("database unreachable", reason=sentence(error))
            return False
        log.info("worker stopped", worker=self.worker.pk, given_back=back)
        return not any(thread.is_alive() for thread in lanes)


@contextmanager
def _alone_on_sqlite() -> Iterator[None]:
    """One file takes one writer at a time; a second worker would only stand in the way."""
    if connection.vendor != "sqlite":
        yield
        return
    with ExitStack() as stack:
        try:
            stack.enter_context(lease("worker", doing="This worker", wait=0))
        except LeaseTaken as taken:
            raise OneIsEnough(
                "A worker is already at work here, and SQLite takes only one. "
                "For more than one, move to PostgreSQL: bleib move --to postgresql://..."
            ) from taken
        yield
