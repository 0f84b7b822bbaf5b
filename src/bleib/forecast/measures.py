"""How good a ranking and its probabilities are: AUC, lift, Brier score, calibration; each with its error.

NumPy only, so that a page may read what was measured. `customers` (any labels) says which rows are the same customer
at several dates: rows of one customer err together, and the error counts them as one. `within` (labels, too) says
which rows are ranked among each other: customers of one date, say.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

Array = np.ndarray[Any, np.dtype[np.float64]]
Flags = np.ndarray[Any, np.dtype[np.bool_]]
Labels = np.ndarray[Any, Any]
Places = np.ndarray[Any, np.dtype[np.intp]]

# Of the normal distribution, for 95 %.
Z = 1.959964


@dataclass(frozen=True)
class Measure:
    """A measured value with its standard error (None: cannot be told)."""

    value: float
    error: float | None

    @property
    def low(self) -> float | None:
        return None if self.error is None else self.value - Z * self.error

    @property
    def high(self) -> float | None:
        return None if self.error is None else self.value + Z * self.error

    @property
    def above_noise(self) -> bool:
        """The whole 95 % interval lies above 0: what a difference has to show."""
        return self.low is not None and self.low > 0


@dataclass(frozen=True)
class Bin:
    """Customers of similar probability: how many, what was expected on average, what share really left."""

    customers: int
    expected: float
    left: float


def auc(scores: Array, left: Flags, *, customers: Labels | None = None, within: Labels | None = None) -> Measure | None:
    """Chance that one who left has a higher score than one who stayed; None where only one of both exists.

    Error by DeLong, DeLong & Clarke-Pearson (1988), Biometrics 44, 837-845, clustered as Obuchowski (1997) does.
    """
    groups = [rows for rows in grouped(within, len(left)) if left[rows].any() and not left[rows].all()]
    if not groups:
        return None
    values, influence = [], []
    for rows in groups:
        placed = _placements(scores[rows], left[rows])
        values.append(placed[left[rows]].mean())
        influence.append(_auc_influence(placed, left[rows]))
    value = np.average(values, weights=[len(rows) for rows in groups])
    rows = np.concatenate(groups)
    return measured(value, np.concatenate(influence), None if customers is None else customers[rows])


def auc_gain(new: Array, old: Array, left: Flags, *, customers: Labels | None = None) -> Measure | None:
    """By how much `new` ranks better than `old`, judged on the same customers (paired, DeLong)."""
    if left.all() or not left.any():
        return None
    better, worse = _placements(new, left), _placements(old, left)
    gain = better[left].mean() - worse[left].mean()
    return measured(gain, _auc_influence(better, left) - _auc_influence(worse, left), customers)


def lift(
    scores: Array,
    left: Flags,
    *,
    share: float = 0.1,
    customers: Labels | None = None,
    within: Labels | None = None,
) -> Measure | None:
    """How many times more often the `share` with the highest scores left than everybody; ties count in part."""
    if not left.any():
        return None
    taken = np.zeros(len(left))
    for rows in grouped(within, len(left)):
        taken[rows] = _taken(scores[rows], share)
    base, part = left.mean(), taken.mean()
    value = float((taken * left).mean() / part / base)
    influence = (taken * (left - value * base) / part - value * (left - base)) / base
    return measured(value, influence, customers)


def brier(chance: Array, left: Flags, *, customers: Labels | None = None) -> Measure:
    """Mean squared distance between probability and what happened; 0 is perfect."""
    squares = (chance - left) ** 2
    return measured(squares.mean(), squares - squares.mean(), customers)


def calibration(chance: Array, left: Flags, *, bins: int = 10) -> tuple[Bin, ...]:
    """Customers by rising probability in `bins` of equal size: expected and real share that left."""
    parts = np.array_split(np.argsort(chance, kind="stable"), min(bins, len(chance)))
    return tuple(Bin(len(each), float(chance[each].mean()), float(left[each].mean())) for each in parts)


def grouped(within: Labels | None, count: int) -> list[Places]:
    """The places of the rows with each label; without labels, of all rows."""
    if within is None:
        return [np.arange(count)]
    _, place = np.unique(within, return_inverse=True)
    return np.split(np.argsort(place, kind="stable"), np.cumsum(np.bincount(place))[:-1])


def measured(value: float, influence: Array, customers: Labels | None) -> Measure:
    """With the error from how much each row moves the value; rows of one customer move it together."""
    place = np.arange(len(influence))
    if customers is not None:
        _, place = np.unique(customers.astype(str), return_inverse=True)
    sums = np.bincount(place, weights=influence)
    count = len(sums)
    error = float(np.sqrt((sums**2).sum() * count / (count - 1)) / len(influence)) if count > 1 else None
    return Measure(float(value), error)


def _placements(scores: Array, left: Flags) -> Array:
    """For each customer the share of the other kind that it beats: stays below a leaver, leavers above a stayer."""
    whole = _ranks(scores)
    placed = np.empty(len(scores))
    leavers, stayers = int(left.sum()), int((~left).sum())
    placed[left] = (whole[left] - _ranks(scores[left])) / stayers
    placed[~left] = 1 - (whole[~left] - _ranks(scores[~left])) / leavers
    return placed


def _auc_influence(placed: Array, left: Flags) -> Array:
    share = left.mean()
    centre = placed[left].mean()
    return np.asarray(np.where(left, (placed - centre) / share, (placed - centre) / (1 - share)))


def _ranks(values: Array) -> Array:
    """1 for the smallest; equal ones share their mean rank."""
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return np.asarray((last - (counts - 1) / 2)[place], dtype=np.float64)


def _taken(scores: Array, share: float) -> Array:
    """1 for the highest scores, in all `share` of everybody; those equal at the border are taken in equal part."""
    wanted = max(share * len(scores), 1.0)
    border = np.sort(scores)[::-1][int(np.ceil(wanted)) - 1]
    above, equal = scores > border, scores == border
    return np.asarray(above + equal * (wanted - above.sum()) / equal.sum(), dtype=np.float64)
