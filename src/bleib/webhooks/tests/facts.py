"""Facts as the feed brings them."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from bleib.history.feed import Fact


def fact(number: int, *, at: datetime, type: str = "light_changed", **values: Any) -> Fact:  # noqa: A002
    """The customer 10001 turned red, or what `values` say."""
    told: dict[str, Any] = {"customer": "10001", "props": {"colour": "red", "reasons": "silent"}, **values}
    columns = ("contact", "amount", "currency", "quantity", "cost", "product", "ref")
    told = {**dict.fromkeys(columns), **told}
    return Fact(
        id=number.to_bytes(16, "big"),
        type=type,
        occurred_at=at,
        occurred_on=at.date(),
        source="bleib",
        recorded_at=at,
        **told,
    )


def order(number: int, *, at: datetime) -> Fact:
    """A line of an order of 129.90."""
    sold = {"amount": Decimal("129.9000"), "currency": "EUR", "quantity": Decimal(3), "cost": Decimal(70)}
    return fact(number, at=at, type="order", props={}, product="A-1", ref="R-17", **sold)
