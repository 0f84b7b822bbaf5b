"""What customers will still bring: expected, discounted, and how sure that is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, TypeVar

import numpy as np

from bleib.forecast.protocol import Array, Fitted
from bleib.kernel.errors import UsageError

DRAWS = 400
LOW, HIGH = 2.5, 97.5
M = TypeVar("M", bound=Fitted)


@dataclass(frozen=True)
class Total:
    """A sum over all customers: what is expected, and the 95 % interval of what may come."""

    expected: float
    low: float
    high: float


def total_purchases(model: Fitted, table: Any, horizon: float, *, draws: int = DRAWS, seed: int = 0) -> Total:
    """Purchases of everybody in the `horizon`.

    The interval holds both what we do not know: the parameters (as uncertain as the data leave them) and chance itself.
    """
    sums = [
        with_parameters(model, parameters).draw(table, horizon, seed=seed + place).sum()
        for place, parameters in enumerate(model.fit.draws(draws, seed=seed))
    ]
    low, high = np.percentile(sums, [LOW, HIGH])
    return Total(float(model.purchases(table, horizon).sum()), float(low), float(high))


def with_parameters(model: M, parameters: Array) -> M:
    """The same model with other parameters."""
    return replace(model, fit=model.fit.at(parameters))  # type: ignore[type-var]


def lifetime_value(
    model: Fitted, table: Any, horizon: float, *, amount: Any, margin: float = 1.0, discount: float = 0.0, step: float
) -> Array:
    """Expected margin of each customer in the `horizon`, discounted to today.

    `amount`: expected amount of a purchase, one for all or one per customer; `margin`: share of it that is earned;
    `discount`: rate per `step` (a step as long as the unit of the rate: 365 for days and a yearly rate). Within a step
    purchases are spread as expected, and discounted from its middle. Raises UsageError for impossible values.
    """
    if horizon <= 0 or step <= 0 or discount <= -1 or not 0 <= margin <= 1:
        raise UsageError("horizon and step are above 0, discount is above -1 (0.1 are 10 %), margin lies in 0 to 1.")
    ends = np.append(np.arange(step, horizon, step), horizon)
    until = [model.purchases(table, float(end)) for end in ends]
    gained = [until[0], *(late - early for early, late in pairwise(until))]
    middles = (ends + np.append(0.0, ends[:-1])) / 2 / step
    factors = (1 + discount) ** -middles
    worth = sum(each * factor for each, factor in zip(gained, factors, strict=True))
    return np.asarray(worth * margin * np.asarray(amount, dtype=np.float64))
