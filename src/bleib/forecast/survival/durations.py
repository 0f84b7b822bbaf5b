"""How long each contract has run: what survival models read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from bleib.forecast.measures import Array, Flags
from bleib.forecast.protocol import FEWEST
from bleib.forecast.words import NoForecast
from bleib.history.tables import to_arrow
from bleib.kernel.errors import UsageError

DAYS, ENDED = "days", "ended"
KEYS = ("customer", "contract")


@dataclass(frozen=True)
class Durations:
    """`days` of each contract, whether it `ended`, and the `table` they came from."""

    days: Array
    ended: Flags
    table: pa.Table


def durations(contracts: pa.Table, *, as_of: date) -> pa.Table:
    """Columns customer, contract, days, ended: a row per contract that began before `as_of`.

    `contracts` as in `history.tables`: a contract may have several rows, one per stretch without a change; it has
    ended if the last of them has, before `as_of`. Terms renewed under a new number are contracts of their own.
    """
    begun = contracts.filter(pc.less(contracts.column("start_on"), as_of))
    open_end = pa.scalar(date.max, pa.date32())
    ends = pc.fill_null(begun.column("end_on").cast(pa.date32()), open_end)
    whole = begun.select([*KEYS, "start_on"]).append_column("end_on", ends)
    merged = whole.group_by(list(KEYS)).aggregate([("start_on", "min"), ("end_on", "max")])
    ended = pc.less_equal(merged.column("end_on_max"), as_of)
    until = pc.if_else(ended, merged.column("end_on_max"), as_of)
    days = pc.days_between(merged.column("start_on_min"), until)
    found = merged.select(list(KEYS)).append_column(DAYS, days).append_column(ENDED, ended)
    return found.sort_by([(name, "ascending") for name in KEYS])


def read(table: Any) -> Durations:
    """Checked. Raises UsageError for what cannot be, NoForecast below 10 contracts or where none ended."""
    arrow = to_arrow(table)
    lacking = [name for name in (DAYS, ENDED) if name not in arrow.column_names]
    if lacking:
        raise UsageError(f"The table lacks the column {', '.join(lacking)}. Needed are {DAYS} and {ENDED}.")
    days = np.asarray(arrow.column(DAYS).cast(pa.float64()).to_numpy(zero_copy_only=False), dtype=np.float64)
    ended = np.asarray(arrow.column(ENDED).cast(pa.bool_()).to_numpy(zero_copy_only=False))
    if not (np.isfinite(days) & (days >= 0)).all() or pc.any(pc.is_null(arrow.column(ENDED))).as_py():
        raise UsageError("days is a number of 0 or more, and ended is true or false, in every row.")
    if len(days) < FEWEST:
        raise NoForecast("too_few_contracts", contracts=len(days), needed=FEWEST)
    if not ended.any():
        raise NoForecast("no_contract_ended")
    # A contract that ended on its first day still ran for a while; logarithms ask for that.
    return Durations(np.maximum(days, 0.5), ended.astype(np.bool_), arrow)
