"""Activity as it was known on any day: most of it is counted once, only orders that are still open every time."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files

import duckdb

from bleib.history import daily
from bleib.history.past_known import Known
from bleib.history.tables import ACTIVITY

SQL = (files("bleib.history") / "past_lines.sql").read_text(encoding="utf-8")
SUMS = ", ".join(f"sum({name}) as {name}" for name in ("orders", "lines"))
MONEYS = ", ".join(f"cast(sum({name}) as decimal(38, 4)) as {name}" for name in ("units", "revenue", "refunds", "cost"))
COLUMNS = ", ".join(ACTIVITY.names)


def settle(connection: duckdb.DuckDBPyConnection, *, non_goods: Sequence[str], stored: str | None = None) -> None:
    """Count the orders that cannot change any more into the relation `past_activity`; the lines of all others are left
    in `past_unsettled`. Reads the relations `past_singles` and `past_rivals`.

    `stored`: SELECT of activity as it is now; days without an unsettled line need no further look.
    """
    for step in SQL.split("-- step:")[1:]:
        connection.execute(step.partition("\n")[2])
    here = (
        _has("past_shared_days", "occurred_on") if stored and _any(connection, "past_shared_days") else str(not stored)
    )
    connection.execute(f"create view past_counted as select * from past_settled as line where {here}")
    daily.build(connection, facts="past_counted", into="past_settled_days", non_goods=non_goods)
    connection.execute("create table past_counted_days as from past_settled_days; drop table past_settled_days")
    counted = f"select {COLUMNS} from past_counted_days"
    if stored:
        counted += f" union all select {COLUMNS} from ({stored}) as line where not {_has('past_shared_days')}"
    connection.execute(f"create view past_activity as {counted}")


def open_activity(cursor: duckdb.DuckDBPyConnection, known: Known, *, non_goods: Sequence[str]) -> None:
    """Create the temp view `activity` as it was known."""
    settled = f"select {COLUMNS} from past_activity where day < {known.day}"
    lines = known.facts(singles="past_unsettled", rivals="past_rivals")
    cursor.execute(f"create or replace temp table unsettled_lines as {lines}")
    if not _any(cursor, "unsettled_lines"):
        cursor.execute(f"create or replace temp view activity as {settled}")
        return
    daily.build(cursor, facts="unsettled_lines", into="unsettled_activity", non_goods=non_goods)
    _merge(cursor, settled)


def _merge(cursor: duckdb.DuckDBPyConnection, settled: str) -> None:
    """A customer's day may have orders of both kinds; everything in activity but its keys is a sum over orders."""
    both = f"({settled} union all select {COLUMNS} from unsettled_activity)"
    cursor.execute(
        f"create or replace temp table shared_days as select customer, day from ({settled}) as line "
        f"where {_has('unsettled_activity')}"
    )
    shared = f"select * from {both} as line where {_has('shared_days')}"
    cursor.execute(
        f"create or replace temp table summed_days as select customer, day, {SUMS}, {MONEYS} from ({shared}) "
        "group by 1, 2"
    )
    cursor.execute(
        f"create or replace temp view activity as select {COLUMNS} from {both} as line where not {_has('shared_days')} "
        f"union all select customer, day, cast(orders as bigint), cast(lines as bigint), units, revenue, refunds, cost "
        "from summed_days"
    )


def _any(connection: duckdb.DuckDBPyConnection, table: str) -> bool:
    return bool(connection.execute(f"select 1 from {table} limit 1").fetchall())


def _has(days: str, day: str = "day") -> str:
    return (
        f"exists (select 1 from {days} as d where d.day = line.{day} and d.customer is not distinct from line.customer)"
    )
