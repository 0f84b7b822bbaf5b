"""What an import changes in the lake: lines it knows already, and old lines of orders that are exported again."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from importlib.resources import files

import duckdb
from sqlglot import exp, parse_one

from bleib.history.counts import Counts
from bleib.history.delta import DataFile
from bleib.history.lake import Lake, by_month, claimed, is_contested, newest

SQL = (files("bleib.history") / "supersede.sql").read_text(encoding="utf-8")
SAID = "id, source, ref, type, product, occurred_on"


@dataclass(frozen=True)
class Comparison:
    """Lines of the import that the lake already has (`known`, of these without customer and of type credit), and
    live lines of the lake that the import replaces (`superseded`)."""

    known: int = 0
    known_without_customer: int = 0
    known_cancellations: int = 0
    superseded: int = 0

    def correct(self, counts: Counts) -> Counts:
        """Counts of the files alone, corrected by what the lake knew: known lines are duplicates."""
        return replace(
            counts,
            accepted=counts.accepted - self.known,
            duplicates=counts.duplicates + self.known,
            without_customer=counts.without_customer - self.known_without_customer,
            cancellations=counts.cancellations - self.known_cancellations,
            superseded=counts.superseded + self.superseded,
        )


def compare(connection: duckdb.DuckDBPyConnection, lake: Lake, *, staged: str = "staged") -> Comparison:
    """Compare the table `staged` with the lake; leaves the lines to retract in the table `tombstones`.

    If there is a table `staged_versions` (`sources.corrections`), it holds what else the sources said of their orders.
    """
    files = lake.files()
    if not files:
        connection.execute(f"create or replace table tombstones as from {staged} where false")
        return Comparison()
    connection.execute(f"create or replace temp view claims as {claimed(files)}")
    connection.execute(f"create temp table if not exists {staged}_versions as from {staged} where false")
    said = f"select {SAID} from {staged} union all select {SAID} from {staged}_versions"
    connection.execute(f"create or replace temp view said as {said}")
    first, *steps, counts = (step.strip() for step in SQL.split("-- step:")[1:])
    connection.execute(_over(staged, first))
    connection.execute(f"create or replace temp table current_lines as {_current(files)}")
    for step in steps:
        connection.execute(_over(staged, step))
    row = connection.execute(_over(staged, counts)).fetchone()
    connection.execute(
        "drop view claims; drop view said; drop table claimed; drop table current_lines; drop table exported_again"
    )
    return Comparison(*row) if row else Comparison()


def _current(files: Collection[DataFile]) -> str:
    """SELECT over the live lines of `claimed`; where one commit wrote each month, there is nothing to compare."""
    rows = "select * from claimed"
    if any(is_contested(month) for month in by_month(files)):
        rows = newest(rows)
    return f"select * from ({rows}) where not retracted"


def _over(staged: str, step: str) -> str:
    """The statement of a step (its first line is its name), reading the table `staged`."""
    statement = parse_one(step.partition("\n")[2], read="duckdb")
    for table in statement.find_all(exp.Table):
        if table.name == "staged":
            table.set("alias", table.args.get("alias") or exp.TableAlias(this=exp.to_identifier("staged")))
            table.set("this", exp.to_identifier(staged))
    return statement.sql("duckdb")
