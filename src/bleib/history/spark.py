"""Any Spark Connect endpoint as an engine: a Spark cluster, Databricks, Sail. Needs the extra `bleib[spark]`."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
from sqlglot import exp

from bleib.history.customers import customers_sql
from bleib.history.dialect import parse, render
from bleib.history.tables import Frame, customers_table, tables
from bleib.kernel.errors import UsageError


class SparkEngine:
    """A Spark session in which the tables of `history.tables` exist as views."""

    dialect = "spark"

    def __init__(self, session: Any) -> None:
        self.session = session

    @classmethod
    def over(cls, url: str, *, customers: Frame = None, **frames: Frame) -> SparkEngine:
        """A session of its own at `url` (sc://host:port) that is given the tables as Arrow; see `DuckDBEngine.over`."""
        made = tables(**frames)
        customers = None if customers is None else customers_table(customers)
        engine = cls(_session(url))
        for name, table in made.items():
            engine.give(name, table)
        if customers is None:
            everybody = render(parse(customers_sql(frames)), "spark")
            engine.session.sql(everybody).createOrReplaceTempView("customers")
        else:
            engine.give("customers", customers)
        return engine

    def give(self, name: str, table: pa.Table) -> None:
        """A table of the caller's own, for queries that name it; one of that name is replaced."""
        # Spark takes no table without rows: it gets one row of nulls and drops it.
        rows = table if table.num_rows else pa.table([pa.nulls(1, each.type) for each in table.schema], table.schema)
        frame = self.session.createDataFrame(rows)
        (frame if table.num_rows else frame.limit(0)).createOrReplaceTempView(name)

    def run(self, query: exp.Expression | str) -> pa.Table:
        text = query if isinstance(query, str) else render(query, self.dialect)
        return self.session.sql(text).toArrow()

    def close(self) -> None:
        self.session.stop()


def _session(url: str) -> Any:
    try:
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise UsageError(
            f"The engine {url} needs Spark's client, which is not installed. "
            "Install it with: pip install 'bleib[spark]'"
        ) from error
    return SparkSession.builder.remote(url).create()
