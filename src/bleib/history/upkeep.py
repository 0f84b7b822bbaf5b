"""What the worker does for the history beside the feed: activity up to date, files tidied, what was told forgotten."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

import duckdb
from django.conf import settings

from bleib.history.backlog import untold
from bleib.history.compaction import compact
from bleib.history.lake import Lake
from bleib.history.models import Change
from bleib.history.models.change import ChangeKind
from bleib.history.refresh import refresh
from bleib.worker.api import enqueue

KEPT_FOR = timedelta(days=7)
GATHERED = timedelta(seconds=5)
MANY_FILES = 100  # each adds about a millisecond to whatever reads the month


def refresh_activity_soon(_change: Change, *, now: datetime) -> None:
    """A listener: have activity brought up to date, once for all changes of some seconds."""
    enqueue(task="refresh-activity", key="refresh-activity", due=now + GATHERED, now=now)


def refresh_activity(*, now: datetime) -> None:  # noqa: ARG001 - every task is told when
    """A task: count again what changed, so that whoever measures everybody does not have to."""
    with duckdb.connect() as connection:
        refresh(Path(settings.HOME), connection)


def compact_if_many(*, now: datetime) -> int:
    """By day, and only when a month has fallen into so many files that reading them takes noticeably long."""
    files = Counter(file.month for file in Lake(Path(settings.HOME)).files())
    return compact_history(now=now) if max(files.values(), default=0) > MANY_FILES else 0


def compact_history(*, now: datetime) -> int:  # noqa: ARG001 - every task is told when
    """Nightly: one sorted file per month, nothing that nobody needs. Returns how many months were rewritten."""
    return len(compact(Path(settings.HOME)).months)


def forget_touched(*, now: datetime) -> int:  # noqa: ARG001 - every task is told when
    """Empty the list of customers of changes that everybody was told of. Returns how many changes."""
    told = Change.objects.exclude(distributed_at=None).exclude(touched=None).values_list("pk", flat=True)
    return Change.objects.filter(pk__in=set(told) - _waiting()).update(touched=None)


def forget_changes(*, now: datetime) -> int:
    """Delete what was told a week ago of facts that came one by one: there may be a change a second. Returns how many.

    The newest change stays: a full lake beside a database that knows of none looks like a lost one (torn.py).
    """
    newest = Change.objects.order_by("recorded_at").values_list("pk", flat=True).last()
    old = Change.objects.filter(kind=ChangeKind.PENDING, distributed_at__lt=now - KEPT_FOR)
    return old.exclude(pk__in=_waiting() | {newest}).delete()[0]


def _waiting() -> set[int]:
    """Changes that somebody is still to be told of."""
    return set(untold().values_list("arguments__change", flat=True))
