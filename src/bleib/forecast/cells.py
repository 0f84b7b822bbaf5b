"""The table that purchase models are fitted on, with identical customers merged and counted."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np
import pyarrow as pa

from bleib.forecast.protocol import FEWEST, Array
from bleib.forecast.words import NoForecast
from bleib.history.tables import to_arrow
from bleib.kernel.errors import UsageError

COLUMNS = ("frequency", "recency", "age")
GRID = 8_000_000  # places of which one byte to eight each may be held while counting
AT_ONCE = 250_000  # rows
FEW_ROWS = 10_000
THINNED = 2_000


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

    def thinned(self) -> Cells:
        """Every so manieth cell, so that some THINNED are left: enough to come near, not to arrive."""
        step = max(1, len(self.weight) // THINNED)
        return Cells(self.frequency[::step], self.recency[::step], self.age[::step], self.weight[::step])


def cells(table: Any) -> Cells:
    """Merge a table (pyarrow, pandas, polars) with the columns frequency, recency, age.

    Raises UsageError where a column lacks or a row is impossible, CannotFit below 10 customers or without any repeat
    purchase.
    """
    found = _merged(_picked(table))
    _check(found)
    return found


def _merged(arrow: pa.Table) -> Cells:
    """Rows that are alike, once. Whole days take few values: then their places in a grid are counted, without hashing
    rows."""
    coded = [_coded(arrow.column(name)) for name in COLUMNS]
    shape = [len(values) for values, _ in coded]
    if arrow.num_rows < FEW_ROWS or prod(shape) > GRID:
        grouped = arrow.group_by(list(COLUMNS)).aggregate([([], "count_all")])
        frequency, recency, age = (_numbers(grouped, name) for name in COLUMNS)
        return Cells(frequency, recency, age, _numbers(grouped, "count_all"))
    weights = np.zeros(prod(shape), dtype=np.int32)
    for first in range(0, arrow.num_rows, AT_ONCE):
        places = np.ravel_multi_index([codes[first : first + AT_ONCE] for _, codes in coded], shape)
        weights += np.bincount(places, minlength=len(weights))
    taken = np.flatnonzero(weights)
    frequency, recency, age = (
        values[codes] for (values, _), codes in zip(coded, np.unravel_index(taken, shape), strict=True)
    )
    return Cells(frequency, recency, age, weights[taken].astype(np.float64))


def _coded(column: pa.ChunkedArray) -> tuple[Array, np.ndarray[Any, np.dtype[np.unsignedinteger]]]:
    """The column's distinct values, and for each row which of them it has, in as few bytes as that takes."""
    numbers = column.cast(pa.float64())
    if numbers.null_count:
        numbers = numbers.fill_null(float("nan"))
    whole = numbers.chunk(0) if numbers.num_chunks == 1 else numbers.combine_chunks()
    encoded = whole.dictionary_encode()
    # By DLPack, because `fill_null` and `to_numpy` load pandas where it is installed: half of all memory.
    values = np.array(np.from_dlpack(encoded.dictionary))
    return values, np.from_dlpack(encoded.indices).astype(np.min_scalar_type(len(values)))


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
    return np.asarray(table.column(name).cast(pa.float64()).to_numpy(), dtype=np.float64)


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
