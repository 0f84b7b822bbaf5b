"""Activity: facts summed up to customer x local day. Derived; every period metric reads it and `customers`."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import duckdb
import pyarrow as pa
from django.db.models import F, Window
from django.db.models.functions import RowNumber

from bleib.history import parquet
from bleib.history.aliases import Aliases
from bleib.history.customers import customers_sql
from bleib.history.daily import build, select
from bleib.history.delta import Snapshot
from bleib.history.derived import OF_CONTRACTS, contracts_in, derive, facts_of
from bleib.history.lake import Lake, live
from bleib.history.models import ImportedName
from bleib.history.models.imports import ImportState
from bleib.history.pending import append_pending
from bleib.history.refresh import ACTIVITY, refresh
from bleib.history.stored_touchpoints import open_touchpoints
from bleib.history.tables import ACTIVITY as DAYS

__all__ = ["build", "names", "open", "refresh", "select"]

NAMES = pa.schema([("customer", pa.string()), ("name", pa.string()), ("country", pa.string())])


def open(  # noqa: A001 - activity.open reads well
    home: Path,
    connection: duckdb.DuckDBPyConnection,
    *,
    now: datetime,
    groups: pa.Table | None = None,
    journeys: bool = False,
) -> Snapshot:
    """Bring activity up to date and create the tables that metrics read: activity, contracts, features, customers.

    Facts that are pending at `now` count: they are appended first. Returns the version of activity that is read.
    Names and countries are what the newest import says. `groups`: see `derive`. `journeys`: touchpoints are read from
    what is stored of them, and who had nothing else is among the customers.
    """
    append_pending(home, now=now)
    snapshot = refresh(home, connection)
    source = parquet.scan([file.path for file in snapshot.files], ACTIVITY)
    connection.execute(f"create or replace temp view activity as select {', '.join(DAYS.names)} from {source}")
    _derive(home, connection, groups)
    others = ["contracts"] if contracts_in(connection) else []
    if journeys:
        open_touchpoints(home, connection)
        others.append("touchpoints")
    connection.register("customer_names", names())
    connection.execute(
        f"""
        create or replace temp table customers as
        select counted.* replace (known.name as name, known.country as country)
        from ({customers_sql(others)}) as counted
        left join customer_names as known using (customer)
        """
    )
    connection.unregister("customer_names")
    return snapshot


def _derive(home: Path, connection: duckdb.DuckDBPyConnection, groups: pa.Table | None) -> None:
    """The tables beside activity."""
    files, aliases = Lake(home).files(), Aliases.now()
    aliases.register(connection)
    derive(
        connection,
        contract_facts=aliases.resolve(facts_of(files, *OF_CONTRACTS)),
        feature_facts=aliases.resolve(live(files)),
        groups=groups,
    )


def names() -> pa.Table:
    """customer, name, country: what the newest finished import that knows it says of a customer."""
    age = Window(RowNumber(), partition_by="customer", order_by=F("of__recorded_at").desc())
    known = ImportedName.objects.filter(of__state=ImportState.DONE).annotate(age=age).filter(age=1)
    rows = known.values_list(*NAMES.names).iterator(chunk_size=50_000)
    columns = list(zip(*rows, strict=True)) or [()] * len(NAMES)
    return pa.table(columns, schema=NAMES)
