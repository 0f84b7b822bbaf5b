"""DuckDB's own conversion of a CSV file to Parquet: the least that any import of the file has to do.

`parts` does what no import into the lake can do without, written for this one file: typed values, an identity for each
line by its content, whether a line stands twice, and the lake's columns. It recognises nothing and refuses nothing.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

PARTS = """
create table facts as
select cast(md5_number(concat_ws(chr(31), "CustomerID", "Invoice", "InvoiceDate", "StockCode", "Description",
        "Quantity", "Price")) as uuid) as id,
    case when cast("Quantity" as integer) < 0 then 'credit' else 'order' end as type, "CustomerID" as customer,
    timezone('Europe/Berlin', cast("InvoiceDate" as timestamp)) as occurred_at,
    cast(cast("InvoiceDate" as timestamp) as date) as occurred_on,
    cast(cast("Quantity" as decimal(9, 0)) * cast("Price" as decimal(9, 2)) as decimal(18, 4)) as amount,
    cast("Quantity" as decimal(18, 4)) as quantity, "StockCode" as product, "Invoice" as ref
from read_csv('{csv}', all_varchar = true, header = true)
"""
REPEATED = "select count(*) from (select id from facts group by id having count(*) > 1)"
STORED = """
copy (
    select * replace (cast(id as blob) as id), cast(null as varchar) as contact, 'EUR' as currency,
        cast(null as decimal(18, 4)) as cost, 'files' as source, cast(1 as bigint) as import_id,
        now() as recorded_at, false as retracted, cast(null as varchar) as props
    from facts
) to '{to}' (format parquet, compression zstd, compression_level 1, row_group_size 65536)
"""


def default(csv: Path) -> None:
    """As DuckDB does it when nothing is asked for (snappy)."""
    convert(csv, "snappy")


def zstd(csv: Path) -> None:
    """With the compression that Bleib's lake uses."""
    convert(csv, "zstd")


def convert(csv: Path, compression: str) -> None:
    to = csv.with_suffix(f".{compression}.parquet")
    with duckdb.connect() as connection:
        connection.execute(f"copy (from read_csv('{csv}')) to '{to}' (format parquet, compression {compression})")
    to.unlink()


def parts(csv: Path) -> int:
    """How many lines stand more than once."""
    to = csv.with_suffix(".parts.parquet")
    with duckdb.connect() as connection:
        connection.execute("set preserve_insertion_order = false")
        connection.execute(PARTS.format(csv=csv))
        [[repeated]] = connection.execute(REPEATED).fetchall()
        connection.execute(STORED.format(to=to))
    to.unlink()
    return int(repeated)
