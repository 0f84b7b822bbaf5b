"""The physical limits: read the columns that any way of computing the figures needs, and do next to nothing.

From stored activity that is not only reading: the figures are about customers, and about customers and months.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb

from bench.generate import stored

SCAN = """
select max(customer), max(ref), max(occurred_on), max(type), sum(quantity), sum(amount) from read_parquet('{lines}')
"""

CUSTOMERS = """
select count(*), max(first_on), max(last_on), max(orders) from (
    select min(day) as first_on, max(day) as last_on, sum(orders) as orders
    from activity where customer is not null group by customer
)
"""

CUSTOMER_MONTHS = """
select count(*), max(revenue) from (
    select sum(revenue) as revenue from activity where customer is not null group by customer, date_trunc('month', day)
)
"""


def scan(lines: Path) -> None:
    columns(lines)


def columns(lines: Path) -> tuple[Any, ...]:
    """The largest customer, order, day and type, the sums of quantity and amount."""
    with duckdb.connect() as connection:
        return connection.execute(SCAN.format(lines=lines)).fetchall()[0]


def grouping(lines: Path) -> None:
    groups(lines)


def groups(lines: Path) -> list[int]:
    """How many customers, and customers and months, the stored activity has, each from a pass of its own."""
    with duckdb.connect() as connection:
        connection.execute(f"create view activity as from read_parquet('{stored(lines)}')")
        return [connection.execute(query).fetchall()[0][0] for query in (CUSTOMERS, CUSTOMER_MONTHS)]
