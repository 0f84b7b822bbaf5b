"""DATEV postings as order lines: what was invoiced to debtors, for the history's own importer.

A posting names two accounts and the side (S or H) on which the first is booked. A debtor booked S against an account of
revenue (8... in SKR 03, 4... in SKR 04) was invoiced, H is a credit note. Anything else, such as a payment, is no
revenue. Amounts are those of the posting: gross, unless the company books net.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from bleib.customers.importing.datev import POSTINGS, DatevHead, datev_head, without_head
from bleib.history.sources.keys import plain
from bleib.history.sources.opening import find_files
from bleib.history.sources.tables import TableReader
from bleib.kernel.errors import BleibError

REVENUE = ("8", "4")
HEADINGS = ("Kundennummer", "Rechnungsnummer", "Rechnungsdatum", "Betrag", "Währung")
COLUMNS = {
    "amount": "umsatzohnesollhabenkz", "side": "sollhabenkennzeichen", "currency": "wkzumsatz", "account": "konto",
    "contra": "gegenkontoohnebuschluessel", "day": "belegdatum", "number": "belegfeld1",
}  # fmt: skip


@dataclass(frozen=True)
class Converted:
    """`lines` were written; `others` are no revenue; `bad` could not be read: line and why."""

    lines: int
    others: int
    bad: tuple[tuple[int, str], ...]


def convert(files: list[str], target: Path, *, connection: Any, scratch: Path, with_bad: bool = False) -> Converted:
    """Write the invoiced postings of DATEV files to `target`, a CSV that the history's importer recognises.

    `with_bad`: those that could not be read as well, as they stand there, so that the importer rejects them.
    Raises BleibError where a file holds no DATEV postings.
    """
    reader = TableReader(connection, scratch)
    lines, others, bad = 0, 0, []
    with target.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, delimiter=";")
        writer.writerow(HEADINGS)
        for file in find_files(files):
            head = datev_head(file)
            if head is None or head.category != POSTINGS:
                raise BleibError(f"{file.path}: this file does not hold DATEV postings (EXTF or DTVF, category 21).")
            [table] = reader.tables(without_head(file, scratch))
            for row in _rows(connection, table):
                found = _line(row, head)
                if isinstance(found, tuple):
                    writer.writerow(found)
                    lines += 1
                elif found is None:
                    others += 1
                else:
                    bad.append((row["line"] + 1, found))
                    if with_bad:
                        writer.writerow(_as_it_stands(row, head))
    return Converted(lines, others, tuple(bad))


def _rows(connection: Any, table: Any) -> list[dict[str, Any]]:
    spelled = [plain(each) for each in table.columns]
    missing = [word for word in ("account", "amount", "contra", "day", "side") if COLUMNS[word] not in spelled]
    if missing:
        raise BleibError(f"{table.name}: these postings have no column for {', '.join(missing)}.")
    wanted = ", ".join(
        f"coalesce(trim(c{spelled.index(word)}), '') AS {key}" if word in spelled else f"'' AS {key}"
        for key, word in COLUMNS.items()
    )
    rows = connection.sql(f"SELECT line, {wanted} FROM {table.numbered} ORDER BY line").to_arrow_table().to_pylist()
    return list(rows)


def _line(row: dict[str, Any], head: DatevHead) -> tuple[str, ...] | str | None:
    """A line for the history, why there is none, or None for what is no revenue."""
    debtor, contra, sign = row["account"], row["contra"], 1
    if not head.is_debtor(debtor):
        debtor, contra, sign = contra, debtor, -1
    if not head.is_debtor(debtor) or not contra.startswith(REVENUE) or len(contra) != head.account_digits:
        return None
    amount, day = _amount(row["amount"]), head.day(row["day"])
    if amount is None:
        return f"“{row['amount']}” is no amount."
    if day is None:
        return f"“{row['day']}” is no day of the fiscal year."
    if row["side"] not in ("S", "H"):
        return f"“{row['side']}” is neither S nor H."
    signed = amount * sign * (1 if row["side"] == "S" else -1)
    return debtor, row["number"], _iso(day), f"{signed:f}", row["currency"] or head.currency


def _as_it_stands(row: dict[str, Any], head: DatevHead) -> tuple[str, ...]:
    debtor = row["account"] if head.is_debtor(row["account"]) else row["contra"]
    day = head.day(row["day"])
    amount = row["amount"] if row["side"] in ("S", "H") else f"{row['amount']} {row['side']}"
    return debtor, row["number"], _iso(day) if day else row["day"], amount, row["currency"] or head.currency


def _amount(text: str) -> Decimal | None:
    try:
        return Decimal(text.replace(".", "").replace(",", "."))
    except InvalidOperation:
        return None


def _iso(day: date) -> str:
    return day.isoformat()
