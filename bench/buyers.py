"""Simulated buyers for benchmarks of purchase models: how often, when last, how long known, and what came afterwards.

The process is the BG/NBD's own: customers buy at random, each at a rate of its own, and after each repeat purchase some
are gone for ever. Times in weeks, in whole days, because that is what an order's date says.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]
WEEK = 7.0
CALIBRATION = 39.0
HORIZON = 39.0


@dataclass(frozen=True)
class Shape:
    """r, alpha (weeks), a, b of the BG/NBD, and the weeks in which first purchases lie."""

    name: str
    parameters: tuple[float, float, float, float]
    arrivals: float


# The published parameters of the CDNOW sample; and a supplier whose customers order monthly and rarely leave.
CDNOW = Shape("CDNOW-like", (0.243, 4.414, 0.793, 2.426), 12.0)
B2B = Shape("low-churn B2B", (2.5, 12.0, 0.6, 30.0), 26.0)


@dataclass(frozen=True)
class Buyers:
    """Arrays of one length; `later`: purchases in the HORIZON after the calibration."""

    frequency: Array
    recency: Array
    age: Array
    later: Array


def simulate(shape: Shape, customers: int, *, seed: int) -> Buyers:
    """The same for the same arguments. All customers take their next step together, until nobody has one."""
    generator = np.random.default_rng(seed)
    r, alpha, a, b = shape.parameters
    rate, leaving = generator.gamma(r, 1 / alpha, customers), generator.beta(a, b, customers)
    age = np.round((CALIBRATION - generator.uniform(0, shape.arrivals, customers)) * WEEK) / WEEK
    now, frequency, recency, later = (np.zeros(customers) for _ in range(4))
    open_ones = np.arange(customers)
    while len(open_ones):
        now[open_ones] += generator.exponential(1.0, len(open_ones)) / np.maximum(rate[open_ones], 1e-12)
        day = np.round(now * WEEK) / WEEK
        open_ones = open_ones[now[open_ones] <= age[open_ones] + HORIZON]
        early = open_ones[day[open_ones] <= age[open_ones]]
        new_days = early[day[early] > recency[early]]  # several on one day count as one
        frequency[new_days] += 1
        recency[new_days] = day[new_days]
        later[open_ones[day[open_ones] > age[open_ones]]] += 1
        open_ones = open_ones[generator.random(len(open_ones)) >= leaving[open_ones]]
    return Buyers(frequency, recency, age, later)


def stored(shape: Shape, customers: int, *, to: Path) -> Path:
    """The buyers as a file that every contestant reads with NumPy alone; made where it is not there yet."""
    if not to.exists():
        to.parent.mkdir(parents=True, exist_ok=True)
        buyers = simulate(shape, customers, seed=customers)
        draft = to.with_name(f"draft-{to.name}")
        np.savez(draft, frequency=buyers.frequency, recency=buyers.recency, age=buyers.age)
        draft.rename(to)
    return to
