"""The tables that one metric reads, opened for one question in a request: nothing is read that it does not ask for."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pyarrow as pa

from bleib.history import parquet, vanished
from bleib.history.aliases import Aliases
from bleib.history.customers import customers_sql
from bleib.history.derived import CONTRACTS_SQL, FEATURES_SQL, GROUPS, LINES_SQL, OF_CONTRACTS, facts_of
from bleib.history.engine import DuckDBEngine
from bleib.history.lake import Lake, live
from bleib.history.refresh import ACTIVITY, refresh
from bleib.history.stored_touchpoints import open_touchpoints
from bleib.history.tables import ACTIVITY as DAYS
from bleib.history.tables import CONTRACTS
from bleib.kernel.scratch import scratch_folder

MEMORY_LIMIT = "700MB"


@contextmanager
def open_tables(home: Path, *, reads: Collection[str], groups: pa.Table | None = None) -> Iterator[DuckDBEngine]:
    """`activity` and `customers` (without names), and `contracts`, `features`, `touchpoints` where `reads` names them.

    Pending facts do not count: they bring a change of their own. `groups`: see `derived.derive`. What does not fit in
    memory is written to a scratch folder. Raises Vanished where a file goes while it is read.
    """
    with vanished.told(), scratch_folder() as scratch, _connect(scratch) as connection:
        snapshot = refresh(home, connection)
        source = parquet.scan([file.path for file in snapshot.files], ACTIVITY)
        connection.execute(f"create temp view activity as select {', '.join(DAYS.names)} from {source}")
        aliases = Aliases.now()
        aliases.register(connection)
        _contracts(home, connection, aliases, wanted="contracts" in reads)
        if "features" in reads:
            _features(home, connection, aliases, groups=groups)
        if "touchpoints" in reads:
            open_touchpoints(home, connection)
        known = ("contracts", *({"touchpoints"} & set(reads)))
        connection.execute(f"create temp view customers as {customers_sql(known)}")
        yield DuckDBEngine(connection)


def _connect(scratch: str) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(config={"memory_limit": MEMORY_LIMIT, "temp_directory": scratch})


def _contracts(home: Path, connection: duckdb.DuckDBPyConnection, aliases: Aliases, *, wanted: bool) -> None:
    """Where nobody asks for them, none: then customers are those who bought."""
    if not wanted:
        connection.register("contracts", CONTRACTS.empty_table())
        return
    facts = aliases.resolve(facts_of(Lake(home).files(), *OF_CONTRACTS))
    connection.execute(f"create temp view contract_facts as {facts}")
    connection.execute(f"create temp table contracts as {CONTRACTS_SQL}")


def _features(home: Path, connection: duckdb.DuckDBPyConnection, aliases: Aliases, *, groups: pa.Table | None) -> None:
    connection.register("product_groups", GROUPS.empty_table() if groups is None else groups)
    connection.execute(f"create temp view feature_facts as {aliases.resolve(live(Lake(home).files()))}")
    connection.execute(f"create temp view feature_lines as {LINES_SQL}")
    connection.execute(f"create temp view features as {FEATURES_SQL}")
