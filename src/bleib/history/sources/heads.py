"""Positions completed from the heads of their orders: two files that ERPs export side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import duckdb

from bleib.history.sources.plan import Role, TablePlan, joined_columns
from bleib.history.sources.tables import RawTable, TableReader, numbers_hold
from bleib.history.sources.traits import UNKNOWN
from bleib.kernel.told import Told, german

LINES_OF_A_FILE = 10**12  # more than any file has


def complete(connection: duckdb.DuckDBPyConnection, reader: TableReader, plans: Sequence[TablePlan]) -> list[TablePlan]:
    """The same plans, positions with what their heads say, and heads with a note on orders without positions."""
    whole = [
        replace(plan, table=_materialised(connection, reader, plan.table))
        if plan.role in (Role.HEADS, Role.POSITIONS)
        else plan
        for plan in plans
    ]
    heads = [plan for plan in whole if plan.role is Role.HEADS]
    positions = [plan for plan in whole if plan.role is Role.POSITIONS]
    return [
        _join(connection, plan, heads)
        if plan.role is Role.POSITIONS
        else _counted(connection, plan, positions)
        if plan.role is Role.HEADS
        else plan
        for plan in whole
    ]


def _counted(connection: duckdb.DuckDBPyConnection, head: TablePlan, positions: Sequence[TablePlan]) -> TablePlan:
    own = f"trim(c{head.columns.column('order')})"
    numbers = (
        f"SELECT trim(c{plan.columns.column('order')}) AS number FROM {plan.table.relation}" for plan in positions
    )
    count = connection.execute(
        f"SELECT count(*) FROM (SELECT DISTINCT {own} AS number FROM {head.table.relation} WHERE {own} <> '') "
        f"ANTI JOIN ({' UNION ALL '.join(numbers)}) USING (number)"
    ).fetchall()[0][0]
    if not count:
        return head
    told = (
        Told("1 order has no positions and is not counted", "1 Auftrag hat keine Positionen und zählt nicht")
        if count == 1
        else Told(
            f"{count:,} orders have no positions and are not counted",
            f"{german(count)} Aufträge haben keine Positionen und zählen nicht",
        )
    )
    return replace(head, note=Told.joined(told, head.note))


def _join(connection: duckdb.DuckDBPyConnection, whole: TablePlan, heads: Sequence[TablePlan]) -> TablePlan:
    """The plan of a table that has the columns of each position's head behind its own."""
    head = _united(connection, heads)
    name = f"{whole.table.relation}_joined"
    connection.execute(_view_sql(name, whole, head))
    table = replace(
        whole.table,
        relation=name,
        numbered=name,
        columns=whole.table.columns + head.table.columns,
        fast=False,
        traits=UNKNOWN,
    )
    sample = replace(whole.sample, columns=table.columns, values=whole.sample.values + head.sample.values)
    return replace(whole, table=table, columns=joined_columns(whole, head), sample=sample, dates=head.dates)


def _united(connection: duckdb.DuckDBPyConnection, heads: Sequence[TablePlan]) -> TablePlan:
    """Lists of orders with the same headings, such as one a year, as one; of two heads of an order the later file's."""
    tables = [plan.table for plan in heads if plan.table.columns == heads[0].table.columns]
    name = f"{tables[0].relation}_united"
    later_first = (
        f"SELECT line - {number * LINES_OF_A_FILE} AS line, * EXCLUDE (line) FROM {table.relation}"
        for number, table in enumerate(tables)
    )
    connection.execute(f"CREATE TEMP VIEW IF NOT EXISTS {name} AS {' UNION ALL '.join(later_first)}")
    return replace(heads[0], table=replace(tables[0], relation=name, numbered=name))


def _view_sql(name: str, positions: TablePlan, head: TablePlan) -> str:
    offset = len(positions.table.columns)
    own = ", ".join(f"p.c{n}" for n in range(offset))
    others = ", ".join(f"h.c{n} AS c{n + offset}" for n in range(len(head.table.columns)))
    number, own_number = head.columns.column("order"), positions.columns.column("order")
    return f"""
    CREATE TEMP VIEW {name} AS SELECT p.line, {own}, {others}
    FROM {positions.table.relation} p LEFT JOIN (
        SELECT * FROM {head.table.relation} QUALIFY row_number() OVER (PARTITION BY trim(c{number}) ORDER BY line) = 1
    ) h ON trim(p.c{own_number}) = trim(h.c{number})
    """


def _materialised(connection: duckdb.DuckDBPyConnection, reader: TableReader, table: RawTable) -> RawTable:
    name = f"{table.relation}_whole"
    try:
        connection.execute(f"CREATE TEMP TABLE IF NOT EXISTS {name} AS FROM {table.numbered}")
    except duckdb.Error:
        if not table.fast:
            raise
        return reader.carefully(table)
    rows = connection.execute(f"SELECT count(*) FROM {name}").fetchall()[0][0]
    if table.fast and not numbers_hold(table, rows):
        return reader.carefully(table)
    return replace(table, relation=name, numbered=name)
