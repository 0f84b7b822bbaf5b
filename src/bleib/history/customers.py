"""The one SELECT that derives `customers` from `activity` and what else they do (names and countries null)."""

from __future__ import annotations

from collections.abc import Container
from importlib.resources import files

CUSTOMERS_SQL = (files("bleib.history") / "customers.sql").read_text(encoding="utf-8")

# Who has a contract or uses something or only came by is a customer, too.
EVERYBODY_SQL = f"""
with counted as (
{CUSTOMERS_SQL}
),
others as (
    select customer from {{source}} where customer is not null group by 1
)
select
    coalesce(counted.customer, others.customer) as customer,
    name, country, first_on, second_on, last_on,
    coalesce(orders, 0) as orders,
    coalesce(order_days, 0) as order_days,
    revenue, refunds
from counted
full join others on others.customer = counted.customer
"""


def customers_sql(known: Container[str]) -> str:
    """The SELECT for an engine that knows the tables named; those who only bought need no further look."""
    others = [name for name in ("contracts", "features", "touchpoints") if name in known]
    if not others:
        return CUSTOMERS_SQL
    rows = " union all ".join(f"select customer from {name}" for name in others)
    return EVERYBODY_SQL.format(source=f"({rows}) as listed")
