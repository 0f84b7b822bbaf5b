"""Purchases that a purchase model expects, beside those that were made: the classic test of such models."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa

from bleib.forecast.cells import customers
from bleib.forecast.protocol import Array, Fitted

# From so many repeat purchases on, customers stand together: there are few of each number.
MOST = 7


def holdout(fitted: Fitted, table: Any, later: Array, *, horizon: float) -> pa.Table:
    """How many purchases the customers of `table` were expected to make in the next `horizon`, and made (`later`).

    Columns: repeats (0 to 6, 7 and more), customers, actual and expected (purchases of each on average). Source: Fader,
    Hardie & Lee (2005), figure 4.
    """
    repeats = np.minimum(customers(table).frequency, MOST).astype(np.int64)
    expected = fitted.purchases(table, horizon)
    groups = np.unique(repeats)
    return pa.table(
        {
            "repeats": groups,
            "customers": [int((repeats == each).sum()) for each in groups],
            "actual": [float(later[repeats == each].mean()) for each in groups],
            "expected": [float(expected[repeats == each].mean()) for each in groups],
        }
    )
