"""Possible futures: what each customer may bring, and all of them together, drawn at random."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from bleib.forecast.future.coming import Coming
from bleib.forecast.lifetime import HIGH, LOW, with_parameters
from bleib.forecast.measures import Array

DRAWS = 200
# Customers drawn together: bounds memory at some 30 MB.
CHUNK = 20_000


@dataclass(frozen=True)
class Drawn:
    """`low` and `high` end of the 95 % interval of each customer's sum; `totals`: the sum of all in each draw."""

    low: Array
    high: Array
    totals: Array


def draw_amounts(coming: Coming, bought: pa.Table, horizon: float, *, agree: Array) -> Drawn:
    """Amounts of the orders within `horizon` days.

    Uncertain are the parameters (as far as the data leave them open), who leaves, how often somebody orders and what
    an order amounts to. `agree` (see Coming.agreeing) multiplies the chance of still being there, and beyond 1 amounts.
    """
    parts = [
        _draw(coming, bought.slice(at, CHUNK), horizon, agree=agree[at : at + CHUNK], seed=at)
        for at in range(0, max(bought.num_rows, 1), CHUNK)
    ]
    low, high = (np.concatenate([part[place] for part in parts]) for place in (0, 1))
    return Drawn(low, high, np.sum([part[2] for part in parts], axis=0))


def _draw(coming: Coming, bought: pa.Table, horizon: float, *, agree: Array, seed: int) -> tuple[Array, Array, Array]:
    amounts = np.empty((DRAWS, bought.num_rows), dtype=np.float32)
    for place, parameters in enumerate(coming.model.fit.draws(DRAWS)):
        model = with_parameters(coming.model, parameters)
        alive = model.alive(bought) * agree
        orders = model.draw(bought, horizon, seed=seed + place, alive=alive)
        amounts[place] = _spent(coming, bought, orders, seed=seed + place) * np.maximum(alive, 1.0)
    low, high = np.percentile(amounts, [LOW, HIGH], axis=0)
    return low, high, amounts.sum(axis=1, dtype=np.float64)


def _spent(coming: Coming, bought: pa.Table, orders: Array, *, seed: int) -> Array:
    """What so many orders of each customer amount to, drawn."""
    if coming.spend is None:
        return orders * coming.amount(bought)
    return coming.spend.draw(bought, orders, seed=seed)
