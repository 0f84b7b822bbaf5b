"""The tables that metrics read, for as few customers as somebody asks for: what a listener needs after each change."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pyarrow as pa

from bleib.history import parquet, theirs, vanished
from bleib.history.aliases import Aliases
from bleib.history.customers import customers_sql
from bleib.history.delta import DataFile
from bleib.history.derived import CONTRACTS_SQL, OF_CONTRACTS, facts_of
from bleib.history.engine import DuckDBEngine
from bleib.history.lake import Lake
from bleib.history.models import Setting
from bleib.history.refresh import ACTIVITY, refresh
from bleib.history.tables import ACTIVITY as DAYS
from bleib.kernel.scratch import scratch_folder

MEMORY_LIMIT = "700MB"


@contextmanager
def open_extract(home: Path, *, customers: pa.Table | None = None) -> Iterator[DuckDBEngine]:
    """`activity`, `contracts` and `customers` (without names) of these customers, or of everybody.

    `customers` has a column `customer`: numbers as they count now. Pending facts do not count: they bring a change of
    their own. What does not fit in memory is written to a scratch folder. Raises Vanished where a file goes while it is
    read.
    """
    with vanished.told(), scratch_folder() as scratch, _connect(scratch) as connection:
        aliases, files = Aliases.now(), Lake(home).files()
        aliases.register(connection)
        if customers is None:
            _open_everybody(home, connection)
            facts = facts_of(files, *OF_CONTRACTS)
        else:
            _open_few(connection, files, aliases, customers=customers)
            facts = "select * from their_facts"
        connection.execute(f"create temp view contract_facts as {aliases.resolve(facts)}")
        connection.execute(f"create temp table contracts as {CONTRACTS_SQL}")
        connection.execute(f"create temp view customers as {customers_sql(('contracts',))}")
        yield DuckDBEngine(connection)


def _open_everybody(home: Path, connection: duckdb.DuckDBPyConnection) -> None:
    source = parquet.scan([file.path for file in refresh(home, connection).files], ACTIVITY)
    connection.execute(
        f"create temp view activity as select {', '.join(DAYS.names)} from {source} where customer is not null"
    )


def _open_few(
    connection: duckdb.DuckDBPyConnection, files: tuple[DataFile, ...], aliases: Aliases, *, customers: pa.Table
) -> None:
    """Their activity follows from their facts, without the stored one: nobody waits until that is up to date."""
    numbers = theirs.written(aliases, customers.column("customer").to_pylist())
    theirs.gather(connection, files, numbers, into="temp table their_facts")
    non_goods = sorted(Setting.read("non_goods", []))
    theirs.build_days(connection, facts="their_facts", into="activity", aliases=aliases, non_goods=non_goods)


def _connect(scratch: str) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(config={"memory_limit": MEMORY_LIMIT, "temp_directory": scratch})
