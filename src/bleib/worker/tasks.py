"""What a worker can do: named tasks, each done on demand or again and again.

The tables of them stand in `config/schedule.py`. A task is called as `run(now=..., **arguments)`. It may be called
again after a crash although its work was done, so its effect has to be one that can be repeated.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from django.utils import timezone

MOST_ATTEMPTS = 15  # with the waits below, about five hours


def backoff(attempts: int, now: datetime, *, longest: timedelta = timedelta(hours=1)) -> datetime:
    """When to try again after `attempts` failures: twice as long each time, up to `longest`.

    The dice (0.5 to 1.5) keep jobs that failed together from coming back together.
    """
    wait = min(timedelta(seconds=2.0 ** min(attempts, 20)), longest)
    return now + wait * random.uniform(0.5, 1.5)


def clock(at: str, now: datetime) -> datetime:
    """The next instant at which clocks of the installation show `at`. An hour that a change leaves out comes later."""
    zone = timezone.get_default_timezone()
    today = now.astimezone(zone).date()
    moments = (
        datetime.combine(today + timedelta(days=days), time.fromisoformat(at), tzinfo=zone).astimezone(UTC)
        for days in range(3)
    )
    return min(moment for moment in moments if moment > now)


class Lane(StrEnum):
    """Every worker has one thread per lane, so that nightly work does not hold up the feed."""

    QUICK = "quick"  # milliseconds: pending facts, the feed, sealing
    FEED = "feed"  # seconds: handlers and listeners
    INGEST = "ingest"  # seconds: what other systems report becomes facts
    CALLS = "calls"  # seconds: calling other systems, which may be slow
    PULLS = "pulls"  # minutes: fetching from other systems
    LONG = "long"  # minutes: compaction, retention, imports
    FIGURES = "figures"  # seconds: measuring, which somebody may wait for
    MODELS = "models"  # minutes: fitting and testing forecasts, for which nothing else waits


@dataclass(frozen=True, kw_only=True)
class OnDemand:
    """A task that is done when somebody enqueues a job for it."""

    task: str
    run: Callable[..., Any]
    lane: Lane = Lane.FEED
    longest_wait: timedelta = timedelta(hours=1)

    def retry_at(self, attempts: int, now: datetime) -> datetime:
        return backoff(attempts, now, longest=self.longest_wait)


@dataclass(frozen=True, kw_only=True)
class Every(OnDemand):
    """A task done all the time, `seconds` after its last end."""

    seconds: float
    lane: Lane = Lane.QUICK
    longest_wait: timedelta = timedelta(minutes=5)
    needed: Callable[[datetime], bool] | None = None  # asked before it begins: an idle installation writes nothing

    def is_needed(self, now: datetime) -> bool:
        return self.needed is None or self.needed(now)

    def next(self, now: datetime) -> datetime:
        return now + timedelta(seconds=self.seconds)

    def __str__(self) -> str:
        units = ((3600, "h"), (60, "min"), (1, "s"))
        size, unit = next((each for each in units if self.seconds >= each[0]), units[-1])
        return f"every {self.seconds / size:g} {unit}"


@dataclass(frozen=True, kw_only=True)
class Daily(OnDemand):
    """A task done once a day at a local time of the installation; a night that was slept through is made up for."""

    at: str  # "03:00"
    lane: Lane = Lane.LONG

    def next(self, now: datetime) -> datetime:
        """The next instant at which clocks show `at`."""
        return clock(self.at, now)

    def __str__(self) -> str:
        return f"daily {self.at}"


Recurring = Every | Daily


class Stopping(Exception):
    """The worker was told to stop; the job goes back to the queue as it is. Not an error."""


class Unfinished(Exception):
    """A task could not do its work; the sentence says why and is kept and shown.

    The sentence never holds personal data: numbers of things, no names or addresses. Messages of all other errors are
    not kept, because nobody knows what is in them.
    """
