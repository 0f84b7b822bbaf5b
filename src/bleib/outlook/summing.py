"""From a row per customer to what is at risk and what is to be expected of all."""

from __future__ import annotations

from dataclasses import asdict
from math import isfinite
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from bleib.outlook.expected import Expected

if TYPE_CHECKING:
    from bleib.forecast.runs import Forecasts

PERCENT = 100
MONTHS = 12


def at_risk(scored: pa.Table, features: pa.Table) -> pa.ChunkedArray:
    """The chance of leaving times the revenue of a year: that of the last 365 days, or what running contracts bring.

    The larger of the two: who has a contract for service may buy far more than that. Both
    tables hold the same customers in the same order; columns leave, and mrr and revenue_365.
    """
    monthly, yearly = (pc.fill_null(features.column(name).cast(pa.float64()), 0.0) for name in ("mrr", "revenue_365"))
    stake = pc.max_element_wise(pc.multiply(monthly, float(MONTHS)), yearly, 0.0)
    return pc.multiply(pc.fill_null(scored.column("leave"), 0.0), stake)


def finite(table: pa.Table) -> pa.Table:
    """The same table, null where a number is none or without end: a column of the database holds neither."""
    for place, field in enumerate(table.schema):
        if pa.types.is_floating(field.type):
            column = table.column(place)
            table = table.set_column(place, field, pc.if_else(pc.is_finite(column), column, None))
    return table


def expected(found: Forecasts, scored: pa.Table) -> dict[str, Any]:
    """The sums as a run keeps them (see Expected); empty where nobody can be judged.

    Counted are those with a purchase in the last 365 days or a running contract: who left years ago leaves no more.
    """
    from bleib.forecast.slicing import is_active

    active = scored.filter(pa.array(is_active(found.features)))
    judged = active.filter(pc.is_valid(active.column("leave")))
    if not judged.num_rows:
        return {}
    sums = Expected(
        customers=judged.num_rows,
        leaving=_sum(judged, "leave") or 0.0,
        at_risk=_sum(judged, "at_risk") or 0.0,
        orders=_sum(scored, "orders"),
        value=_sum(scored, "value"),
        **_revenue(found, scored),
        top_share=None if found.pareto_share is None else found.pareto_share * PERCENT,
    )
    return asdict(sums)


def _revenue(found: Forecasts, scored: pa.Table) -> dict[str, float | None]:
    if _sum(scored, "revenue") is None:
        return {}
    ends = (found.revenue.low, found.revenue.high)
    low, high = ends if all(map(isfinite, ends)) else (None, None)
    return {"revenue": _sum(scored, "revenue"), "revenue_low": low, "revenue_high": high}


def _sum(table: pa.Table, name: str) -> float | None:
    value: float | None = pc.sum(table.column(name)).as_py()
    return value
