"""A list of customers as a file, made and sent some hundred rows at a time."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from bleib.accounts.api import Scope
from bleib.api.shown.customers import CustomerOut, customers_shown
from bleib.figures.listing.pages import Listing

CSV, PARQUET = "text/csv", "application/vnd.apache.parquet"
AT_ONCE = 500  # SQLite takes a thousand values in a statement
GROUP = 20_000  # rows of a group in Parquet
FORMULA = ("=", "+", "-", "@", "\t", "\r")
NUMERIC = re.compile(r"-?\d+(\.\d+)?|\+[\d ()/]+")
LEFT_OUT = {"owner", "tags", "fields", "figures"}
TEXTS = [name for name in CustomerOut.model_fields if name not in LEFT_OUT | {"id", "is_person"}]
FIGURES = ("first_on", "last_on", "orders", "revenue", "revenue_year", "usual_gap", "overdue_on", "mrr")
COLUMNS = ("id", "is_person", *TEXTS, "owner", "tags", *FIGURES)
GUARDED = {"light": Scope.READ_LIGHTS, **dict.fromkeys(FIGURES, Scope.READ_FIGURES)}


def columns(admits: Callable[[Scope], bool]) -> list[str]:
    """Those that a token may take out."""
    return [name for name in COLUMNS if name not in GUARDED or admits(GUARDED[name])]


def csv_lines(found: Listing, names: Sequence[str]) -> Iterator[bytes]:
    """Commas, UTF-8, points in numbers, days as YYYY-MM-DD; several tags with commas between them.

    A text that a spreadsheet takes for a formula begins with an apostrophe; Parquet has it as it is.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(names)
    for ids in found.every(AT_ONCE):
        writer.writerows([_cell(row[name]) for name in names] for row in _rows(ids))
        yield text.getvalue().encode()
        text.seek(0)
        text.truncate()


def parquet_parts(found: Listing, names: Sequence[str]) -> Iterator[bytes]:
    """The file in parts, a group of rows after another; it is never whole in memory."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    held, schema = io.BytesIO(), _schema(pa, names)
    sink = _Sent(held)
    with pq.ParquetWriter(pa.PythonFile(sink, mode="w"), schema) as writer:
        group: list[dict[str, Any]] = []
        for ids in found.every(AT_ONCE):
            group += _rows(ids)
            if len(group) >= GROUP:
                writer.write_table(pa.Table.from_pylist(group, schema=schema))
                group = []
                yield sink.take()
        writer.write_table(pa.Table.from_pylist(group, schema=schema))
    yield sink.take()


class _Sent:
    """A file that only grows, and forgets what was taken from it."""

    def __init__(self, held: io.BytesIO) -> None:
        self.held, self.gone, self.closed = held, 0, False

    def write(self, part: Any) -> int:
        return self.held.write(part)

    def tell(self) -> int:
        return self.gone + self.held.tell()

    def flush(self) -> None:
        """Nothing waits here."""

    def close(self) -> None:
        self.closed = True

    def take(self) -> bytes:
        part = self.held.getvalue()
        self.gone += len(part)
        self.held.seek(0)
        self.held.truncate()
        return part


def _rows(ids: Any) -> list[dict[str, Any]]:
    return [_row(each) for each in customers_shown(ids)]


def _row(customer: CustomerOut) -> dict[str, Any]:
    said: Mapping[str, Any] = {name: getattr(customer, name) for name in ("id", "is_person", *TEXTS)}
    figures = {name: getattr(customer.figures, name) for name in FIGURES}
    return {
        **said,
        "owner": customer.owner.name if customer.owner else None,
        "tags": ",".join(customer.tags),
        **figures,
    }


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    return f"{value:.4f}" if isinstance(value, Decimal) else _harmless(str(value))


def _harmless(text: str) -> str:
    """What a spreadsheet would run is quoted: names come from files and senders. Numbers and phones are no formulas."""
    return f"'{text}" if text.startswith(FORMULA) and not NUMERIC.fullmatch(text) else text


def _schema(pa: Any, names: Sequence[str]) -> Any:
    kinds = {
        "id": pa.int64(), "is_person": pa.bool_(), "orders": pa.int64(), "usual_gap": pa.float64(),
        **dict.fromkeys(("first_on", "last_on", "overdue_on"), pa.date32()),
        **dict.fromkeys(("revenue", "revenue_year", "mrr"), pa.decimal128(18, 4)),
        **dict.fromkeys(("created_at", "edited_at"), pa.timestamp("us", tz="UTC")),
    }  # fmt: skip
    return pa.schema([(name, kinds.get(name, pa.string())) for name in names])
