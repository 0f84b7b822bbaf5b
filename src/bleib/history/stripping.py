"""Lines of a file that name erased customers lose the customer before the lake takes them."""

from __future__ import annotations

from typing import NamedTuple

import duckdb
import pyarrow as pa
from sqlglot import exp

from bleib.history import erased
from bleib.history.delta import DataFile
from bleib.history.lake import Lake, claimed, newest
from bleib.history.models import ErasedNumber


class Stripped(NamedTuple):
    """A table of lines, and how many of them were taken without a customer: all, and those the lake did not know."""

    staged: str
    without_customer: int = 0
    erased: int = 0


def strip(connection: duckdb.DuckDBPyConnection, lake: Lake, staged: str) -> Stripped:
    """Lines of erased customers lose their customer; those that the lake has stay as the lake has them.

    Leaves the numbers in the temp table `erased_customers`; the new table of lines is called STAGED_kept.
    """
    _find(connection, staged)
    if not connection.execute("select 1 from erased_customers limit 1").fetchall():
        return Stripped(staged)
    connection.execute(
        f"create or replace temp table known_lines as select id, customer from ({_known(lake.files(), staged)})"
    )
    whose = "line.customer in (from erased_customers)"
    connection.execute(f"""
        create or replace temp table {staged}_kept as
        select line.* replace (
            case when {whose} then known.customer else line.customer end as customer,
            case when {whose} then null else line.contact end as contact
        )
        from {staged} as line left join known_lines as known on known.id = line.id and {whose}
    """)
    connection.execute(f"create temp table if not exists {staged}_versions as from {staged} where false")
    connection.execute(f"create or replace temp view {staged}_kept_versions as from {staged}_versions")
    [(without, new)] = connection.execute(f"""
        select count(*) filter (where known.customer is null), count(*) filter (where known.id is null)
        from {staged} as line left join known_lines as known on known.id = line.id where {whose}
    """).fetchall()
    return Stripped(f"{staged}_kept", without, new)


def _find(connection: duckdb.DuckDBPyConnection, staged: str) -> None:
    """The temp table `erased_customers`: numbers among the lines that belong to erased customers."""
    digests = list(ErasedNumber.objects.values_list("digest", flat=True))
    connection.register("erased_digests", pa.table({"digest": pa.array(digests, pa.string())}))
    salted = exp.Literal.string(erased.salt()).sql("duckdb")
    theirs = f"sha256({salted} || customer) in (select digest from erased_digests)" if digests else "false"
    connection.execute(
        f"create or replace temp table erased_customers as select distinct customer from {staged} where {theirs}"
    )
    connection.unregister("erased_digests")


def _known(files: tuple[DataFile, ...], staged: str) -> str:
    """SELECT over live lines of the lake that are staged for an erased customer."""
    ids = f"select id from {staged} where customer in (from erased_customers)"
    claims = f"select * from ({claimed(files)}) semi join ({ids}) as line using (id)"
    return f"select * from ({newest(claims)}) where not retracted"
