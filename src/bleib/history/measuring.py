"""From a reading to a book: activity and customers in DuckDB, ready to be measured. Nothing is written to a lake."""

from __future__ import annotations

from collections.abc import Container, Iterable
from datetime import date
from pathlib import Path

import duckdb

from bleib.history import daily
from bleib.history.book import Book, observed_until
from bleib.history.customers import customers_sql
from bleib.history.derived import contracts_in, derive
from bleib.history.engine import DuckDBEngine
from bleib.history.events.reading import EventReading
from bleib.history.facts import FACTS
from bleib.history.parquet import nothing
from bleib.history.sources.opening import find_files
from bleib.history.sources.reading import Reading

# Folders and files of generated companies begin like this.
SYNTHETIC = "synthetic-demo"


def book(reading: Reading, arguments: Iterable[str | Path]) -> Book:
    """The book of a finished reading. It lives as long as the reading's connection."""
    connection = reading.connection
    daily.build(connection, facts="staged", into="activity", non_goods=reading.options.non_goods)
    orders = not isinstance(reading, EventReading)
    # What was read is orders, or it is none: there is no need to look for the other.
    none = f"from ({nothing(FACTS)})"
    derive(connection, contract_facts=none if orders else "from staged", feature_facts="from staged")
    contracts = contracts_in(connection)
    add_customers(connection, names="staged_names", others=("contracts",) if contracts else ())
    first, last = days(connection, "staged")
    return Book(
        engine=DuckDBEngine(connection),
        counts=reading.counts,
        currency=reading.currency,
        time_zone=reading.options.time_zone,
        first_day=first,
        last_day=last,
        until=observed_until(last),
        sources=tuple(reading.notes),
        synthetic=is_synthetic(arguments),
        contracts=contracts,
        non_goods=tuple(reading.options.non_goods),
    )


def add_customers(connection: duckdb.DuckDBPyConnection, *, names: str, others: Container[str] = ()) -> None:
    """The table `customers` from `activity` and `others`, with names and countries from the table `names`."""
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE customers AS
        SELECT c.* REPLACE (n.name AS name, n.country AS country)
        FROM ({customers_sql(others)}) c LEFT JOIN {names} n USING (customer)
    """)


def days(connection: duckdb.DuckDBPyConnection, facts: str) -> tuple[date, date]:
    """First and last local day of some facts, of which there is at least one."""
    first, last = connection.execute(f"SELECT min(occurred_on), max(occurred_on) FROM {facts}").fetchall()[0]
    return first, last


def is_synthetic(arguments: Iterable[str | Path]) -> bool:
    return any(part.startswith(SYNTHETIC) for file in find_files(arguments) for part in file.path.resolve().parts)
