"""When the worker is to forecast or test out of turn: the history has changed, or somebody asks."""

from __future__ import annotations

from datetime import datetime, timedelta

from bleib.outlook.models import Record
from bleib.outlook.standing import BACKTEST, FORECAST
from bleib.worker.api import Job, enqueue

AT_ONCE = timedelta()


def make_soon(*, now: datetime) -> None:
    """Somebody asks: everybody is forecast anew, and then the forecast tested. Twice is once."""
    enqueue(task=BACKTEST, key=BACKTEST, after=_forecast(now, AT_ONCE), now=now)


def make_later(*, now: datetime, wait: timedelta) -> None:
    """The history has changed: everybody is forecast after a while, and the forecast tested if it never was."""
    job = _forecast(now, wait)
    if not Record.objects.exists():
        enqueue(task=BACKTEST, key=BACKTEST, after=job, now=now)


def is_being_made() -> bool:
    """Whether the worker is at a forecast that somebody asked for."""
    return Job.objects.running().filter(key=FORECAST).exists()


def _forecast(now: datetime, wait: timedelta) -> Job:
    """The job that waits, also where somebody was content with a later one."""
    job = enqueue(task=FORECAST, key=FORECAST, due=now + wait, now=now)
    Job.objects.waiting().filter(pk=job.pk, due_at__gt=now + wait).update(due_at=now + wait)
    return job
