"""The tables that metrics read, and how tables of a notebook become them.

`activity` has one row per customer and local day (customer null = lines without customer),
`customers` one row per customer; revenue is net of refunds, null where amounts are unknown.
`contracts` has one row per contract and stretch of time in which it runs unchanged, [start_on, end_on);
`features` one row per customer, local day and product group bought or feature used;
`touchpoints` one row per customer, local day and kind of touchpoint.
"""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from bleib.kernel.errors import UsageError

# A pyarrow.Table, a pandas or a polars DataFrame; the last two are no dependencies of Bleib, so they have no name here.
Frame = Any

MONEY = pa.decimal128(38, 4)

ACTIVITY = pa.schema(
    [
        pa.field("customer", pa.string()),
        pa.field("day", pa.date32()),
        pa.field("orders", pa.int64()),
        pa.field("lines", pa.int64()),
        pa.field("units", MONEY),
        pa.field("revenue", MONEY),
        pa.field("refunds", MONEY),
        pa.field("cost", MONEY),
    ]
)

CUSTOMERS = pa.schema(
    [
        pa.field("customer", pa.string()),
        pa.field("name", pa.string()),
        pa.field("country", pa.string()),
        pa.field("first_on", pa.date32()),
        pa.field("second_on", pa.date32()),
        pa.field("last_on", pa.date32()),
        pa.field("orders", pa.int64()),
        pa.field("order_days", pa.int64()),
        pa.field("revenue", MONEY),
        pa.field("refunds", MONEY),
    ]
)


CONTRACTS = pa.schema(
    [
        pa.field("customer", pa.string()),
        pa.field("contract", pa.string()),
        pa.field("product", pa.string()),
        pa.field("start_on", pa.date32()),
        pa.field("end_on", pa.date32()),
        pa.field("amount", MONEY),
        pa.field("quantity", MONEY),
        pa.field("notice_on", pa.date32()),
        pa.field("term_months", pa.int64()),
        pa.field("notice_days", pa.int64()),
    ]
)

FEATURES = pa.schema(
    [
        pa.field("customer", pa.string()),
        pa.field("day", pa.date32()),
        pa.field("kind", pa.string()),
        pa.field("feature", pa.string()),
        pa.field("times", pa.int64()),
    ]
)

# `answers` to the NPS question, and of how many `promoters` (9 or 10) and `detractors` (0 to 6).
TOUCHPOINTS = pa.schema(
    [
        pa.field("customer", pa.string()),
        pa.field("day", pa.date32()),
        pa.field("touchpoint", pa.string()),
        pa.field("times", pa.int64()),
        pa.field("answers", pa.int64()),
        pa.field("promoters", pa.int64()),
        pa.field("detractors", pa.int64()),
    ]
)


def tables(**frames: Frame) -> dict[str, pa.Table]:
    """Every table by its name (`activity`, `contracts`, `features`, `touchpoints`); one not given has no rows."""
    if unknown := frames.keys() - MAKERS.keys():
        raise TypeError(f"There is no table {', '.join(sorted(unknown))}.")
    return {
        name: make(frame) if (frame := frames.get(name)) is not None else SCHEMAS[name].empty_table()
        for name, make in MAKERS.items()
    }


def activity_table(frame: Frame) -> pa.Table:
    """Activity with the columns and types of ACTIVITY. Needs customer, day, orders; what else is missing is null."""
    return _conform(to_arrow(frame), ACTIVITY, needed=("customer", "day", "orders"), what="activity")


def customers_table(frame: Frame) -> pa.Table:
    """Customers with the types of CUSTOMERS; further columns stay, so that one can slice by them."""
    table = to_arrow(frame)
    known = _conform(table, CUSTOMERS, needed=("customer", "first_on"), what="customers")
    for name in table.column_names:
        if name not in CUSTOMERS.names:
            known = known.append_column(name, table.column(name))
    return known


def contracts_table(frame: Frame) -> pa.Table:
    """Contracts with the types of CONTRACTS. Needs customer, contract, start_on; what else is missing is null."""
    return _conform(to_arrow(frame), CONTRACTS, needed=("customer", "contract", "start_on"), what="contracts")


def features_table(frame: Frame) -> pa.Table:
    """Features with the types of FEATURES. Needs customer, day, kind (bought or used) and feature."""
    return _conform(to_arrow(frame), FEATURES, needed=("customer", "day", "kind", "feature"), what="features")


def touchpoints_table(frame: Frame) -> pa.Table:
    """Touchpoints with the types of TOUCHPOINTS. Needs customer, day, touchpoint and times; the rest may be null."""
    return _conform(to_arrow(frame), TOUCHPOINTS, needed=("customer", "day", "touchpoint", "times"), what="touchpoints")


SCHEMAS = {"activity": ACTIVITY, "contracts": CONTRACTS, "features": FEATURES, "touchpoints": TOUCHPOINTS}
MAKERS = {
    "activity": activity_table,
    "contracts": contracts_table,
    "features": features_table,
    "touchpoints": touchpoints_table,
}


def to_arrow(frame: Frame) -> pa.Table:
    """Arrow, pandas or polars as Arrow; UsageError for anything else."""
    if isinstance(frame, pa.Table):
        return frame
    if _library(frame) == "pandas":
        return pa.Table.from_pandas(frame, preserve_index=False)
    if hasattr(frame, "__arrow_c_stream__"):
        return pa.table(frame)
    raise UsageError(f"A table is needed (pyarrow, pandas or polars), not {type(frame).__name__}.")


def like(table: pa.Table, frame: Frame) -> Frame:
    """`table` as the same kind of table as `frame`."""
    if _library(frame) == "pandas":
        return table.to_pandas()
    if _library(frame) == "polars":
        return type(frame)(table)
    return table


def _library(frame: Frame) -> str:
    return type(frame).__module__.partition(".")[0]


def _conform(table: pa.Table, schema: pa.Schema, *, needed: tuple[str, ...], what: str) -> pa.Table:
    missing = [name for name in needed if name not in table.column_names]
    if missing:
        raise UsageError(
            f"The {what} table lacks the column {', '.join(missing)}. It has: {', '.join(table.column_names)}."
        )
    return pa.table([_column(table, field) for field in schema], schema=schema)


def _column(table: pa.Table, field: pa.Field) -> pa.ChunkedArray:
    if field.name not in table.column_names:
        return pa.chunked_array([pa.nulls(table.num_rows, field.type)])
    column = table.column(field.name)
    try:
        # polars hands over views of strings, which cast to nothing but strings.
        plain = column.cast(pa.string()) if pa.types.is_string_view(column.type) else column
        return plain.cast(field.type)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
        raise UsageError(f"The column {field.name} cannot be read as {field.type}: {error}") from error
