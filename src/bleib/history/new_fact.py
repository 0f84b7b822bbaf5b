"""A new fact on its way into the history, checked against the registry.

Knows no engine and no file format: whoever records a fact does not load them.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from bleib.history.fact_types import TYPES, FactType
from bleib.kernel.errors import UsageError

# What ids, numbers and codes may look like: short, and without what nobody sees.
LONGEST_ID = 200
UNSEEN = re.compile(r"[\x00-\x1f\x7f]")
LARGEST = Decimal(10) ** 14
STEP = Decimal("0.0001")


@dataclass(frozen=True)
class NewFact:
    """Something that happened just now or was reported. `key` is its own number within its `source` and type.

    `amount` is in the installation's currency; amounts and quantities have at most four decimals. Raises UsageError,
    with what is allowed, where the registry does not know the type, a column or a prop, or where a value does not fit.
    """

    type: str
    customer: str | None
    occurred_at: datetime
    key: str
    contact: str | None = None
    amount: Decimal | int | None = None
    quantity: Decimal | int | None = None
    product: str | None = None
    ref: str | None = None
    source: str = "bleib"
    props: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.type not in TYPES:
            raise UsageError(f"There is no fact type '{self.type}'. There are: {', '.join(TYPES)}.")
        if self.occurred_at.tzinfo is None:
            raise UsageError(f"{self.type}: occurred_at has no time zone. Give an instant, such as one in UTC.")
        if self.customer is None and not self.kind.anonymous:
            raise UsageError(f"{self.type}: the customer is missing. Only these may have none: {_anonymous()}.")
        for name in ("key", "source", "customer", "contact", "product", "ref"):
            self._check_text(name, needed=name in ("key", "source"))
        for name in ("amount", "quantity", "product", "ref"):
            self._check_column(name)
        self._written_props()

    @property
    def kind(self) -> FactType:
        return TYPES[self.type]

    @property
    def id(self) -> bytes:
        """The same for the same fact, whoever says it and how often."""
        return fact_id(self.source, self.type, self.key)

    def day(self, time_zone: str) -> date:
        """The local day on which it happened."""
        return self.occurred_at.astimezone(ZoneInfo(time_zone)).date()

    @property
    def props_json(self) -> str | None:
        """The props as they stand in the lake; None where there are none."""
        written = self._written_props()
        return json.dumps(written, sort_keys=True, separators=(",", ":")) if written else None

    def _check_text(self, name: str, *, needed: bool) -> None:
        text = getattr(self, name)
        if text is None and not needed:
            return
        if not isinstance(text, str) or not text.strip() or len(text) > LONGEST_ID or UNSEEN.search(text):
            raise UsageError(f"{self.type}: {name} has to be a text of 1 to {LONGEST_ID} characters, not {text!r}.")

    def _check_column(self, name: str) -> None:
        """A column that the type gives no meaning stays empty; numbers have to fit into it."""
        value = getattr(self, name)
        if value is None:
            return
        if not getattr(self.kind, name):
            raise UsageError(f"{self.type} has no {name}. It has: {', '.join(_columns(self.kind)) or 'none of these'}.")
        if name in ("amount", "quantity") and not _is_exact(value):
            raise UsageError(
                f"{self.type}: {name} has to be a whole number or a Decimal with at most four decimals, not {value!r}."
            )

    def _written_props(self) -> dict[str, Any]:
        written = {name: self._written(name, value) for name, value in self.props.items() if value is not None}
        if missing := [prop.name for prop in self.kind.props if prop.needed and prop.name not in written]:
            raise UsageError(f"{self.type} needs {' and '.join(missing)} among its props.")
        return written

    def _written(self, name: str, value: object) -> str | int | bool:
        prop = self.kind.prop(name)
        if prop is None:
            allowed = ", ".join(each.name for each in self.kind.props) or "none"
            raise UsageError(f"{self.type} has no prop '{name}'. Its props: {allowed}.")
        written = prop.written(value)
        if written is None:
            raise UsageError(f"{self.type}: {name} has to be {prop.allowed}, not {value!r}.")
        return written


def fact_id(source: str, type_: str, key: str) -> bytes:
    """Hash of the source system and what the fact is there; imported facts have the same (see `events.identity`)."""
    return hashlib.md5(f"{source}\x1f{type_}\x1f{key}".encode(), usedforsecurity=False).digest()


def _columns(kind: FactType) -> list[str]:
    return [name for name in ("amount", "quantity", "product", "ref") if getattr(kind, name)]


def _anonymous() -> str:
    return ", ".join(each.name for each in TYPES.values() if each.anonymous)


def _is_exact(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return False
    exact = Decimal(value)
    return exact.is_finite() and abs(exact) < LARGEST and exact == exact.quantize(STEP)
