"""Parquet from pandas, polars and warehouses."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

DAY = pa.array([date(2025, 1, 31)] * 2)


@pytest.fixture
def read_table(tmp_path, read_paths):
    def read_columns(name="orders.parquet", **columns):
        pq.write_table(pa.table(columns), tmp_path / name)
        return read_paths(tmp_path / name)

    return read_columns


@pytest.mark.parametrize(
    ("customers", "read_as"),
    [
        (pa.array([17850, None]), ["17850", None]),
        (pa.array([17850.0, None]), ["17850", None]),
        (pa.array(["0017", "NULL"]), ["0017", None]),
        (pa.array(["a", "b"]).dictionary_encode(), ["a", "b"]),
        (pa.array([10**17 + 1, 2]), ["100000000000000001", "2"]),
    ],
)
def test_customers_of_all_types(read_table, customers, read_as):
    assert read_table(customer=customers, order=[1, 2], date=DAY, amount=[1.5, 2.5]).each("customer") == read_as


@pytest.mark.parametrize(
    ("amounts", "read_as"),
    [
        (pa.array([0.1 + 0.2, 1e-7]), ["0.3000", "0.0000"]),
        (pa.array([1.234, 2.345]), ["1.2340", "2.3450"]),
        (pa.array([1, 2]), ["1.0000", "2.0000"]),
        (pa.array([Decimal("1.50"), Decimal("-0.10")], pa.decimal128(30, 2)), ["1.5000", "-0.1000"]),
        (pa.array([0.1, 123.5], pa.float32()), ["0.1000", "123.5000"]),
        (pa.array(["1,50", "1.234,50"]), ["1.5000", "1234.5000"]),
    ],
)
def test_amounts_of_all_types(read_table, amounts, read_as):
    found = read_table(customer=["a", "b"], order=[1, 2], date=DAY, amount=amounts)
    assert [str(each) for each in found.each("amount")] == read_as


@pytest.mark.parametrize(
    "type_", [pa.timestamp("ms"), pa.timestamp("ns"), pa.timestamp("us", "Europe/Berlin"), pa.timestamp("us", "UTC")]
)
def test_timestamps_of_all_kinds(read_table, type_):
    instant = datetime(2025, 1, 31, 22, 30, tzinfo=UTC)
    local = instant if type_.tz else instant.replace(tzinfo=None, hour=23)
    found = read_table(customer=["a"], date=pa.array([local], type_), amount=[1.0])
    assert (found.facts[0].occurred_at, str(found.facts[0].day)) == (instant, "2025-01-31")


def test_nan_and_infinity_are_rejected(read_table):
    days = pa.array([date(2025, 1, 1)] * 4)
    found = read_table(customer=list("abcd"), date=days, amount=[1.0, float("nan"), float("inf"), 2.0])
    assert [(each.line, each.value, each.code) for each in found.rejects] == [
        (2, "nan", "bad_number"),
        (3, "inf", "bad_number"),
    ]


def test_nested_columns_are_passed_over(read_table):
    found = read_table(customer=["a", "b"], date=DAY, amount=[1.5, 2.5], tags=[["x"], []], at=[{"a": 1}] * 2)
    assert found.counts.accepted == 2


def test_column_names_of_any_kind(read_table):
    found = read_table(**{'Customer "ID"': ["a"], "Order\nNo": ["x"], "it's; date": ["2025-01-01"], "amount": [1.0]})
    assert found.each("ref") == ["x"]


def test_a_file_name_that_looks_like_a_pattern_reads_no_other_file(read_table):
    read_table(name="orders2.parquet", customer=["other"], date=["2025-01-01"], amount=[1.0])
    assert read_table(name="orders*.parquet", customer=["a"], date=["2025-01-01"], amount=[1.0]).each("customer") == [
        "a"
    ]
