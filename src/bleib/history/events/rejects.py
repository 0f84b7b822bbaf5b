"""Rows that were not accepted: where they stand, what they say and why."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from bleib.history.events.plan import EventPlan
from bleib.history.sources.rejects import Reject


def find(connection: duckdb.DuckDBPyConnection, plans: Sequence[EventPlan], limit: int | None) -> list[Reject]:
    """Rejects of all files, at most `limit`, in the order of files and lines."""
    rows = connection.execute(
        "SELECT file, file_line, key, value, reason FROM rejected_events "
        f"ORDER BY file, file_line {'' if limit is None else f'LIMIT {limit}'}"
    ).fetchall()
    found = [
        (file, line, _told(plans[file], line, key, said=(value or "", code))) for file, line, key, value, code in rows
    ]
    for number, plan in enumerate(plans):
        for row in plan.table.problems if plan.kind is not None else ():
            value = row.fields[0] if row.fields else ""
            found.append((number, row.line, Reject(plan.table.name, row.line, "", value, row.problem or "")))
    return [reject for _, _, reject in sorted(found, key=lambda each: each[:2])][:limit]


def _told(plan: EventPlan, line: int, key: str, *, said: tuple[str, str]) -> Reject:
    value, code = said
    column = plan.columns.column(key)
    heading = key if column is None else plan.table.columns[column]
    form = plan.styles[key].described if key in plan.styles else plan.marks.get(key, "")
    return Reject(plan.table.name, line, heading, value, code, form)
