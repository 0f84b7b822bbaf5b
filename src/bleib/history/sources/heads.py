"""Positions completed from the heads of their orders: two files that ERPs export side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import duckdb

from bleib.history.sources.plan import TablePlan, joined_columns
from bleib.history.sources.tables import RawTable, TableReader, numbers_hold


def join(
    connection: duckdb.DuckDBPyConnection, reader: TableReader, *, positions: TablePlan, heads: Sequence[TablePlan]
) -> TablePlan:
    """The plan of a table that has the columns of each position's head behind its own."""
    whole = replace(positions, table=_materialised(connection, reader, positions.table))
    head = replace(heads[0], table=_materialised(connection, reader, heads[0].table))
    name = f"{whole.table.relation}_joined"
    connection.execute(_view_sql(name, whole, head))
    table = replace(
        whole.table, relation=name, numbered=name, columns=whole.table.columns + head.table.columns, fast=False
    )
    sample = replace(whole.sample, columns=table.columns, values=whole.sample.values + head.sample.values)
    return replace(whole, table=table, columns=joined_columns(whole, head), sample=sample, dates=head.dates)


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
