"""What runs a metric's SQL: DuckDB inside the process, or any Spark Connect endpoint over the same tables."""

from __future__ import annotations

import os
from typing import Protocol, runtime_checkable
from uuid import uuid4

import duckdb
import pyarrow as pa
from sqlglot import exp

from bleib.history.customers import customers_sql
from bleib.history.dialect import render
from bleib.history.spark import SparkEngine
from bleib.history.tables import Frame, customers_table, tables
from bleib.kernel.errors import UsageError

__all__ = ["DuckDBEngine", "Engine", "SparkEngine", "connect"]

# A report asks for three; somebody who measures month after month should not fill the memory.
KEPT = 6


@runtime_checkable
class Engine(Protocol):
    """Runs one query over the tables of `history.tables` and those it is given; text is in its own dialect."""

    dialect: str

    def run(self, query: exp.Expression | str) -> pa.Table: ...

    def give(self, name: str, table: pa.Table) -> None: ...

    def close(self) -> None: ...


class DuckDBEngine:
    """A DuckDB connection in which the tables of `history.tables` exist, or views, and do not change any more."""

    dialect = "duckdb"

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.connection = connection
        self._kept: dict[str, str] = {}

    @classmethod
    def over(cls, *, customers: Frame = None, **frames: Frame) -> DuckDBEngine:
        """An engine in memory over the tables of `history.tables`; `customers` are all in them if not given."""
        connection = duckdb.connect()
        for name, table in tables(**frames).items():
            connection.register(name, table)
        if customers is None:
            connection.execute(f"create view customers as {customers_sql(frames)}")
        else:
            connection.register("customers", customers_table(customers))
        return cls(connection)

    def run(self, query: exp.Expression | str) -> pa.Table:
        text = query if isinstance(query, str) else render(query, self.dialect)
        return self.connection.sql(text).to_arrow_table()

    def give(self, name: str, table: pa.Table) -> None:
        """A table of the caller's own, for queries that name it; one of that name is replaced."""
        self.connection.register(name, table)

    def keep(self, select: str) -> str:
        """Name of a temp table with the rows of `select`, computed when they are first asked for.

        Metrics of one run begin with the same large steps. The last few of them are kept.
        """
        if select not in self._kept:
            if len(self._kept) == KEPT:
                self.connection.execute(f"drop table {self._kept.pop(next(iter(self._kept)))}")
            name = f"kept_{uuid4().hex}"  # engines may share a connection
            self.connection.execute(f"create temp table {name} as {select}")
            self._kept[select] = name
        return self._kept[select]

    def close(self) -> None:
        self.connection.close()


def connect(url: str | None = None, *, customers: Frame = None, **frames: Frame) -> Engine:
    """The engine named by `url` or BLEIB_ENGINE: `duckdb` (default) or `sc://host:port` for Spark Connect.

    `frames`: `activity`, `contracts`, `features`, `touchpoints`, as far as they are there.
    """
    url = url or os.environ.get("BLEIB_ENGINE") or "duckdb"
    if url == "duckdb":
        return DuckDBEngine.over(customers=customers, **frames)
    if url.startswith("sc://"):
        return SparkEngine.over(url, customers=customers, **frames)
    raise UsageError(
        f"'{url}' is no engine. BLEIB_ENGINE is 'duckdb' or a Spark Connect address like sc://localhost:15002."
    )
