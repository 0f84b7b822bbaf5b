"""Lines that were not accepted: where they stand, what they say and why."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from bleib.history.sources.plan import TablePlan
from bleib.history.sources.reasons import reason

HEADINGS = {
    "de": ("Datei", "Zeile", "Spalte", "Wert", "Grund"),
    "en": ("file", "line", "column", "value", "reason"),
}


@dataclass(frozen=True)
class Reject:
    """One line; `column` and `value` are what is wrong with it, `code` says why (see `reasons`)."""

    file: str
    line: int
    column: str
    value: str
    code: str
    form: str = ""


def find(connection: duckdb.DuckDBPyConnection, plans: Sequence[TablePlan], limit: int | None) -> list[Reject]:
    """Rejects of all files, at most `limit`, in the order of files and lines."""
    rows = connection.execute(
        "SELECT file, file_line, reject_key, reject_value, reason FROM rejected "
        f"ORDER BY file, file_line {'' if limit is None else f'LIMIT {limit}'}"
    ).fetchall()
    found = [
        (file, line, _told(plans[file], line, key=key, value=value, code=code)) for file, line, key, value, code in rows
    ]
    for number, plan in enumerate(plans):
        for row in plan.table.problems:
            value = row.fields[0] if row.fields else ""
            found.append((number, row.line, Reject(plan.table.name, row.line, "", value, row.problem or "")))
    return [reject for _, _, reject in sorted(found, key=lambda each: each[:2])][:limit]


def write(path: Path, rejects: Sequence[Reject], lang: str) -> None:
    """The reject file: UTF-8 with a mark and the language's delimiter, so that Excel opens it rightly."""
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream, delimiter=";" if lang == "de" else ",")
        writer.writerow(HEADINGS[lang])
        for each in rejects:
            sentence = reason(each.code, each.form, lang)
            file, column, value = (harmless(text) for text in (each.file, each.column, each.value))
            writer.writerow((file, each.line, column, value, sentence))


def harmless(value: str) -> str:
    """A value that a spreadsheet would take for a formula is quoted; numbers stay numbers."""
    formula = value[:1] in ("=", "+", "-", "@", "\t", "\r") and not re.fullmatch(r"[-+][\d.,]+", value)
    return f"'{value}" if formula else value


def _told(plan: TablePlan, line: int, *, key: str, value: str | None, code: str) -> Reject:
    column = plan.columns.column(key)
    heading = key if column is None else plan.table.columns[column]
    form = plan.dates.described if key == "at" and plan.dates else plan.marks.get(key, "")
    return Reject(plan.table.name, line, heading, value or "", code, form)
