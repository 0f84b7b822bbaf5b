"""Customers at origins, one row each: what was forecast of them, what anybody could have seen, what they did then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from bleib.forecast.measures import Flags, Labels
from bleib.forecast.protocol import Array

SCHEMA = pa.schema(
    [
        pa.field("customer", pa.string()),
        pa.field("as_of", pa.date32()),
        pa.field("contractual", pa.bool_()),
        pa.field("left", pa.bool_()),
        pa.field("left_on", pa.date32()),
        pa.field("chance", pa.float64()),
        pa.field("base_rate", pa.float64()),
        pa.field("days_since_order", pa.float64()),
        pa.field("usual_gap", pa.float64()),
        pa.field("days_to_contract_end", pa.float64()),
        pa.field("yearly", pa.float64()),
        pa.field("light", pa.string()),
        pa.field("since", pa.date32()),
        pa.field("segments", pa.string()),
    ]
)
# What a baseline thinks of a contract that has no end.
NO_END = 1e6
MONTHS = 12


@dataclass(frozen=True)
class Cases:
    """`table` has the columns of SCHEMA. `segments`: keys of those that the customer was in, "|regulars|top-20|"."""

    table: pa.Table

    @classmethod
    def of(cls, tables: Sequence[pa.Table]) -> Cases:
        """Tables one below the other; what they lack is unknown, what they have besides is left out."""
        return cls(pa.concat_tables([_conform(each) for each in tables] or [SCHEMA.empty_table()]))

    def __len__(self) -> int:
        return int(self.table.num_rows)

    def where(self, condition: pc.Expression) -> Cases:
        return Cases(self.table.filter(condition))

    def numbers(self, name: str) -> Array:
        """A column as numbers, unknown ones as NaN."""
        column = self.table.column(name).cast(pa.float64())
        return np.asarray(column.to_numpy(zero_copy_only=False), dtype=np.float64)

    @property
    def left(self) -> Flags:
        return np.asarray(self.table.column("left").to_numpy(zero_copy_only=False), dtype=np.bool_)

    @property
    def customers(self) -> Labels:
        """A label per row: who recurs has the same one."""
        return np.asarray(self.table.column("customer").combine_chunks().dictionary_encode().indices)

    @property
    def days(self) -> Labels:
        """A label per row: the origin it belongs to."""
        return np.asarray(self.table.column("as_of").cast(pa.int32()))

    @property
    def distinct(self) -> int:
        """How many customers stand behind the cases."""
        return int(pc.count_distinct(self.table.column("customer")).as_py())

    @property
    def yearly(self) -> float | None:
        """What a case brought in the year before, on average; None where amounts are unknown."""
        found: float | None = pc.mean(self.table.column("yearly")).as_py()
        return found

    def baselines(self, *, contractual: bool) -> dict[str, Array]:
        """Scores that need no model, the higher the likelier somebody is to leave."""
        if contractual:
            return {"days_to_contract_end": -np.nan_to_num(self.numbers("days_to_contract_end"), nan=NO_END)}
        since = np.nan_to_num(self.numbers("days_since_order"), nan=NO_END)
        return {"days_since_order": since, "overdue_ratio": since / self._gaps()}

    def _gaps(self) -> Array:
        """Who bought on one day only has no rhythm yet: the one of the others stands in."""
        gaps = self.numbers("usual_gap")
        known = gaps[gaps > 0]
        typical = float(np.median(known)) if len(known) else 1.0
        return np.asarray(np.where(gaps > 0, gaps, typical), dtype=np.float64)


def yearly(features: pa.Table) -> pa.Array:
    """What a customer brings in a year: what running contracts bring, else the revenue of the last one."""
    monthly, revenue = (features.column(name).cast(pa.float64()) for name in ("mrr", "revenue_365"))
    has_contract = pc.fill_null(pc.greater(monthly, 0.0), fill_value=False)
    return pc.if_else(has_contract, pc.multiply(monthly, float(MONTHS)), revenue)


def _conform(table: pa.Table) -> pa.Table:
    columns = [
        table.column(field.name).cast(field.type) if field.name in table.column_names else _unknown(table, field)
        for field in SCHEMA
    ]
    return pa.table(columns, schema=SCHEMA)


def _unknown(table: pa.Table, field: pa.Field) -> pa.Array:
    return pa.nulls(table.num_rows, field.type)
