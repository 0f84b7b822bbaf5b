"""What the worker does for the history beside the feed: activity up to date, files tidied, what was told forgotten."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from pathlib import Path

import duckdb
from django.conf import settings

from bleib.history.backlog import untold
from bleib.history.compaction import compact
from bleib.history.lake import Lake
from bleib.history.models import Change
from bleib.history.refresh import refresh

MANY_FILES = 100  # each adds about a millisecond to whatever reads the month


def refresh_activity(_change: Change, *, now: datetime) -> None:  # noqa: ARG001 - a listener is told when
    """A listener: rebuild the months whose facts changed, so that no reader has to."""
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
    waiting = set(untold().values_list("arguments__change", flat=True))
    return Change.objects.filter(pk__in=[pk for pk in told if pk not in waiting]).update(touched=None)
