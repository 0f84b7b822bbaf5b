"""Which customers a commit to the lake touches, and from which day: found before it, packed into few bytes."""

from __future__ import annotations

from datetime import date

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

# One row per customer; customer null: lines without a customer; first_day null: not known.
TOUCHED = pa.schema([pa.field("customer", pa.string()), pa.field("first_day", pa.date32())])


def pack(connection: duckdb.DuckDBPyConnection, rows: str) -> bytes:
    """The customers of a SELECT with `customer` and `occurred_on`, each with its first day, as a Parquet file."""
    query = f"select customer, min(occurred_on) as first_day from ({rows}) group by 1 order by 1"
    return packed(connection.sql(query).to_arrow_table())


def packed(table: pa.Table) -> bytes:
    """A table of customers and first days as a Parquet file."""
    sink = pa.BufferOutputStream()
    pq.write_table(table.cast(TOUCHED), sink, compression="zstd")
    content: bytes = sink.getvalue().to_pybytes()
    return content


def unpack(content: bytes | memoryview | None) -> pa.Table:
    """What `pack` packed; nothing where nothing is kept any more."""
    return TOUCHED.empty_table() if content is None else pq.read_table(pa.BufferReader(bytes(content)))


def first_day(content: bytes) -> date | None:
    """The first day of all, lines without a customer included; None where nothing is known."""
    day: date | None = pc.min(unpack(content)["first_day"]).as_py()
    return day
