"""The table that purchase models are fitted on, with identical customers merged and counted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from bleib.forecast.merging import merged
from bleib.forecast.protocol import FEWEST, Array
from bleib.forecast.words import NoForecast
from bleib.history.tables import to_arrow
from bleib.kernel.errors import UsageError

COLUMNS = ("frequency", "recency", "age")
FEW_CELLS = 5_000
PARTS = 16  # of the longest age, in which times are nearly alike


@dataclass(frozen=True)
class Cells:
    """`frequency` repeat purchases, `recency` time of the last of them, `age` time since the first purchase: arrays.

    Times are in one unit, from the customer's first purchase on; recency is 0 where there is no repeat purchase.
    `weight` says how many customers are alike.
    """

    frequency: Array
    recency: Array
    age: Array
    weight: Array

    @property
    def customers(self) -> int:
        return int(self.weight.sum())

    def scaled(self, unit: float) -> Cells:
        """The same with times in `unit`s."""
        return Cells(self.frequency, self.recency / unit, self.age / unit, self.weight)

    def coarse(self) -> Cells:
        """Cells that are nearly alike, put together at their mean: much fewer, which lead to nearly the same fit."""
        if len(self.weight) <= FEW_CELLS:
            return self
        width = self.age.max() / PARTS
        _, times = np.unique(self.frequency, return_inverse=True)
        key = (times * PARTS + _part(self.recency, width)) * PARTS + _part(self.age, width)
        weight = np.asarray(np.bincount(key, self.weight), dtype=np.float64)
        some = weight > 0
        frequency, recency, age = (
            np.bincount(key, self.weight * each)[some] / weight[some]
            for each in (self.frequency, self.recency, self.age)
        )
        return Cells(frequency, recency, age, weight[some])


def _part(times: Array, width: float) -> np.ndarray[Any, np.dtype[np.intp]]:
    return np.minimum(times / width, PARTS - 1).astype(np.intp)


def cells(table: Any) -> Cells:
    """Merge a table (pyarrow, pandas, polars) with the columns frequency, recency, age.

    Raises UsageError where a column lacks or a row is impossible, CannotFit below 10 customers or without any repeat
    purchase.
    """
    arrow = _picked(table)
    (frequency, recency, age), weight = merged([_numbers(arrow, name) for name in COLUMNS])
    found = Cells(frequency, recency, age, weight)
    _check(found)
    return found


def customers(table: Any) -> Cells:
    """The same rows as they stand, each of weight 1: what is asked of a fitted model."""
    arrow = _picked(table)
    frequency, recency, age = (_numbers(arrow, name) for name in COLUMNS)
    found = Cells(frequency, recency, age, np.ones(arrow.num_rows))
    _check_rows(found)
    return found


def _picked(table: Any) -> pa.Table:
    arrow = to_arrow(table)
    lacking = [name for name in COLUMNS if name not in arrow.column_names]
    if lacking:
        raise UsageError(
            f"The table lacks the column {', '.join(lacking)}. Needed are frequency (repeat purchases), recency (time "
            "from the first to the last purchase) and age (time from the first purchase to today), in one unit."
        )
    return arrow.select(list(COLUMNS))


def _numbers(table: pa.Table, name: str) -> Array:
    """By DLPack where it can be: casting and `to_numpy` load modules of pyarrow, and pandas where it is installed."""
    column = table.column(name)
    whole = column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()
    if whole.type == pa.float64() and not whole.null_count:
        return np.asarray(np.from_dlpack(whole), dtype=np.float64)
    return np.asarray(whole.cast(pa.float64()).to_numpy(zero_copy_only=False), dtype=np.float64)


def _check(found: Cells) -> None:
    _check_rows(found)
    if found.customers < FEWEST:
        raise NoForecast("too_few_customers", customers=found.customers, needed=FEWEST)
    if not (found.frequency > 0).any():
        raise NoForecast("nobody_bought_twice")


def _check_rows(found: Cells) -> None:
    """Each rule with the first row that breaks it."""
    rules = {
        "frequency is no whole number of 0 or more": (found.frequency < 0) | (found.frequency % 1 != 0),
        "recency lies outside 0 and age": ~((found.recency >= 0) & (found.recency <= found.age)),
        "age is not above 0": ~((found.age > 0) & np.isfinite(found.age)),
        "recency and frequency contradict each other (without repeat purchases both are 0)": (
            (found.frequency == 0) != (found.recency == 0)
        ),
    }
    for what, broken in rules.items():
        if broken.any():
            at = int(np.argmax(broken))
            row = f"frequency {found.frequency[at]:g}, recency {found.recency[at]:g}, age {found.age[at]:g}"
            raise UsageError(f"{int(broken.sum())} rows cannot be: {what}. The first: {row}.")
