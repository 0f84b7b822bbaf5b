"""Rows of numbers that are alike, once, and how many there were of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np

from bleib.forecast.protocol import Array

Keys = np.ndarray[Any, np.dtype[np.signedinteger]]

AT_ONCE = 65_536  # rows: what is made of so many stays in the processor's cache
LOOKED_AT = 5_000  # rows from which a column's step is guessed
MOST_VALUES = 1_000_000  # of one column
HALF = np.iinfo(np.int32).max
WHOLE = np.iinfo(np.int64).max


def merged(columns: Sequence[Array]) -> tuple[list[Array], Array]:
    """The distinct rows of `columns`, which are of one length, column by column, and how often each occurs.

    Whole days lie on a grid: then a row is one whole number, and numbers are sorted much faster than rows.
    """
    grids = [_Grid.of(column) for column in columns]
    found = [grid for grid in grids if grid is not None]
    if len(found) == len(columns) and prod(grid.places for grid in found) <= WHOLE:
        counted = _counted(columns, found)
        if counted is not None:
            return counted
    return _compared(columns)


@dataclass
class _Grid:
    """Values from `low` on, each a whole number of steps further. `seen` holds those that occur, as they are."""

    low: float
    per_step: float
    seen: Array

    @property
    def places(self) -> int:
        return len(self.seen)

    @classmethod
    def of(cls, column: Array) -> _Grid | None:
        """As far as some of the rows tell; None where there is no grid, or too large a one."""
        if not len(column) or not (np.isfinite(column.min()) and np.isfinite(column.max())):
            return None
        low, high = float(column.min()), float(column.max())
        some = np.unique(column[:: max(1, len(column) // LOOKED_AT)])
        step = float(np.diff(some).min()) if len(some) > 1 else max(high - low, 1.0)
        if (high - low) / step >= MOST_VALUES:
            return None
        return cls(low, 1 / step, np.full(int((high - low) / step + 0.5) + 1, np.nan))

    def on(self, values: Array, kind: type[np.signedinteger]) -> Keys | None:
        """Their places; None where two that are not the same would share one."""
        places = ((values - self.low) * self.per_step + 0.5).astype(kind)
        before = self.seen.copy()
        self.seen[places] = values
        kept = (self.seen == before) | np.isnan(before)
        return places if kept.all() and (self.seen[places] == values).all() else None


def _counted(columns: Sequence[Array], grids: Sequence[_Grid]) -> tuple[list[Array], Array] | None:
    """By one whole number a row; None where a column leaves its grid."""
    shape = [grid.places for grid in grids]
    kind = np.int32 if prod(shape) <= HALF else np.int64
    keys: Keys = np.zeros(len(columns[0]), dtype=kind)
    for first in range(0, len(keys), AT_ONCE):
        some = keys[first : first + AT_ONCE]
        for column, grid in zip(columns, grids, strict=True):
            places = grid.on(column[first : first + AT_ONCE], kind)
            if places is None:
                return None
            some *= kind(grid.places)
            some += places
    keys.sort()
    starts = _starts(keys[1:] != keys[:-1])
    taken = np.unravel_index(keys[starts], shape)
    return [grid.seen[places] for grid, places in zip(grids, taken, strict=True)], _lengths(starts, len(keys))


def _compared(columns: Sequence[Array]) -> tuple[list[Array], Array]:
    """By comparing rows, which any numbers bear."""
    order = np.lexsort(columns)
    ordered = [column[order] for column in columns]
    other = np.zeros(max(0, len(order) - 1), dtype=np.bool_)
    for column in ordered:
        other |= column[1:] != column[:-1]
    starts = _starts(other)[: len(order)]
    return [column[starts] for column in ordered], _lengths(starts, len(order))


def _starts(other: np.ndarray[Any, np.dtype[np.bool_]]) -> np.ndarray[Any, np.dtype[np.intp]]:
    """Where runs of the same begin; `other` says of each row but the first whether it differs from the one before."""
    return np.concatenate([[0], np.flatnonzero(other) + 1]).astype(np.intp)


def _lengths(starts: np.ndarray[Any, np.dtype[np.intp]], end: int) -> Array:
    return np.diff(starts, append=end).astype(np.float64)
