"""What is told about a table after it was read: credit notes that were recognised, orders that were cancelled."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import duckdb

from bleib.history.sources.identity import Credits
from bleib.history.sources.kinds import credit_column, status_column
from bleib.history.sources.plan import TablePlan

MOST_WORDS = 5


def on_lines(connection: duckdb.DuckDBPyConnection, plans: Sequence[TablePlan], found: Credits) -> dict[int, str]:
    """By the number of the table."""
    told: dict[int, list[str]] = defaultdict(list)
    for file, words, count in _said(connection, "credit"):
        index = credit_column(plans[file].sample, plans[file].columns)
        told[file].append(_on_credits(words, count, heading=_heading(plans[file], index), found=found))
    for file, words, count in _said(connection, "cancelled"):
        heading = _heading(plans[file], status_column(plans[file].sample, plans[file].columns))
        stand = "it counts as it stands" if count == 1 else "they count as they stand"
        told[file].append(f"column '{heading}' says {_listed(words)} in {_lines(count)}; {stand}")
    return {file: "; ".join(each) for file, each in told.items()}


def foreseen(plan: TablePlan) -> str:
    """What the sample says of this before the lines are counted."""
    credit, status = credit_column(plan.sample, plan.columns), status_column(plan.sample, plan.columns)
    told = [plan.note]
    if credit is not None:
        told.append(f"column '{_heading(plan, credit)}' is looked through for credit notes")
    if status is not None:
        told.append(
            f"column '{_heading(plan, status)}' is looked through for cancelled orders, which count as they stand"
        )
    return "; ".join(filter(None, told))


def on_prefixes(found: Credits) -> str:
    """A sign that was changed because of the number."""
    if not found.turned_prefixes:
        return ""
    begin = ", ".join(found.turned_prefixes)
    return f"numbers that begin with {begin} are credit notes; their amounts count as negative"


def _said(connection: duckdb.DuckDBPyConnection, column: str) -> list[tuple[int, list[str], int]]:
    return connection.execute(
        f"SELECT file, list_sort(list(DISTINCT {column})), count(*) FROM parsed "
        f"WHERE verdict IS NULL AND {column} IS NOT NULL GROUP BY 1"
    ).fetchall()


def _on_credits(words: list[str], count: int, *, heading: str, found: Credits) -> str:
    said = f"column '{heading}' says {_listed(words)} in {_lines(count)}"
    if not set(words) & set(found.words):
        return f"{said}; as that is most of the lines, it is not taken for credit notes"
    negative = "; their amounts count as negative" if set(words) & set(found.turned) else ""
    return f"{said}: credit notes{negative}"


def _heading(plan: TablePlan, index: int | None) -> str:
    return "" if index is None else plan.table.columns[index]


def _listed(words: list[str]) -> str:
    return ", ".join(words[:MOST_WORDS]) + (" and others" if len(words) > MOST_WORDS else "")


def _lines(count: int) -> str:
    return f"{count:,} {'line' if count == 1 else 'lines'}"
