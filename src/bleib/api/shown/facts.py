"""Facts as programs read them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from ninja import Field, Schema

from bleib.api.shapes import Amount, Moment
from bleib.history.fact_types import FactType

if TYPE_CHECKING:
    from bleib.history.timeline import TimelineEntry


class LineOut(Schema):
    """One fact."""

    id: str = Field(description="The same for the same fact, whoever says it and how often.")
    customer: str = Field(description="The number it came with.")
    contact: str | None
    occurred_at: Moment
    amount: Amount | None
    currency: str | None
    quantity: Amount | None
    product: str | None
    source: str
    props: dict[str, Any]
    recorded_at: Moment


class EntryOut(Schema):
    """An order with its lines, a day's usage or visits, or a single fact."""

    type: str
    ref: str | None = Field(description="Number of the order, case or contract.")
    occurred_at: Moment
    occurred_on: date = Field(description="The local day.")
    count: int = Field(description="How many facts; at most 200 of them stand in `facts`.")
    amount: Amount | None
    quantity: Amount | None
    facts: list[LineOut]


class PropOut(Schema):
    name: str
    meaning: str
    allowed: str
    needed: bool


class FactTypeOut(Schema):
    """A type of the registry. `amount`, `quantity`, `product`, `ref`: what the column means; empty: it has none."""

    name: str
    label_de: str
    label_en: str
    meaning: str
    amount: str
    quantity: str
    product: str
    ref: str
    anonymous: bool = Field(description="It may have happened to nobody known.")
    concluded: bool = Field(description="Bleib concludes it by itself; it cannot be written.")
    props: list[PropOut]


class FactTypesOut(Schema):
    data: list[FactTypeOut]


class RecordedOut(Schema):
    recorded: int = Field(description="How many facts were written down.")
    ids: list[str] = Field(description="Their ids, in the order in which they were sent.")


def entry_shown(entry: TimelineEntry) -> EntryOut:
    said = ("type", "ref", "occurred_at", "occurred_on", "count", "amount", "quantity")
    lines = [LineOut(**{name: _read(line, name) for name in LineOut.model_fields}) for line in entry.lines]
    return EntryOut(**{name: getattr(entry, name) for name in said}, facts=lines)


def fact_type_shown(kind: FactType) -> FactTypeOut:
    props = [PropOut(name=p.name, meaning=p.meaning, allowed=p.allowed, needed=p.needed) for p in kind.props]
    said = FactTypeOut.model_fields.keys() - {"props"}
    return FactTypeOut(**{name: getattr(kind, name) for name in said}, props=props)


def _read(line: Any, name: str) -> Any:
    value = getattr(line, name)
    return value.hex() if name == "id" else value
