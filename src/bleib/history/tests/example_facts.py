"""Small fact tables for tests: a line is written as a few words, the rest has sensible values."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

import duckdb
import pyarrow as pa

from bleib.history.facts import FACTS

STAGED = pa.schema([each for each in FACTS if each.name not in {"import_id", "recorded_at", "retracted", "month"}])


def line(
    day: str,
    customer: str | None,
    ref: str | None,
    amount: int | None = 10,
    *,
    product: str | None = "A",
    **more: Any,
) -> dict[str, Any]:
    """A line as it is staged. Its id is made of source, order number and product, as the import makes it."""
    on = date.fromisoformat(day)
    fact = {
        "type": "order" if amount is None or amount > 0 else "credit",
        "customer": customer,
        "ref": ref,
        "product": product,
        "source": "erp",
        "currency": "EUR",
        "occurred_on": on,
        "occurred_at": datetime.combine(on, time(12), UTC),
        "amount": None if amount is None else Decimal(amount),
        "quantity": None if amount is None else Decimal(1 if amount > 0 else -1),
        **more,
    }
    key = [fact["source"], ref or (customer, day), product, fact["type"]]
    return {"id": hashlib.sha256(repr(key).encode()).digest()[:16], **fact}


def stage(connection: duckdb.DuckDBPyConnection, lines: Iterable[dict[str, Any]], table: str = "staged") -> None:
    """Create the temp table `staged` as reading a file would."""
    arrow = pa.Table.from_pylist(list(lines), schema=STAGED)
    connection.register("staged_arrow", arrow)
    connection.execute(f"create or replace temp table {table} as from staged_arrow")
    connection.unregister("staged_arrow")
