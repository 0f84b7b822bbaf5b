"""What goes beside the chances of a row: the revenue at risk, and what weighs most."""

from __future__ import annotations

import json
from collections.abc import Iterator
from math import isfinite
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from bleib.outlook.summing import at_risk

if TYPE_CHECKING:
    from bleib.forecast.churn import Forecaster

TOP = 3
# Rows told of together: bounds memory.
CHUNK = 20_000


def with_reasons(table: pa.Table, features: pa.Table, forecaster: Forecaster) -> pa.Table:
    """The same table with at_risk and drivers (see Outlook). Both hold the same customers in the same order."""
    told = table.append_column("at_risk", at_risk(table, features))
    return told.append_column("drivers", pa.array(_drivers(features, forecaster), pa.string()))


def _drivers(features: pa.Table, forecaster: Forecaster) -> Iterator[str]:
    """Row by row as JSON."""
    for first in range(0, features.num_rows, CHUNK):
        part = features.slice(first, CHUNK)
        found = forecaster.drivers(part, top=TOP)
        names = {each.feature for row in found for each in row}
        values = {name: part.column(name).to_pylist() for name in names if name in part.column_names}
        for place, row in enumerate(found):
            said = [[each.feature, round(each.effect, 2), _value(values, each.feature, place)] for each in row]
            yield json.dumps(said, separators=(",", ":"))


def _value(values: dict[str, list[Any]], name: str, place: int) -> Any:
    """A number rounded as far as anybody reads it; None where the feature is unknown, which may speak as well."""
    value = values[name][place] if name in values else None
    if not isinstance(value, float):
        return value
    return round(value, 4) if isfinite(value) else None
