"""What a list can be sorted by. Whoever has no value comes last, in both directions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import connection

from bleib.customers.name_key import name_key
from bleib.figures.light_key import light_key


@dataclass(frozen=True)
class Sort:
    """`key` is SQL over `c` or `f`. `down`: the largest first, if nobody says otherwise."""

    name: str
    kind: str  # text, date, number, money
    of_figures: bool = True
    down: bool = True
    unique: bool = False

    @property
    def key(self) -> str:
        if self.name == "name":
            return name_key("c.name", "c.number", connection.vendor)
        if self.name == "light":
            return light_key("f.light", "f.revenue_year")
        return f"{'f' if self.of_figures else 'c'}.{self.name}"

    def read(self, text: str) -> Any:
        """A value of the key as an address has it, as the database compares it. Raises ValueError."""
        if self.kind == "date":
            return date.fromisoformat(text).isoformat()
        if self.kind == "number":
            return int(text)
        return _money(text) if self.kind == "money" else text


def _money(text: str) -> Decimal | float:
    """SQLite keeps money as floating numbers; `repr` and back is the same number."""
    try:
        return Decimal(text) if connection.vendor == "postgresql" else float(text)
    except InvalidOperation as error:
        raise ValueError(text) from error


SORTS = {
    sort.name: sort
    for sort in (
        Sort("light", "money"),
        Sort("revenue_year", "money"),
        Sort("name", "text", of_figures=False, down=False),
        Sort("number", "text", of_figures=False, down=False, unique=True),
        Sort("last_on", "date"),
        Sort("revenue", "money"),
        Sort("orders", "number"),
        Sort("overdue_on", "date", down=False),
        Sort("mrr", "money"),
    )
}
