"""The tables that metrics read, for as few customers as somebody asks for: what a listener needs after each change."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pyarrow as pa

from bleib.history import parquet
from bleib.history.aliases import Aliases
from bleib.history.customers import customers_sql
from bleib.history.delta import DataFile
from bleib.history.derived import CONTRACTS_SQL, OF_CONTRACTS, facts_of
from bleib.history.engine import DuckDBEngine
from bleib.history.lake import Lake, claimed, newest
from bleib.history.refresh import ACTIVITY, refresh
from bleib.history.tables import ACTIVITY as DAYS
from bleib.kernel.scratch import scratch_folder

MEMORY_LIMIT = "700MB"


@contextmanager
def open_extract(home: Path, *, customers: pa.Table | None = None) -> Iterator[DuckDBEngine]:
    """`activity`, `contracts` and `customers` (without names) of these customers, or of everybody.

    `customers` has a column `customer`: numbers as they count now. Pending facts do not count: they bring a change of
    their own. What does not fit in memory is written to a scratch folder.
    """
    with scratch_folder() as scratch, _connect(scratch) as connection:
        snapshot = refresh(home, connection)
        source = parquet.scan([file.path for file in snapshot.files], ACTIVITY)
        days = f"select {', '.join(DAYS.names)} from {source} where customer is not null"
        aliases, files = Aliases.now(), Lake(home).files()
        aliases.register(connection)
        if customers is None:
            connection.execute(f"create temp view activity as {days}")
            facts = facts_of(files, *OF_CONTRACTS)
        else:
            _want(connection, customers)
            connection.execute(f"create temp table activity as {days} and customer in (from wanted)")
            facts = _facts_of_wanted(files)
        connection.execute(f"create temp view contract_facts as {aliases.resolve(facts)}")
        only = "" if customers is None else "where customer in (from wanted)"
        connection.execute(f"create temp table contracts as select * from ({CONTRACTS_SQL}) {only}")
        connection.execute(f"create temp view customers as {customers_sql(('contracts',))}")
        yield DuckDBEngine(connection)


def _connect(scratch: str) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(config={"memory_limit": MEMORY_LIMIT, "temp_directory": scratch})


def _want(connection: duckdb.DuckDBPyConnection, customers: pa.Table) -> None:
    """Temp tables `wanted` (numbers as they count now) and `written` (all numbers that count as one of them)."""
    connection.register("wanted_arrow", customers.select(["customer"]))
    connection.execute("create temp table wanted as from wanted_arrow")
    connection.unregister("wanted_arrow")
    connection.execute(
        "create temp table written as from wanted union select customer from aliases where final in (from wanted)"
    )


def _facts_of_wanted(files: tuple[DataFile, ...]) -> str:
    """SELECT over live facts about contracts of those in `written`; a newer claim may name somebody else."""
    types = ", ".join(f"'{each}'" for each in OF_CONTRACTS)
    claims = f"from ({claimed(files)}) where type in ({types})"
    theirs = f"select id from ({claims}) where customer in (from written)"
    return f"from ({newest(f'{claims} and id in ({theirs})')}) where not retracted"
