"""The same kind of table comes back that went in."""

from decimal import Decimal

import pandas as pd
import polars as pl
import pyarrow as pa

from bleib import metrics
from bleib.history.engine import DuckDBEngine
from bleib.metrics.tests.story import H1, H2, STORY


def test_arrow_in_arrow_out():
    assert isinstance(metrics.retention(STORY, base=H1, next=H2), pa.Table)


def test_pandas_in_pandas_out():
    answer = metrics.retention(STORY.to_pandas(), base=H1, next=H2)
    assert isinstance(answer, pd.DataFrame)
    assert answer.loc[0, "crr"] == 50


def test_polars_in_polars_out():
    answer = metrics.revenue_retention(pl.DataFrame(STORY), base=H1, next=H2)
    assert isinstance(answer, pl.DataFrame)
    assert answer["new"].to_list() == [Decimal("500.0000")]


def test_an_engine_gives_arrow():
    assert isinstance(metrics.retention(DuckDBEngine.over(activity=STORY), base=H1, next=H2), pa.Table)


def test_three_columns_of_pandas_are_enough():
    days = pd.to_datetime(["2024-01-10", "2024-08-10"])
    frame = pd.DataFrame({"customer": ["Adler", "Adler"], "day": days, "orders": [1, 1]})
    assert metrics.retention(frame, base=H1, next=H2)["kept"].tolist() == [1]


def test_money_stays_exact_from_floats():
    frame = pl.DataFrame({"customer": ["A"], "day": [H1.start], "orders": [1], "revenue": [0.1 + 0.2]})
    assert metrics.totals(frame, until=H2.end)["revenue"].to_list() == [Decimal("0.3000")]
