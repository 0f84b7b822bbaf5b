"""The figures as somebody fluent in DuckDB would write them by hand for this one file.

Two ways to get from lines to orders, because neither is faster on every file; Bleib is held against the faster one.
`one_pass` reads the lines once and works on from documents; `two_passes` reads them once for the orders and once for
revenue. Everything after that is the same: a few small tables per customer and month.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from bench.figures import Figures, table
from bench.windows import BASE, NEXT, UNTIL

ONE_PASS = """
create temp table documents as
select customer, ref, occurred_on as day, sum(amount) as revenue,
    bool_or(type = 'order' and quantity > 0 and amount > 0) as bought,
    bool_or(type = 'credit') as credited
from lines where customer is not null
group by all;

create temp table orders as
select customer, min(day) filter (bought) as day
from documents
group by customer, ref
having bool_or(bought) and not (bool_or(credited) and sum(revenue) <= 0);

create temp table month_revenue as
select customer, date_trunc('month', day) as month, sum(revenue) as revenue from documents group by all;
"""

TWO_PASSES = """
create temp table orders as
select customer, min(occurred_on) filter (type = 'order' and quantity > 0 and amount > 0) as day
from lines where customer is not null
group by customer, ref
having day is not null and not (bool_or(type = 'credit') and sum(amount) <= 0);

create temp table month_revenue as
select customer, date_trunc('month', occurred_on) as month, sum(amount) as revenue
from lines where customer is not null
group by all;
"""

CUSTOMERS = f"""
create temp table customer_months as
select customer, date_trunc('month', day) as month, count(*) as orders from orders group by all;

create temp table firsts as
select customer, min(month) as cohort, max(month) as last_month, sum(orders) as orders,
    bool_or(month >= '{BASE[0]}' and month < '{BASE[1]}') as in_base,
    bool_or(month >= '{NEXT[0]}' and month < '{NEXT[1]}') as in_next,
    coalesce(sum(orders) filter (month < '{BASE[1]}'), 0) >= 2 as regular
from customer_months group by all;
"""

RETENTION = f"""
select count(*) filter (in_base), count(*) filter (in_next),
    count(*) filter (in_next and cohort >= '{NEXT[0]}'),
    count(*) filter (in_next and not in_base and cohort < '{NEXT[0]}'),
    count(*) filter (in_base and in_next), count(*) filter (in_base and not in_next)
from firsts
"""

SERIES = """
with steps as (
    select customer, month, month + interval 1 month as following, cohort,
        lead(month) over w as next_seen, lag(month) over w as last_seen
    from customer_months join firsts using (customer)
    window w as (partition by customer order by month)
), leaving as (
    select month, count(*) as at_start, count(*) filter (next_seen = following) as kept from steps group by all
), arriving as (
    select month, count(*) as at_end, count(*) filter (month = cohort) as new,
        count(*) filter (month > cohort and last_seen <> month - interval 1 month) as won_back
    from steps group by all
)
select leaving.month::date, at_start, at_end, new, won_back, kept, at_start - kept
from leaving join arriving on arriving.month = leaving.month + interval 1 month
"""

COHORTS = f"""
with sizes as (select cohort, count(*) as size from firsts group by all),
active as (
    select cohort, date_diff('month', cohort, month) as age, count(*) as customers
    from customer_months join firsts using (customer) group by all
), money as (
    select cohort, date_diff('month', cohort, month) as age, sum(revenue) as revenue
    from month_revenue join firsts using (customer) where month >= cohort group by all
), ages as (
    select cohort, size, unnest(range(date_diff('month', cohort, date '{UNTIL}'))) as age from sizes
)
select cohort::date, age, size, coalesce(customers, 0), coalesce(revenue, 0)
from ages left join active using (cohort, age) left join money using (cohort, age)
"""

UNBOUNDED = f"""
with stays as (
    select cohort, date_diff('month', cohort, last_month) as stayed, count(*) as customers from firsts group by all
), ages as (
    select cohort, size, unnest(range(date_diff('month', cohort, date '{UNTIL}'))) as age
    from (select cohort, sum(customers) as size from stays group by all)
)
select ages.cohort::date, age, size::bigint, coalesce(sum(customers), 0)::bigint
from ages left join stays on stays.cohort = ages.cohort and stayed >= age
group by ages.cohort, age, size
"""

QUERIES = {
    "retention": RETENTION,
    "retention_regulars": RETENTION.replace("from firsts", "from firsts where regular"),
    "retention_series": SERIES,
    "repeat_share": "select count(*), count(*) filter (orders >= 2) from firsts",
    "won_back_rate": f"""
        select count(*), count(*) filter (in_next) from firsts where cohort < '{BASE[0]}' and not in_base
    """,
    "cohorts": COHORTS,
    "cohorts_unbounded": UNBOUNDED,
}


def one_pass(lines: Path) -> Figures:
    return measure(lines, ONE_PASS)


def two_passes(lines: Path) -> Figures:
    return measure(lines, TWO_PASSES)


def measure(lines: Path, orders: str) -> Figures:
    with duckdb.connect() as connection:
        connection.execute(f"create view lines as from read_parquet('{lines}')")
        connection.execute(orders)
        connection.execute(CUSTOMERS)
        return {name: table(connection.execute(query).fetchall()) for name, query in QUERIES.items()}
