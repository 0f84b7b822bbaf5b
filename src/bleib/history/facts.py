"""The closed registry of what can happen to a customer, and the columns every fact has.

A fact is immutable and carries ids, never names, addresses or free text, so erasing a person
is a change of state and leaves the statistics intact.
"""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

MONEY = pa.decimal128(18, 4)
INSTANT = pa.timestamp("us", tz="UTC")

# Column order of the lake. `month` (YYYY-MM of occurred_on) is the partition.
FACTS = pa.schema(
    [
        pa.field("id", pa.binary(), nullable=False),
        pa.field("type", pa.string(), nullable=False),
        pa.field("customer", pa.string()),
        pa.field("contact", pa.string()),
        pa.field("occurred_at", INSTANT, nullable=False),
        pa.field("occurred_on", pa.date32(), nullable=False),
        pa.field("amount", MONEY),
        pa.field("currency", pa.string()),
        pa.field("quantity", MONEY),
        pa.field("cost", MONEY),
        pa.field("product", pa.string()),
        pa.field("ref", pa.string()),
        pa.field("source", pa.string(), nullable=False),
        pa.field("import_id", pa.int64()),
        pa.field("recorded_at", INSTANT, nullable=False),
        pa.field("retracted", pa.bool_(), nullable=False),
        pa.field("props", pa.string()),
        pa.field("month", pa.string(), nullable=False),
    ]
)


@dataclass(frozen=True)
class FactType:
    """One kind of fact: its name, what it says (de, en), and the props it may carry with their units."""

    name: str
    label_de: str
    label_en: str
    meaning: str
    props: tuple[str, ...] = ()


ORDER = FactType("order", "Bestellposition", "Order line", "One line of an order or invoice; `ref` is its number.")
CREDIT = FactType(
    "credit",
    "Gutschriftsposition",
    "Credit line",
    "One line of a cancellation or credit note; lowers revenue. Undoes a purchase only where it carries "
    "that order's number and cancels it in full.",
)

TYPES = {each.name: each for each in (ORDER, CREDIT)}
