"""What counts as a purchase, on which day, and what it earned."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import duckdb
import pytest

from bleib.history import activity
from bleib.history.tests.example_facts import line, stage


@pytest.fixture
def connection() -> duckdb.DuckDBPyConnection:
    return duckdb.connect()


def days(connection: duckdb.DuckDBPyConnection, *lines: dict[str, Any], **options: Any) -> list[dict[str, Any]]:
    stage(connection, lines)
    activity.build(connection, **options)
    assert both_ways_agree(connection, non_goods=options.get("non_goods", ()))
    rows = connection.sql("from activity order by customer, day").to_arrow_table().to_pylist()
    return [{**row, "day": row["day"].isoformat()} for row in rows]


def both_ways_agree(connection: duckdb.DuckDBPyConnection, *, non_goods: Sequence[str]) -> bool:
    """Summing up documents first or not is a matter of speed only."""
    texts = [activity.select(facts="staged", by_document=way, non_goods=non_goods) for way in (True, False)]
    documents, lines = (connection.sql(f"from ({text}) order by all").to_arrow_table() for text in texts)
    return bool(documents.equals(lines))


def test_lines_of_one_order_are_one_purchase(connection: duckdb.DuckDBPyConnection) -> None:
    [row] = days(connection, line("2025-01-02", "K1", "R1"), line("2025-01-02", "K1", "R1", product="B"))
    assert (row["orders"], row["lines"], row["units"], row["revenue"]) == (1, 2, 2, 20)


def test_who_asks_for_some_columns_gets_the_same_rows_with_these_only(connection: duckdb.DuckDBPyConnection) -> None:
    [row] = days(connection, line("2025-01-02", "K1", "R1"), columns=("customer", "day", "orders"))
    assert row == {"customer": "K1", "day": "2025-01-02", "orders": 1}


def test_an_order_over_two_days_counts_on_its_first(connection: duckdb.DuckDBPyConnection) -> None:
    rows = days(connection, line("2025-01-31", "K1", "R1"), line("2025-02-03", "K1", "R1", product="B"))
    assert [(row["day"], row["orders"], row["lines"]) for row in rows] == [("2025-01-31", 1, 1), ("2025-02-03", 0, 1)]


def test_lines_without_order_number_are_one_purchase_a_day(connection: duckdb.DuckDBPyConnection) -> None:
    [row] = days(connection, line("2025-01-02", "K1", None), line("2025-01-02", "K1", None, product="B", source="shop"))
    assert row["orders"] == 1


def test_a_credit_note_of_its_own_lowers_revenue_but_leaves_the_purchase(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    rows = days(connection, line("2025-01-02", "K1", "R1"), line("2025-01-09", "K1", "G1", -10))
    assert [(row["orders"], row["revenue"], row["refunds"]) for row in rows] == [(1, 10, 0), (0, -10, 10)]


def test_a_full_cancellation_under_the_same_number_undoes_the_purchase(connection: duckdb.DuckDBPyConnection) -> None:
    rows = days(connection, line("2025-01-02", "K1", "R1"), line("2025-01-09", "K1", "R1", -10))
    assert [row["orders"] for row in rows] == [0, 0]


def test_a_partial_cancellation_leaves_the_purchase(connection: duckdb.DuckDBPyConnection) -> None:
    rows = days(connection, line("2025-01-02", "K1", "R1", 30), line("2025-01-09", "K1", "R1", -10))
    assert [row["orders"] for row in rows] == [1, 0]


def test_the_same_number_of_another_customer_cancels_nothing(connection: duckdb.DuckDBPyConnection) -> None:
    rows = days(connection, line("2025-01-02", "K1", "R1"), line("2025-01-02", "K2", "R1", -10))
    assert [row["orders"] for row in rows] == [1, 0]


def test_customers_and_sources_with_the_same_number_have_an_order_each(connection: duckdb.DuckDBPyConnection) -> None:
    lines = [
        line("2025-01-02", "K1", "R1"),
        line("2025-01-03", "K2", "R1"),
        line("2025-01-02", "K1", "R1", source="shop"),
    ]
    assert [(row["customer"], row["orders"]) for row in days(connection, *lines)] == [("K1", 2), ("K2", 1)]


def test_gifts_make_no_purchase(connection: duckdb.DuckDBPyConnection) -> None:
    [row] = days(connection, line("2025-01-02", "K1", "R1", 0, type="order"))
    assert (row["orders"], row["lines"], row["revenue"]) == (0, 0, 0)


def test_postage_alone_is_no_purchase_but_is_revenue(connection: duckdb.DuckDBPyConnection) -> None:
    [row] = days(connection, line("2025-01-02", "K1", "R1", product="POST"), non_goods=["POST"])
    assert (row["orders"], row["lines"], row["revenue"]) == (0, 0, 10)


def test_lines_without_product_stay_goods_when_postage_is_not(connection: duckdb.DuckDBPyConnection) -> None:
    [row] = days(connection, line("2025-01-02", "K1", "R1", product=None), non_goods=["POST"])
    assert row["orders"] == 1


def test_lines_without_customer_are_revenue_of_nobody(connection: duckdb.DuckDBPyConnection) -> None:
    rows = days(connection, line("2025-01-02", None, "R1"), line("2025-01-02", None, None, product="B"))
    assert [(row["customer"], row["orders"], row["revenue"]) for row in rows] == [(None, 1, 20)]


def test_unknown_amounts_stay_unknown(connection: duckdb.DuckDBPyConnection) -> None:
    [row] = days(connection, line("2025-01-02", "K1", "R1", None))
    assert (row["orders"], row["units"], row["revenue"], row["refunds"], row["cost"]) == (1, None, None, None, None)


def test_no_facts_make_an_empty_table(connection: duckdb.DuckDBPyConnection) -> None:
    assert days(connection) == []


def test_columns_have_the_types_every_metric_expects(connection: duckdb.DuckDBPyConnection) -> None:
    days(connection, line("2025-01-02", "K1", "R1"))
    types = {row[0]: row[1] for row in connection.execute("describe activity").fetchall()}
    money = dict.fromkeys(("units", "revenue", "refunds", "cost"), "DECIMAL(38,4)")
    counts = dict.fromkeys(("orders", "lines"), "BIGINT")
    assert types == {"customer": "VARCHAR", "day": "DATE", **counts, **money}
