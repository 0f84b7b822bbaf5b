"""What the worker did, does, and what is stuck: for `bleib status`, a page, and monitoring."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min, Q

from bleib.worker.models import Job, State, Tally, Worker
from bleib.worker.tasks import Every, OnDemand

LATE = timedelta(minutes=5)


@dataclass(frozen=True)
class WorkerSeen:
    """A worker's process."""

    worker: int
    host: str
    pid: int
    started_at: datetime
    seen_at: datetime
    alive: bool
    at: tuple[str, ...]  # tasks it is doing


@dataclass(frozen=True)
class TaskSeen:
    """One task: how often it was done, and what of it is in the queue. Seconds are those of the worker's clock."""

    task: str
    schedule: str
    done: int
    failed: int
    seconds: float
    last_began_at: datetime | None
    last_seconds: float | None
    waiting: int
    running: int
    dead: int
    oldest_due_at: datetime | None  # of those that wait and are due
    reason: str  # of its latest failure, as long as that was not made good


@dataclass(frozen=True)
class Status:
    """All of it at one instant."""

    as_of: datetime
    workers: tuple[WorkerSeen, ...]
    tasks: tuple[TaskSeen, ...]

    @property
    def dead(self) -> int:
        """Jobs that failed for good and wait for somebody's decision."""
        return sum(task.dead for task in self.tasks)

    @property
    def stuck(self) -> tuple[TaskSeen, ...]:
        """Tasks that should have begun minutes ago, that fail, or that no worker of this version knows."""
        late = self.as_of - LATE
        return tuple(
            task
            for task in self.tasks
            if task.dead or task.reason or (task.oldest_due_at is not None and task.oldest_due_at < late)
        )


def status(entries: Iterable[OnDemand], *, now: datetime) -> Status:
    """How things stand. `entries` are the tasks of `config/schedule.py`."""
    idle = {entry.task for entry in entries if isinstance(entry, Every) and not entry.is_needed(now)}
    return Status(as_of=now, workers=tuple(_workers(now)), tasks=tuple(_tasks(idle, now)))


def _workers(now: datetime) -> Iterable[WorkerSeen]:
    for worker in Worker.objects.prefetch_related("jobs").order_by("pk"):
        yield WorkerSeen(
            worker=worker.pk,
            host=worker.host,
            pid=worker.pid,
            started_at=worker.started_at,
            seen_at=worker.seen_at,
            alive=worker.is_alive(now=now),
            at=tuple(sorted(job.task for job in worker.jobs.all())),
        )


def _tasks(idle: Collection[str], now: datetime) -> Iterable[TaskSeen]:
    """What has nothing to do is not late. Jobs behind one that has to be done first are not late either."""
    tallies = Tally.objects.in_bulk()
    due = Q(pk__in=Job.objects.claimable(now=now).exclude(task__in=idle).values("pk"))
    counted = Job.objects.values("task").annotate(
        waiting=Count("pk", filter=Q(state=State.WAITING)),
        running=Count("pk", filter=Q(state=State.RUNNING)),
        dead=Count("pk", filter=Q(state=State.DEAD)),
        oldest=Min("due_at", filter=due),
    )
    queue = {row["task"]: row for row in counted}
    schedules = dict(Job.objects.exclude(schedule="").values_list("task", "schedule"))
    failing = Job.objects.exclude(reason="").exclude(state__in=(State.DONE, State.CANCELLED)).order_by("finished_at")
    reasons = dict(failing.values_list("task", "reason"))
    for name in sorted(tallies.keys() | queue.keys()):
        tally, row = tallies.get(name, Tally(task=name)), queue.get(name, {})
        yield TaskSeen(
            task=name,
            schedule=schedules.get(name, ""),
            done=tally.done,
            failed=tally.failed,
            seconds=tally.seconds,
            last_began_at=tally.last_began_at,
            last_seconds=tally.last_seconds,
            waiting=row.get("waiting", 0),
            running=row.get("running", 0),
            dead=row.get("dead", 0),
            oldest_due_at=row.get("oldest"),
            reason=reasons.get(name, ""),
        )
