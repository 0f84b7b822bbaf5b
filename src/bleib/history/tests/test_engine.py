"""The same tables and the same SQL on DuckDB and on Spark Connect."""

import sys
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from sqlglot import exp

from bleib.history.dialect import parse, render
from bleib.history.engine import KEPT, DuckDBEngine, Engine, SparkEngine, connect
from bleib.history.tables import ACTIVITY, CUSTOMERS
from bleib.history.tests.sail import sail_server
from bleib.kernel.errors import UsageError

ADLER_TWICE = {
    "customer": ["Adler", "Adler", "Brandt", None],
    "day": [date(2024, 1, 10), date(2024, 2, 20), date(2024, 3, 1), date(2024, 3, 2)],
    "orders": [1, 1, 2, 0],
    "revenue": [100.10, 50.25, 7.0, 3.5],
}


@pytest.fixture(scope="module")
def sail() -> Iterator[str]:
    with sail_server() as url:
        yield url


def rows(engine: Engine, text: str) -> list[dict[str, Any]]:
    return list(engine.run(parse(text)).to_pylist())


def test_a_table_of_activity_is_enough():
    engine = DuckDBEngine.over(activity=pa.table(ADLER_TWICE))
    assert rows(engine, "select customer, second_on, order_days from customers order by 1") == [
        {"customer": "Adler", "second_on": date(2024, 2, 20), "order_days": 2},
        {"customer": "Brandt", "second_on": date(2024, 3, 1), "order_days": 1},
    ]


@pytest.mark.parametrize("kind", [pa.table, pd.DataFrame, pl.DataFrame])
def test_arrow_pandas_and_polars_become_the_same_exact_money(kind):
    engine = DuckDBEngine.over(activity=kind(ADLER_TWICE))
    assert rows(engine, "select sum(revenue) as revenue from activity") == [{"revenue": Decimal("160.8500")}]


def test_customers_of_ones_own_bring_further_columns_to_slice_by():
    customers = pa.table({"customer": ["Adler"], "first_on": [date(2024, 1, 10)], "owner": ["Petra"]})
    engine = DuckDBEngine.over(activity=pa.table(ADLER_TWICE), customers=customers)
    assert engine.run(exp.select("*").from_("customers")).column_names == [*CUSTOMERS.names, "owner"]


def test_an_existing_connection_keeps_its_tables_and_is_closed_with_the_engine():
    connection = duckdb.connect()
    connection.execute("create table activity as select 'Adler' as customer, date '2024-01-10' as day, 1 as orders")
    engine = DuckDBEngine(connection)
    assert engine.run(parse("select count(*) as n from activity")).column("n").to_pylist() == [1]
    engine.close()
    with pytest.raises(duckdb.ConnectionException):
        engine.run(parse("select 1"))


def test_rows_that_several_queries_need_are_computed_once():
    engine = DuckDBEngine.over(activity=pa.table(ADLER_TWICE))
    first = engine.keep("select random() as drawn from activity")
    again = engine.keep("select random() as drawn from activity")
    assert rows(engine, f"select drawn from {first}") == rows(engine, f"select drawn from {again}")


def test_only_the_last_rows_are_kept():
    engine = DuckDBEngine.over(activity=pa.table(ADLER_TWICE))
    names = [engine.keep(f"select {number} as n") for number in range(KEPT + 1)]
    assert rows(engine, f"from {names[-1]}") == [{"n": KEPT}]
    with pytest.raises(duckdb.CatalogException):
        engine.run(f"from {names[0]}")


def test_engines_that_share_a_connection_keep_apart():
    connection = duckdb.connect()
    names = {DuckDBEngine(connection).keep("select 1 as n") for _ in range(2)}
    assert len(names) == 2


def test_a_credit_before_the_first_purchase_makes_nobody_a_customer_earlier():
    days = {"customer": ["Adler"] * 2, "day": [date(2024, 1, 1), date(2024, 1, 5)], "orders": [0, 1]}
    engine = DuckDBEngine.over(activity=pa.table(days))
    assert rows(engine, "select first_on, second_on, orders from customers") == [
        {"first_on": date(2024, 1, 5), "second_on": None, "orders": 1}
    ]


def test_a_missing_column_is_named():
    with pytest.raises(UsageError, match="lacks the column orders"):
        DuckDBEngine.over(activity=pa.table({"customer": ["Adler"], "day": [date(2024, 1, 1)]}))


def test_a_column_of_the_wrong_kind_is_named():
    with pytest.raises(UsageError, match="column day"):
        DuckDBEngine.over(activity=pa.table({"customer": ["Adler"], "day": ["yesterday"], "orders": [1]}))


def test_something_that_is_no_table_is_refused():
    with pytest.raises(UsageError, match="table is needed"):
        connect(activity={"customer": ["Adler"]})


def test_the_environment_chooses_the_engine(monkeypatch):
    monkeypatch.setenv("BLEIB_ENGINE", "oracle")
    with pytest.raises(UsageError, match="'oracle' is no engine"):
        connect(activity=ACTIVITY.empty_table())


def test_duckdb_runs_where_nothing_is_chosen(monkeypatch):
    monkeypatch.delenv("BLEIB_ENGINE", raising=False)
    assert connect(activity=ACTIVITY.empty_table()).dialect == "duckdb"


def test_without_sparks_client_the_error_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    with pytest.raises(UsageError, match=r"pip install 'bleib\[spark\]'"):
        connect("sc://localhost:1", activity=ACTIVITY.empty_table())


def test_quantiles_are_exact_on_spark_too():
    assert render(parse("select quantile_cont(gap, 0.9) from gaps"), "spark") == "SELECT PERCENTILE(gap, 0.9) FROM gaps"


@pytest.mark.spark
def test_customers_are_derived_equally_on_spark(sail):
    text = "select * from customers order by customer"
    spark = SparkEngine.over(sail, activity=pa.table(ADLER_TWICE))
    assert rows(spark, text) == rows(DuckDBEngine.over(activity=pa.table(ADLER_TWICE)), text)
    spark.close()


@pytest.mark.spark
def test_medians_and_quantiles_are_interpolated_equally_on_spark(sail):
    text = "select median(orders) as m, quantile_cont(orders, 0.9) as q from activity"
    with_ties = pa.table(ADLER_TWICE)
    spark = connect(sail, activity=with_ties, customers=pa.table({"customer": ["Adler"], "first_on": [None]}))
    assert rows(spark, text) == rows(DuckDBEngine.over(activity=with_ties), text)
    spark.close()
