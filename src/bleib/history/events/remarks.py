"""What is told about a table of events after it was read."""

from __future__ import annotations

import duckdb

from bleib.history.events.plan import EventPlan
from bleib.history.fact_types import TYPES
from bleib.kernel.told import Told, german


def on_told(connection: duckdb.DuckDBPyConnection, file: int) -> Told:
    """How many facts of which type its rows tell."""
    rows = connection.execute(
        f"SELECT type, count(*) FROM told WHERE file = {file} GROUP BY 1 ORDER BY 2 DESC, 1"
    ).fetchall()
    told = [
        Told(f"{TYPES[name].label_en.lower()}: {count:,}", f"{TYPES[name].label_de}: {german(count)}")
        for name, count in rows
    ]
    return Told.joined(*told, by=", ")


def on_rows(connection: duckdb.DuckDBPyConnection, file: int, plan: EventPlan) -> list[Told]:
    """Words that mean nothing to Bleib and are left out."""
    rows = connection.execute(
        "SELECT split_part(left_out, ':', 1), min(left_out), count(*) "
        f"FROM rows_{file} WHERE verdict IS NULL AND left_out IS NOT NULL GROUP BY 1 ORDER BY 1"
    ).fetchall()
    told = []
    for key, sample, count in rows:
        index = plan.columns.column(key)
        heading = key if index is None else plan.table.columns[index]
        word = sample.partition(":")[2][:40]
        english = "1 row" if count == 1 else f"{count:,} rows"
        rows_ = "1 Zeile" if count == 1 else f"{german(count)} Zeilen"
        told.append(
            Told(
                f"column '{heading}' says what Bleib has no word for in {english} (for example '{word}'): left out",
                f"in der Spalte „{heading}“ steht in {rows_}, was Bleib nicht kennt (wie „{word}“): weggelassen",
            )
        )
    return told
