"""Small books to compose reports from: activity written down purchase by purchase."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pyarrow as pa

from bleib.history.book import Book, SourceNote, observed_until
from bleib.history.counts import Counts
from bleib.history.engine import DuckDBEngine
from bleib.history.tables import ACTIVITY

Purchase = tuple[str | None, date, int | None]


def book(*purchases: Purchase) -> Book:
    """A book of (customer, day, revenue); revenue None = the source has no amounts."""
    columns = {
        "customer": [customer for customer, _, _ in purchases],
        "day": [day for _, day, _ in purchases],
        "orders": [1] * len(purchases),
        "lines": [1] * len(purchases),
        "units": [None] * len(purchases),
        "revenue": [None if amount is None else Decimal(amount) for _, _, amount in purchases],
        "refunds": [None if amount is None else Decimal(0) for _, _, amount in purchases],
        "cost": [None] * len(purchases),
    }
    days = [day for _, day, _ in purchases]
    return Book(
        engine=DuckDBEngine.over(activity=pa.table(columns, ACTIVITY)),
        counts=Counts(read=len(purchases), accepted=len(purchases)),
        currency="EUR",
        time_zone="Europe/Berlin",
        first_day=min(days),
        last_day=max(days),
        until=observed_until(max(days)),
        sources=(SourceNote("orders.csv", len(purchases), "lines"),),
    )


def every(customer: str | None, *, gap: int, times: int, amount: int | None, start: date) -> list[Purchase]:
    """Purchases of one customer, `gap` days apart."""
    return [(customer, start + timedelta(days=gap * number), amount) for number in range(times)]
