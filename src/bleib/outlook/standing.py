"""How far the forecast of this installation is: what a page has to know before it shows anything."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bleib.history.models import Import
from bleib.outlook.models import Record, Run
from bleib.worker.api import Job, State

# Done when somebody asks for it, or when the history has changed (config/schedule.py).
FORECAST, BACKTEST = "forecast-soon", "backtest-soon"
SOON = timedelta(minutes=1)


@dataclass(frozen=True)
class Standing:
    """The newest run, the newest record of anything, and what stands in the way of newer ones.

    `empty`: nothing was imported; `lacking`: the newest run instead, where it came to nothing; `untested`: the same of
    the newest record; `awaited`: the worker is to make a forecast or a record, and has not.
    """

    run: Run | None
    record: Record | None
    empty: bool
    lacking: Run | None
    untested: Record | None
    awaited: bool


def standing(*, now: datetime) -> Standing:
    """What there is, and what is being made. A job that is not due for minutes is nothing that anybody waits for."""
    last, tested = Run.objects.newest(), Record.objects.newest()
    return Standing(
        run=last if last and not last.shortfall else None,
        record=Record.objects.filter(shortfall="").newest(),
        empty=not Import.objects.done().exists(),
        lacking=last if last and last.shortfall else None,
        untested=tested if tested and tested.shortfall else None,
        awaited=Job.objects.filter(
            task__in=(FORECAST, BACKTEST), state__in=(State.WAITING, State.RUNNING), due_at__lte=now + SOON
        ).exists(),
    )
