"""What purchase models need, from the features of customers."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from bleib.forecast.measures import Array, Flags
from bleib.forecast.words import NoForecast

EXACT = ("frequency", "recency", "age")
FEATURES = ("orders", "tenure_days", "days_since_order")


def purchase_table(features: pa.Table) -> pa.Table:
    """Columns frequency, recency, age in days and spend (mean amount of an order), a row for each of `features`.

    Taken as they are where the table has them; else from orders, tenure_days and days_since_order. Several orders on
    one day are one purchase there as far as that can be told: nobody buys on more days than there are.
    Not a number for who never bought. Raises NoForecast where the table has neither.
    """
    names = set(features.column_names)
    if names.issuperset(EXACT):
        frequency, recency, age = (_numbers(features, name) for name in EXACT)
    elif names.issuperset(FEATURES):
        orders, age, since = (_numbers(features, name) for name in FEATURES)
        recency = age - since
        frequency = np.minimum(orders - 1, recency)
    else:
        raise NoForecast("purchases_unknown", columns=", ".join(FEATURES))
    spend = next(
        (_numbers(features, name) for name in ("spend", "mean_order") if name in names), np.full(len(age), np.nan)
    )
    return pa.table({"frequency": frequency, "recency": recency, "age": age, "spend": spend})


def takes_part(bought: pa.Table) -> Flags:
    """Who bought before the day that is looked from, and as somebody can; others tell a purchase model nothing."""
    frequency, recency, age = (bought.column(name).to_numpy() for name in EXACT)
    with np.errstate(invalid="ignore"):
        possible = (age > 0) & (frequency >= 0) & (recency >= 0) & (recency <= age)
        return np.asarray(possible & ((frequency > 0) == (recency > 0)))


def _numbers(table: pa.Table, name: str) -> Array:
    return np.asarray(table.column(name).cast("float64").to_numpy(zero_copy_only=False), dtype=np.float64)
