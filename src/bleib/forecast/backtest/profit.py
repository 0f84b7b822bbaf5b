"""Expected maximum profit: what a ranking is worth to somebody who contacts as many of its first as pays.

Source: Verbraken, Verbeke & Baesens (2013), "A Novel Profit Maximizing Metric for Measuring Classification Performance
of Customer Churn Prediction Models", IEEE TKDE 25(5), 961-973. Of those who would leave a share accepts the offer;
nobody knows it beforehand, so profit is averaged over a Beta distribution of it, with the best cut for each.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import isotonic_regression

from bleib.forecast.costs import Stake
from bleib.forecast.measures import Flags, Labels, Measure, grouped, measured
from bleib.forecast.protocol import Array


@dataclass(frozen=True)
class Profit:
    """`of_value`: expected maximum profit per customer, as a share of the stake's value; `contacted`: of all customers.

    In money: `of_value` times the value of the stake.
    """

    of_value: Measure
    contacted: float


def expected_profit(
    scores: Array, left: Flags, stake: Stake, *, customers: Labels | None = None, within: Labels | None = None
) -> Profit:
    """Of a ranking of at least one customer by `scores`, the likeliest leaver highest.

    `within` as in `measures`: each group has a best cut of its own, which follows from the convex hull of its ROC
    curve, which is what isotonic regression finds.
    """
    share = np.empty(len(left))
    for rows in grouped(within, len(left)):
        share[rows] = risen(scores[rows], left[rows])
    offer, contact = stake.offer / stake.value, stake.contact / stake.value
    if offer >= 1:  # an offer that eats the whole value never pays
        return Profit(measured(0.0, np.zeros(len(left)), customers), 0.0)
    with np.errstate(divide="ignore"):
        border = np.minimum((contact + (1 - share) * offer) / (share * (1 - offer)), 1.0)
    above, mean = stake.accepted_above(border)
    each = left * (1 - offer) * mean - (contact + (1 - left) * offer) * above
    return Profit(measured(float(each.mean()), each - each.mean(), customers), float(above.mean()))


def risen(scores: Array, left: Flags) -> Array:
    """For each customer the share that left among those ranked alike; it never falls as the score rises."""
    _, place, counts = np.unique(scores, return_inverse=True, return_counts=True)
    rates = np.bincount(place, weights=left) / counts
    return np.asarray(isotonic_regression(rates, weights=counts).x[place], dtype=np.float64)
