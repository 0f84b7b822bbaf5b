"""A small company's customers in 2024, told so that every test can be checked by reading.

Adler buys in every month; Brandt pauses from March to July; Conrad buys once and returns more than that was worth
half a year later; Dorn comes in July; Eder orders twice on one day in February and never again.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pyarrow as pa

from bleib.history.tables import ACTIVITY
from bleib.kernel.windows import Window

Row = dict[str, Any]


def bought(customer: str | None, day: str, amount: str | int | None = None, *, orders: int = 1) -> Row:
    """`orders` purchases of together `amount` on one day."""
    revenue = None if amount is None else Decimal(amount)
    refunds = None if amount is None else Decimal(0)
    return _row(customer, day, orders=orders, lines=orders, revenue=revenue, refunds=refunds)


def returned(customer: str, day: str, amount: str | int) -> Row:
    """A credit note on a day without a purchase."""
    return _row(customer, day, orders=0, lines=0, revenue=-Decimal(amount), refunds=Decimal(amount))


def anonymous(day: str, amount: str | int) -> Row:
    """A sale to nobody in particular: it counts in revenue, not among customers or their orders."""
    return _row(None, day, orders=1, lines=1, revenue=Decimal(amount), refunds=Decimal(0))


def activity(*rows: Row) -> pa.Table:
    return pa.Table.from_pylist(list(rows), schema=ACTIVITY)


def every(days: int, customer: str, *, start: str, times: int, amount: int = 10) -> list[Row]:
    """A customer who buys every `days` days."""
    first = date.fromisoformat(start)
    return [bought(customer, str(first + timedelta(days * turn)), amount) for turn in range(times)]


def _row(customer: str | None, day: str, **values: object) -> Row:
    return {"customer": customer, "day": date.fromisoformat(day)} | values


STORY = activity(
    *(bought("Adler", f"2024-{month:02}-10", 100) for month in range(1, 13)),
    bought("Brandt", "2024-01-20", 50),
    bought("Brandt", "2024-02-15", 70),
    bought("Brandt", "2024-08-10", 60),
    bought("Conrad", "2024-03-05", 40),
    returned("Conrad", "2024-09-01", 45),
    bought("Dorn", "2024-07-15", 500),
    bought("Eder", "2024-02-29", 30, orders=2),
    anonymous("2024-02-02", "9.99"),
)

NOBODY = activity()

Q1 = Window(date(2024, 1, 1), date(2024, 4, 1))
Q2 = Window(date(2024, 4, 1), date(2024, 7, 1))
Q3 = Window(date(2024, 7, 1), date(2024, 10, 1))
H1 = Window(date(2024, 1, 1), date(2024, 7, 1))
H2 = Window(date(2024, 7, 1), date(2025, 1, 1))
THE_YEAR = Window(date(2024, 1, 1), date(2025, 1, 1))
NEW_YEAR = date(2025, 1, 1)


def one_row(table: pa.Table) -> Row:
    rows: list[Row] = table.to_pylist()
    assert len(rows) == 1
    return rows[0]
