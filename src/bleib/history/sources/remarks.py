"""What is told about a table after it was read: credit notes that were recognised, orders that were cancelled."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import duckdb

from bleib.history.sources.identity import Credits
from bleib.history.sources.kinds import credit_column, status_column
from bleib.history.sources.plan import TablePlan
from bleib.kernel.told import NOTHING, Told, german

MOST_WORDS = 5
STANDS = Told("it counts as it stands", "sie zählt, wie sie dasteht")
STAND = Told("they count as they stand", "sie zählen, wie sie dastehen")
MOST_LINES = Told(
    "as that is most of the lines, it is not taken for credit notes",
    "weil das die meisten Zeilen sind, gelten sie nicht als Gutschriften",
)
NEGATIVE = Told("their amounts count as negative", "ihre Beträge zählen negativ")


def on_lines(connection: duckdb.DuckDBPyConnection, plans: Sequence[TablePlan], found: Credits) -> dict[int, Told]:
    """By the number of the table."""
    told: dict[int, list[Told]] = defaultdict(list)
    for file, words, count in _said(connection, "credit"):
        index = credit_column(plans[file].sample, plans[file].columns)
        told[file].append(_on_credits(words, count, heading=_heading(plans[file], index), found=found))
    for file, words, count in _said(connection, "cancelled"):
        heading = _heading(plans[file], status_column(plans[file].sample, plans[file].columns))
        stand = STANDS if count == 1 else STAND
        told[file].append(Told.joined(_says(heading, words, count), stand))
    return {file: Told.joined(*each) for file, each in told.items()}


def foreseen(plan: TablePlan) -> Told:
    """What the sample says of this before the lines are counted."""
    credit, status = credit_column(plan.sample, plan.columns), status_column(plan.sample, plan.columns)
    told = [plan.note]
    if credit is not None:
        heading = _heading(plan, credit)
        told.append(
            Told(
                f"column '{heading}' is looked through for credit notes",
                f"in der Spalte „{heading}“ wird nach Gutschriften gesucht",
            )
        )
    if status is not None:
        heading = _heading(plan, status)
        told.append(
            Told(
                f"column '{heading}' is looked through for cancelled orders, which count as they stand",
                f"in der Spalte „{heading}“ wird nach stornierten Aufträgen gesucht, die zählen, wie sie dastehen",
            )
        )
    return Told.joined(*told)


def on_prefixes(found: Credits) -> Told:
    """A sign that was changed because of the number."""
    if not found.turned_prefixes:
        return NOTHING
    begin = ", ".join(found.turned_prefixes)
    return Told(
        f"numbers that begin with {begin} are credit notes; their amounts count as negative",
        f"Nummern, die mit {begin} beginnen, sind Gutschriften; ihre Beträge zählen negativ",
    )


def _said(connection: duckdb.DuckDBPyConnection, column: str) -> list[tuple[int, list[str], int]]:
    return connection.execute(
        f"SELECT file, list_sort(list(DISTINCT {column})), count(*) FROM parsed "
        f"WHERE verdict IS NULL AND {column} IS NOT NULL GROUP BY 1"
    ).fetchall()


def _on_credits(words: list[str], count: int, *, heading: str, found: Credits) -> Told:
    said = _says(heading, words, count)
    if not set(words) & set(found.words):
        return Told.joined(said, MOST_LINES)
    told = Told.joined(said, Told("credit notes", "Gutschriften"), by=": ")
    return Told.joined(told, NEGATIVE) if set(words) & set(found.turned) else told


def _says(heading: str, words: list[str], count: int) -> Told:
    return Told(
        f"column '{heading}' says {_listed(words, 'and others')} in {count:,} {'line' if count == 1 else 'lines'}",
        f"in der Spalte „{heading}“ steht {_listed(words, 'und anderes')} in {german(count)} "
        f"{'Zeile' if count == 1 else 'Zeilen'}",
    )


def _heading(plan: TablePlan, index: int | None) -> str:
    return "" if index is None else plan.table.columns[index]


def _listed(words: list[str], others: str) -> str:
    return ", ".join(words[:MOST_WORDS]) + (f" {others}" if len(words) > MOST_WORDS else "")
