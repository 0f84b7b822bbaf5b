"""Cases whose answers are known beforehand."""

from datetime import date, timedelta

import numpy as np
import pyarrow as pa

from bleib.forecast.backtest.cases import Cases

DAY = date(2026, 1, 1)


def cases(count=400, *, origins=1, seed=7, **columns) -> Cases:
    """`count` customers at `origins`; their chance of leaving is known, and they leave with it."""
    generator = np.random.default_rng(seed + 1)
    tables = []
    for origin in range(origins):
        chance = np.random.default_rng(seed).random(count)  # a customer's own, at every origin
        made = {
            "customer": [f"K{number}" for number in range(count)],
            "as_of": [DAY + timedelta(days=30 * origin)] * count,
            "contractual": [False] * count,
            "left": generator.random(count) < chance,
            "chance": chance,
            "base_rate": [0.5] * count,
            "days_since_order": 100 * chance + 20 * generator.random(count),
            "usual_gap": [None, *[30.0] * (count - 1)],
            "yearly": [1000.0] * count,
        }
        tables.append(pa.table(made | columns))
    return Cases.of(tables)
