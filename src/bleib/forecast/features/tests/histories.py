"""Small histories for tests: a fact is written as a few words."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow as pa

from bleib.history.facts import FACTS

COLUMNS = ("customer", "type", "occurred_on", "amount", "quantity", "product", "ref", "props")
SCHEMA = pa.schema([FACTS.field(name).with_nullable(True) for name in COLUMNS])


def fact(type_: str, day: str, customer: str | None = "A", **more: Any) -> dict[str, Any]:
    """One fact; what is no column is a prop."""
    props = {name: value for name, value in more.items() if name not in COLUMNS}
    columns = {name: value for name, value in more.items() if name in COLUMNS}
    for name in ("amount", "quantity"):
        if name in columns:
            columns[name] = Decimal(str(columns[name]))
    said = {"props": json.dumps(props)} if props else {}
    return {"customer": customer, "type": type_, "occurred_on": date.fromisoformat(day), **columns, **said}


def order(day: str, customer: str | None = "A", amount: float | None = 100, **more: Any) -> dict[str, Any]:
    """An order line; each is an order of its own unless it has a `ref`."""
    given = {} if amount is None else {"amount": amount}
    return fact("order", day, customer, **{"ref": f"{customer}{day}", "product": "P", **given, **more})


def table(facts: Iterable[dict[str, Any]]) -> pa.Table:
    return pa.Table.from_pylist(list(facts), schema=SCHEMA)
