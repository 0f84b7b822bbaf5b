"""Chances of leaving as the models of a run give them, of everybody or of a few, as known on a day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from bleib.outlook.summing import at_risk

if TYPE_CHECKING:
    from bleib.forecast.churn import Forecaster
    from bleib.history.past import Past


def known_on(past: Past, day: date, *, horizon: int) -> pa.Table:
    """Features, as known at the beginning of `day`, of those who have bought or have a running contract."""
    from bleib.forecast.churn.slices import is_contractual
    from bleib.forecast.features import features

    known = features(past.at(day), as_of=day, horizon=horizon)
    return known.filter(pc.or_(pc.greater(pc.fill_null(known["orders"], 0), 0), pa.array(is_contractual(known))))


def scored(known: pa.Table, forecaster: Forecaster) -> pa.Table:
    """customer, contractual, leave, leave_low, leave_high, at_risk of customers whose features are `known`."""
    from bleib.forecast.churn.slices import is_contractual

    low, high = forecaster.interval(known)
    chances = {"leave": forecaster.chance(known), "leave_low": low, "leave_high": high}
    table = pa.table(
        {"customer": known["customer"], "contractual": pa.array(is_contractual(known))}
        | {name: pa.array(each, pa.float64(), from_pandas=True) for name, each in chances.items()}
    )
    return table.append_column("at_risk", at_risk(table, known))
