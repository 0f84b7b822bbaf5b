"""What is on its way and how long it has been: for `bleib status` and monitoring."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, QuerySet

from bleib.history.models import Change, PendingFact
from bleib.worker.api import Job, State

TASKS = ("tell", "deliver")
LONG_QUEUE = 20
OPEN = (State.WAITING, State.RUNNING, State.DEAD)


@dataclass(frozen=True)
class Backlog:
    """Facts that the lake does not have yet, and changes that not everybody has been told of."""

    pending_facts: int
    oldest_pending_at: datetime | None
    changes: int
    oldest_change_at: datetime | None

    def lag(self, now: datetime) -> float:
        """Seconds since the oldest thing happened that somebody has not been told of; 0 when all is told."""
        waiting = [at for at in (self.oldest_pending_at, self.oldest_change_at) if at is not None]
        return max(0.0, (now - min(waiting)).total_seconds()) if waiting else 0.0


def untold() -> QuerySet[Job]:
    """Jobs by which somebody is to be told of a change."""
    return Job.objects.filter(task__in=TASKS, state__in=OPEN)


def backlog() -> Backlog:
    """At this moment. Jobs that failed for good count: nobody was told."""
    pending = PendingFact.objects.aggregate(facts=Count("pk"), oldest=Min("noted_at"))
    fresh = Change.objects.fresh().aggregate(changes=Count("pk"), oldest=Min("recorded_at"))
    told = untold().aggregate(changes=Count("arguments__change", distinct=True), oldest=Min("created_at"))
    oldest = [at for at in (fresh["oldest"], told["oldest"]) if at is not None]
    return Backlog(
        pending_facts=pending["facts"],
        oldest_pending_at=pending["oldest"],
        changes=fresh["changes"] + told["changes"],
        oldest_change_at=min(oldest, default=None),
    )


def is_append_due(now: datetime) -> bool:
    """Whether facts are pending and those who are to be told keep up.

    A change costs about the same whatever it brings. So while jobs of the feed queue up, facts wait for each other and
    come as fewer, larger changes; readers see them all the same.
    """
    return PendingFact.objects.exists() and keeps_up(now)


def keeps_up(now: datetime) -> bool:
    """Whether jobs of the feed do not queue up. Those that failed and wait do not count."""
    queue = Job.objects.claimable(now=now).filter(task__in=TASKS, attempts=0)
    return len(queue.values_list("pk", flat=True)[:LONG_QUEUE]) < LONG_QUEUE


def is_about_to_hear(listener: str) -> bool:
    """Whether a change waits to be told to this listener, and the telling has not failed."""
    told = Job.objects.waiting().filter(task="tell", arguments__listener=listener, attempts=0)
    return told.exists()


def is_change_new(_now: datetime) -> bool:
    """Whether there is something to distribute."""
    return Change.objects.fresh().exists()
