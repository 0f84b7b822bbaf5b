"""Activity: facts summed up to customer x local day. Derived; every period metric reads it and `customers`."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pyarrow as pa

from bleib.history import imports, parquet
from bleib.history.customers import CUSTOMERS_SQL
from bleib.history.daily import build, select
from bleib.history.delta import Snapshot
from bleib.history.refresh import ACTIVITY, refresh
from bleib.history.state import open_state
from bleib.history.tables import ACTIVITY as DAYS

__all__ = ["build", "open", "refresh", "select"]

NAMES = pa.schema([("customer", pa.string()), ("name", pa.string()), ("country", pa.string())])


def open(home: Path, connection: duckdb.DuckDBPyConnection) -> Snapshot:  # noqa: A001 - activity.open reads well
    """Bring activity up to date and create the temp view `activity` and the temp table `customers`.

    Returns the version of activity that they read. Names and countries are what the newest import says.
    """
    snapshot = refresh(home, connection)
    source = parquet.scan([file.path for file in snapshot.files], ACTIVITY)
    connection.execute(f"create or replace temp view activity as select {', '.join(DAYS.names)} from {source}")
    with open_state(home) as state:
        known = [dict(row) for row in imports.names(state)]
    connection.register("customer_names", pa.Table.from_pylist(known, schema=NAMES))
    connection.execute(
        f"""
        create or replace temp table customers as
        select counted.* replace (known.name as name, known.country as country)
        from ({CUSTOMERS_SQL}) as counted
        left join customer_names as known using (customer)
        """
    )
    connection.unregister("customer_names")
    return snapshot
