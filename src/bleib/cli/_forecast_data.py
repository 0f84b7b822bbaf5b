"""A forecast as JSON: everything that the terminal shows, of all customers, unrounded."""

from __future__ import annotations

from collections.abc import Mapping
from math import isnan
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from bleib.forecast.backtest.cases import yearly

if TYPE_CHECKING:
    from bleib.forecast import Forecasts


def to_json(found: Forecasts, *, names: Mapping[str, str | None], currency: str, lang: str) -> dict[str, Any]:
    """docs/forecast.md describes the keys. Chances are 0 to 1; null is what nobody can say."""
    data: dict[str, Any] = _without_nan({
        "as_of": found.as_of.isoformat(),
        "horizon": found.horizon,
        "currency": currency,
        "expected": {
            "revenue": found.revenue.expected, "low": found.revenue.low, "high": found.revenue.high,
            "pareto_share": found.pareto_share,
        },
        "models": [card.to_json() for card in found.cards],
        "remarks": [{"code": each.code, "text": each.sentence(lang)} for each in found.remarks],
        "customers": [{**row, "name": names.get(row["customer"])} for row in at_risk(found).to_pylist()],
    })  # fmt: skip
    return data


def at_risk(found: Forecasts) -> pa.Table:
    """The table of the forecast with `at_risk`: the chance of leaving times the revenue of a year; most of it first."""
    risk = pc.multiply(found.table.column("leave"), pc.max_element_wise(yearly(found.features), 0.0))
    table = found.table.append_column("at_risk", risk)
    return table.sort_by([("at_risk", "descending"), ("leave", "descending"), ("customer", "ascending")])


def _without_nan(value: Any) -> Any:
    """JSON knows no "not a number": what nobody can say is null."""
    if isinstance(value, Mapping):
        return {key: _without_nan(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_without_nan(each) for each in value]
    return None if isinstance(value, float) and isnan(value) else value
