"""Any Spark Connect endpoint as an engine: a Spark cluster, Databricks, Sail. Needs the extra `bleib[spark]`."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
from sqlglot import exp

from bleib.history.customers import CUSTOMERS_SQL
from bleib.history.dialect import parse, render
from bleib.history.tables import Frame, activity_table, customers_table
from bleib.kernel.errors import UsageError


class SparkEngine:
    """A Spark session in which the views `activity` and `customers` exist."""

    dialect = "spark"

    def __init__(self, session: Any) -> None:
        self.session = session

    @classmethod
    def over(cls, url: str, *, activity: Frame, customers: Frame | None = None) -> SparkEngine:
        """A session of its own at `url` (sc://host:port) that is given the tables as Arrow."""
        engine = cls(_session(url))
        engine._view("activity", activity_table(activity))
        if customers is None:
            engine.session.sql(render(parse(CUSTOMERS_SQL), "spark")).createOrReplaceTempView("customers")
        else:
            engine._view("customers", customers_table(customers))
        return engine

    def _view(self, name: str, table: pa.Table) -> None:
        self.session.createDataFrame(table).createOrReplaceTempView(name)

    def run(self, query: exp.Expression) -> pa.Table:
        return self.session.sql(render(query, self.dialect)).toArrow()

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
