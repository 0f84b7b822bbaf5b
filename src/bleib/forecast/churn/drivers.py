"""What weighs most in one customer's chance of leaving."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from bleib.forecast.measures import Array

# Less than this in log-odds changes a chance by less than one percent point and explains nothing.
WORTH_SAYING = 0.05


@dataclass(frozen=True)
class Driver:
    """A feature by its name, and what it adds to the log-odds of leaving (below 0: it speaks for staying)."""

    feature: str
    effect: float


def strongest(effects: Array, names: Sequence[str], *, top: int) -> Iterator[tuple[Driver, ...]]:
    """Row by row the `top` features with the largest effect; columns made from one feature add up."""
    features, place = np.unique(np.asarray(names), return_inverse=True)
    summed = np.zeros((len(effects), len(features)))
    for column, feature in enumerate(place):
        summed[:, feature] += effects[:, column]
    best = np.argsort(-np.abs(summed), axis=1)[:, :top]
    for row, places in zip(summed, best, strict=True):
        yield tuple(Driver(str(features[at]), float(row[at])) for at in places if abs(row[at]) >= WORTH_SAYING)
