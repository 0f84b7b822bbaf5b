"""The backtest: what forecasts of earlier days were worth, kept as a record for good."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from bleib import __version__
from bleib.history.models import Import
from bleib.outlook.given import Given
from bleib.outlook.models import Record
from bleib.outlook.opened import A_DAY, HORIZON, drawn, last_day, opened
from bleib.outlook.storable import storable
from bleib.worker.api import checkpoint, lease

WEEK = timedelta(days=7)
# A day earlier is early enough: it is asked once a day, at the same time.
AGAIN = WEEK - timedelta(hours=12)


def judge_weekly(given: Given, *, now: datetime) -> int:
    """A task, every night: test again where the newest record is a week old; returns how many origins were judged."""
    newest = Record.objects.newest()
    return 0 if newest is not None and newest.made_at > now - AGAIN else judge_past(given, now=now)


def judge_past(given: Given, *, now: datetime) -> int:
    """A task: forecast as it would have been done on earlier days, and judge; returns on how many of them.

    Where nothing can be tested yet, the record says why. Thresholds that follow are proposed, and people decide. Very
    many customers are judged by those `drawn` of them.
    """
    if not Import.objects.done().exists():
        return 0
    some = drawn()
    with lease("outlook-backtest", doing="The backtest"), opened(now=now, customers=some) as past:
        day = last_day(past, now=now)
        found = _tested(past, given, until=day + A_DAY)
    if some is not None:
        said = {"code": "judged_on_some", "values": {"customers": some.num_rows}}
        found["backtest"]["remarks"] = [*found["backtest"]["remarks"], said]
    record = Record.objects.create(made_at=now, as_of=day, horizon=HORIZON, made_by=__version__, **found)
    chances = {name: each["chance"] for name, each in record.proposal.items()}
    if given.propose is not None and chances and all(0 < each < 1 for each in chances.values()):
        given.propose(**chances, now=now)
    return len(record.backtest.get("origins", ()))


def _tested(past: Any, given: Given, *, until: Any) -> dict[str, Any]:
    """What a record keeps: backtest and proposal as JSON, or why there is none."""
    from bleib.forecast.backtest import backtest, to_json
    from bleib.forecast.words import NoForecast

    try:
        found = backtest(
            past, until=until, horizon=HORIZON, costs=given.costs(), lights=given.lights,
            told=lambda _day: checkpoint(),
        )  # fmt: skip
    except NoForecast as nothing:
        remark = {"code": nothing.remark.code, "values": dict(nothing.remark.values)}
        return {"shortfall": nothing.remark.code, "backtest": {"remarks": [remark]}}
    plain = storable(to_json(found))
    return {"backtest": plain, "proposal": plain["proposal"] or {}}
