"""Customers of whom we know how likely each was to leave."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pyarrow as pa

from bleib.forecast.churn import Slice

START = date(2024, 1, 1)
HORIZON = 90


def true_chance(table: pa.Table) -> np.ndarray:
    silence, errors = table["days_since_order"].to_numpy(), table["errors_30"].to_numpy()
    return np.asarray(1 / (1 + np.exp(-(-2.0 + 0.02 * silence + 0.5 * errors))))


def slice_of(customers: int, *, number: int = 0, seed: int = 0, season: float = 0.0) -> Slice:
    """One date of many: `season` is added to everybody's log-odds."""
    generator = np.random.default_rng((seed, number))
    silence = generator.integers(1, 120, customers)
    table = pa.table(
        {
            "customer": [f"C{each}" for each in range(customers)],
            "days_since_order": silence,
            "tenure_days": silence + generator.integers(1, 900, customers),
            "orders": generator.poisson(4, customers) + 2,
            "errors_30": generator.poisson(1, customers),
            "noise": generator.normal(size=customers),
            "month": np.full(customers, number % 12),
        }
    )
    odds = np.log(true_chance(table) / (1 - true_chance(table))) + season
    left = generator.random(customers) < 1 / (1 + np.exp(-odds))
    outcomes = pa.table({"customer": table["customer"], "left": left})
    return Slice(START + timedelta(days=HORIZON * number), table, outcomes)


def slices_of(customers: int, *, dates: int, seed: int = 0) -> list[Slice]:
    return [slice_of(customers, number=number, seed=seed) for number in range(dates)]
