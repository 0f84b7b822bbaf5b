"""When the worker is to forecast or test: by schedule, when the history has changed, when somebody asks."""

from __future__ import annotations

from datetime import datetime, timedelta

from bleib.outlook.standing import BACKTEST, FORECAST
from bleib.worker.api import enqueue


def make_soon(*, now: datetime) -> None:
    """Have everybody forecast anew, and then the forecast tested. Twice is once."""
    job = enqueue(task=FORECAST, key=FORECAST, now=now)
    enqueue(task=BACKTEST, key=BACKTEST, after=job, now=now + timedelta(microseconds=1))
