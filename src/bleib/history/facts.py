"""The columns every fact has in the lake. The types are in `fact_types`, a fact on its way in `new_fact`.

A fact is immutable and carries ids, never names, addresses or free text, so erasing a person
is a change of state and leaves the statistics intact.
"""

from __future__ import annotations

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
