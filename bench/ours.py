"""Bleib's own way to the figures, through the functions a report uses: from raw lines, and from stored activity."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from bench.figures import NAMES, Cell, Figures, table
from bench.generate import stored
from bench.windows import BASE, NEXT, UNTIL
from bleib.history import daily
from bleib.history.dialect import parse
from bleib.history.engine import DuckDBEngine
from bleib.history.tables import ACTIVITY
from bleib.kernel.windows import Unit, Window
from bleib.metrics.runner import run

# Libraries are loaded off the clock, also those that are only loaded when first needed: SQLGlot's dialect, and pandas,
# which pyarrow looks for at its first conversion (it is here as a peer; Bleib does not install it).
parse("select 1")
pa.array([0.0])

WINDOWS: dict[str, Any] = {"base": Window(*BASE), "next": Window(*NEXT)}
CALLS: dict[str, dict[str, Any]] = {
    "retention": WINDOWS,
    "retention_regulars": WINDOWS,
    "retention_series": {"unit": Unit.MONTH, "start": None, "until": UNTIL},
    "repeat_share": {"until": UNTIL},
    "won_back_rate": WINDOWS,
    "cohorts": {"unit": Unit.MONTH, "until": UNTIL},
    "cohorts_unbounded": {"unit": Unit.MONTH, "until": UNTIL},
}

# What these metrics read of activity; SQL by hand sums up no more, either.
READ = ("customer", "day", "orders", "revenue")


def from_lines(lines: Path) -> Figures:
    """Sum the lines up to what the metrics read of activity, then measure."""
    with duckdb.connect() as connection:
        sum_up(connection, lines, READ)
        return figures(connection)


def from_lines_whole(lines: Path) -> Figures:
    """The same by way of all of activity, as `bleib report FILE` does: also units, refunds, cost and lines."""
    with duckdb.connect() as connection:
        sum_up(connection, lines)
        return figures(connection)


def store_activity(lines: Path) -> None:
    """Write `activity` beside the lines, for `from_activity`."""
    with duckdb.connect() as connection:
        sum_up(connection, lines)
        to = stored(lines)
        connection.execute(f"copy (from activity order by customer, day) to '{to}' (format parquet, compression zstd)")


def from_activity(lines: Path) -> Figures:
    """Measure from what `store_activity` left; the lines are not opened."""
    with duckdb.connect() as connection:
        connection.execute(f"create view activity as from read_parquet('{stored(lines)}')")
        return figures(connection)


def sum_up(connection: duckdb.DuckDBPyConnection, lines: Path, columns: Sequence[str] = tuple(ACTIVITY.names)) -> None:
    connection.execute(f"create view lines as from read_parquet('{lines}')")
    daily.build(connection, facts="lines", columns=columns)


def figures(connection: duckdb.DuckDBPyConnection) -> Figures:
    """None of these metrics reads `customers`, so it is not made."""
    engine = DuckDBEngine(connection)
    return {name: rows(run(name, engine, **call), name) for name, call in CALLS.items()}


def rows(answer: pa.Table, name: str) -> list[list[Cell]]:
    """The columns that the peers produce, too; without the mean row of cohorts and periods not fully observed."""
    picked = answer.select(NAMES[name].split()).to_pylist()
    return table([list(row.values()) for row in picked if None not in row.values()])
