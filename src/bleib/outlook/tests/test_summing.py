"""What a row and a run say in numbers."""

from __future__ import annotations

import math

import pyarrow as pa

from bleib.outlook.summing import at_risk, finite


def test_at_risk_is_the_chance_times_what_contracts_bring_in_a_year_or_orders_brought():
    scored = pa.table({"leave": [0.5, 0.5, 0.1, None, 0.9]})
    features = pa.table({"mrr": [100.0, 10.0, 0.0, 50.0, None], "revenue_365": [9.0, 700.0, 300.0, 1.0, -20.0]})
    assert at_risk(scored, features).to_pylist() == [600.0, 350.0, 30.0, 0.0, 0.0]


def test_numbers_that_are_none_become_null():
    table = pa.table({"customer": ["a", "b", "c"], "value": [1.5, math.nan, -math.inf]})
    assert finite(table)["value"].to_pylist() == [1.5, None, None]
