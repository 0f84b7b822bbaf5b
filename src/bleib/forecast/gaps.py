"""What a history lacks, and what that means for its forecast."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pyarrow as pa
import pyarrow.compute as pc

from bleib.forecast.churn.slices import Slice
from bleib.forecast.slicing import LEAST_DAYS
from bleib.forecast.words import Remark
from bleib.history.past import Past

# Fewer may well all have left.
FEWEST = 10
# Without a newer fact for so long, the history probably ends there, and silence says nothing about customers.
STALE = 14


def without_gaps(
    slices: Sequence[Slice], *, horizon: int, now: pa.Table | None = None
) -> tuple[list[Slice], list[Remark]]:
    """Slices without the outcomes of buyers where nobody at all bought, and what to say of those.

    Who bought for the first time is told by the features of the other slices, and of `now`.
    """
    kept, said = [], []
    known = [each.features for each in slices] + ([] if now is None else [now])
    for each in slices:
        assert each.outcomes is not None
        buyers = each.outcomes.filter(pc.invert(each.outcomes.column("contractual")))
        until = each.as_of + timedelta(days=horizon)
        silent = buyers.num_rows >= FEWEST and pc.all(buyers.column("left")).as_py()
        if silent and not any(_newcomers(table, each.as_of, until) for table in known):
            said.append(Remark("gap", {"from_on": each.as_of.isoformat(), "until_on": until.isoformat()}))
            contracts = each.outcomes.filter(each.outcomes.column("contractual"))
            kept.append(replace(each, outcomes=contracts))
        else:
            kept.append(each)
    return kept, said


def _newcomers(features: pa.Table, start: date, end: date) -> bool:
    """Whether anybody bought for the first time within [start, end)."""
    first = features.column("first_order_on").cast(pa.date32())
    within = pc.and_(pc.greater_equal(first, start), pc.less(first, end))
    return bool(pc.any(within).as_py())


def about(past: Past, now: pa.Table, days: Sequence[date], *, as_of: date, horizon: int) -> list[Remark]:
    """Nobody to forecast for; nothing to learn from yet; or nothing new for long."""
    first, last = past.first_day, past.last_day
    if first is None or last is None or not now.num_rows:
        return [Remark("nobody", {"as_of_on": as_of.isoformat()})]
    said = []
    if not days:
        needed = first + timedelta(days=LEAST_DAYS + horizon)
        said.append(Remark("short_history", {"first_on": first.isoformat(), "needed_on": needed.isoformat()}))
    if (as_of - last).days > STALE:
        said.append(Remark("stale", {"last_on": last.isoformat(), "days": (as_of - last).days}))
    return said
