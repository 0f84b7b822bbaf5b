"""What a churn model learns from: the same customers seen at several dates, and what became of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from bleib.forecast.measures import Array, Flags, Labels
from bleib.kernel.errors import UsageError

CUSTOMER, LEFT, CONTRACTUAL, CONTRACTS = "customer", "left", "contractual", "running_contracts"


@dataclass(frozen=True)
class Slice:
    """All customers as they were known at the beginning of `as_of`.

    `features`: `customer` and any columns. `outcomes`: `customer`, `left` (bool), perhaps `contractual` (bool); None
    where nobody knows yet. Customers without an outcome are not learned from.
    """

    as_of: date
    features: pa.Table
    outcomes: pa.Table | None = None


@dataclass(frozen=True)
class Examples:
    """Customers of all slices one below the other: `table`, whether each `left`, at which date (`days`, ordinal)."""

    table: pa.Table
    left: Flags
    days: Array
    customers: Labels

    def __len__(self) -> int:
        return len(self.left)

    @property
    def leavers(self) -> int:
        return int(self.left.sum())

    def where(self, flags: Flags) -> Examples:
        return Examples(self.table.filter(pa.array(flags)), self.left[flags], self.days[flags], self.customers[flags])


def examples(slices: Sequence[Slice]) -> Examples:
    """Every slice whose outcomes are known. Raises UsageError where a column lacks."""
    tables = [_joined(each) for each in slices if each.outcomes is not None]
    if not tables:
        return Examples(pa.table({CUSTOMER: pa.array([], pa.string())}), np.zeros(0, bool), np.zeros(0), np.zeros(0))
    whole = pa.concat_tables(tables, promote_options="permissive")
    left = _flags(whole.column(LEFT))
    days = np.concatenate(
        [np.full(len(table), each.as_of.toordinal(), float) for each, table in _known(slices, tables)]
    )
    customers = whole.column(CUSTOMER).to_numpy(zero_copy_only=False)
    return Examples(whole.drop_columns([LEFT]), left, days, customers)


def is_contractual(table: pa.Table) -> Flags:
    """Whether a contract runs: by the column `contractual`, else by `running_contracts`, else for nobody."""
    if CONTRACTUAL in table.column_names:
        return _flags(table.column(CONTRACTUAL))
    if CONTRACTS in table.column_names:
        return _flags(pc.greater(table.column(CONTRACTS), 0))
    return np.zeros(table.num_rows, dtype=np.bool_)


def _known(slices: Sequence[Slice], tables: Sequence[pa.Table]) -> list[tuple[Slice, pa.Table]]:
    return list(zip([each for each in slices if each.outcomes is not None], tables, strict=True))


def _joined(each: Slice) -> pa.Table:
    assert each.outcomes is not None
    for table, needed in ((each.features, (CUSTOMER,)), (each.outcomes, (CUSTOMER, LEFT))):
        lacking = [name for name in needed if name not in table.column_names]
        if lacking:
            raise UsageError(
                f"The table lacks the column {', '.join(lacking)}. It has: {', '.join(table.column_names)}."
            )
    known = each.outcomes.filter(pc.is_valid(each.outcomes.column(LEFT)))
    wanted = [name for name in (CUSTOMER, LEFT, CONTRACTUAL) if name in known.column_names]
    features = each.features.drop_columns([name for name in wanted[1:] if name in each.features.column_names])
    return features.join(known.select(wanted), CUSTOMER, join_type="inner", use_threads=False)


def _flags(column: pa.ChunkedArray) -> Flags:
    return np.asarray(column.cast(pa.bool_()).fill_null(False).to_numpy(zero_copy_only=False), dtype=np.bool_)
