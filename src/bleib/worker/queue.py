"""Putting work into the queue."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from bleib.worker.models import Job, State
from bleib.worker.tasks import Daily, Every, OnDemand


def enqueue(
    *,
    task: str,
    arguments: Mapping[str, Any] | None = None,
    key: str | None = None,
    due: datetime | None = None,
    after: Job | None = None,
    now: datetime,
) -> Job:
    """Have `task` done: at once, or from `due` on, and not before the job `after` is done.

    Inside the caller's transaction: if that is undone, so is the job. Where a job with the same `key` waits already,
    that one is returned. One that runs may have begun too early to see what changed, so a second one waits behind it;
    two of one key never run side by side. `arguments` are ids and numbers, never names or addresses.
    """
    job = Job(task=task, arguments=dict(arguments or {}), key=key, created_at=now, due_at=due or now, after=after)
    if key is None:
        job.save()
        return job
    while True:
        Job.objects.bulk_create([job], ignore_conflicts=True)
        waiting = Job.objects.waiting().filter(key=key).first()
        if waiting is not None:  # None: the other one was claimed between the two statements
            return waiting


def keep_schedule(entries: Iterable[OnDemand], *, now: datetime) -> None:
    """One row for each recurring task; tasks that are in the schedule no more lose theirs."""
    recurring = {entry.task: entry for entry in entries if isinstance(entry, Every | Daily)}
    with transaction.atomic():
        Job.objects.exclude(schedule="").exclude(state=State.RUNNING).exclude(task__in=recurring).delete()
        for task, entry in recurring.items():
            _keep(task, entry, now=now)


def _keep(task: str, entry: Every | Daily, *, now: datetime) -> None:
    """The first time is at once for what is done all the time, and the next night for what is done at night."""
    key, first = f"schedule:{task}", now if isinstance(entry, Every) else entry.next(now)
    rows = Job.objects.filter(key=key).exclude(schedule="")
    if rows.exclude(schedule=str(entry)).update(schedule=str(entry), due_at=first):
        return
    if not rows.exists():
        Job.objects.bulk_create(
            [Job(task=task, key=key, schedule=str(entry), created_at=now, due_at=first)], ignore_conflicts=True
        )
