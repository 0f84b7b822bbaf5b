"""Order lines for benchmarks, drawn by DuckDB: fast, and the same for the same arguments and DuckDB version.

    python -m bench.generate retail --lines 10000000 --to lines.parquet

`retail` has about twenty lines per order, `single` one. Both hold three years, customers that fade away, 4 % lines
without customer, credit notes with numbers of their own (2 % of orders) and orders cancelled in full under their own
number (0.2 %).
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from bench.measure import command

START = date(2023, 1, 1)
UNTIL = date(2026, 1, 1)
DAYS = (UNTIL - START).days


@dataclass(frozen=True)
class Shape:
    """How many lines an order has on average, and how many orders a customer."""

    lines_per_order: int
    orders_per_customer: int


SHAPES = {"retail": Shape(lines_per_order=20, orders_per_customer=6), "single": Shape(1, 10)}

# hash() spreads well and is stable for one DuckDB version; u(...) is uniform in [0, 1).
MACROS = """
create macro u(key, salt) as (hash(key, salt) % 1000003) / 1000003.0;
create macro pick(key, salt, n) as (hash(key, salt) % n)::bigint;
"""

# Few customers order much; two fifths were there from the start, half are still there at the end.
ORDERS = """
create table orders as
with drawn as (
    select range as o, floor({customers} * pow(u(range, 'customer'), 2.5))::bigint as c from range({orders})
), dated as (
    select o, c, greatest(0, floor({days} * (1.6 * u(c, 'first') - 0.65)))::bigint as first_day,
        least(1, 0.1 + 1.8 * u(c, 'span')) as span
    from drawn
), placed as (
    select o, c, first_day + floor(({days} - first_day) * span * u(o, 'day'))::bigint as day from dated
)
select
    o,
    day,
    case when u(o, 'anonymous') >= 0.04 then (100000 + c)::varchar end as customer,
    (1000000 + row_number() over (order by day, o))::varchar as ref,
    1 + pick(o, 'length', 2 * {lines_per_order} - 1) as length,
    u(o, 'credit') < 0.02 as credited,
    u(o, 'cancel') < 0.002 as cancelled,
from placed
"""

LINES = """
create table lines as
with positions as (
    select *, unnest(range(length)) as position from orders
), priced as (
    select *, o * 1000 + position as l, 1 + pick(o * 1000 + position, 'quantity', 12) as quantity,
        pick(o * 1000 + position, 'product', 4000) as p
    from positions
), sold as (
    select *, 'order' as type, ref as number, day as on_day, 1 as sign from priced
    union all
    select *, 'credit', 'C' || ref, least(day + 5, {days} - 1), -1 from priced where credited and position = 0
    union all
    select *, 'credit', ref, least(day + 2, {days} - 1), -1 from priced where cancelled
)
select
    type,
    customer,
    date '{start}' + on_day::integer as occurred_on,
    date '{start}' + on_day::integer + to_minutes(420 + pick(o, 'minute', 600)) as occurred_at,
    number as ref,
    'A' || (10000 + p) as product,
    (sign * quantity)::decimal(18, 4) as quantity,
    (0.5 + pick(p, 'price', 4950) / 100)::decimal(18, 2) as price,
    (sign * quantity * (0.5 + pick(p, 'price', 4950) / 100)::decimal(18, 2))::decimal(18, 4) as amount,
    position
from sold
order by on_day, number, position, type
"""

# What Bleib calls facts, without the identity that only the lake needs.
PARQUET = """
copy (
    select type, customer, occurred_at at time zone 'Europe/Berlin' as occurred_at, occurred_on, amount,
        'EUR' as currency, quantity, cast(null as decimal(18, 4)) as cost, product, ref, 'bench' as source
    from lines
) to '{path}' (format parquet, compression zstd)
"""

# What a shop's export looks like: the headings of UCI's Online Retail.
CSV = """
copy (
    select ref as "Invoice", product as "StockCode", 'Article ' || product as "Description",
        quantity::integer as "Quantity", strftime(occurred_at, '%Y-%m-%d %H:%M') as "InvoiceDate",
        price as "Price", customer as "CustomerID", 'Germany' as "Country"
    from lines
) to '{path}' (format csv, header)
"""


def generate(shape: str, *, lines: int, to: Path) -> Path:
    """Write about `lines` order lines to `to` (.parquet or .csv); what already exists is left as it is."""
    if to.exists():
        return to
    to.parent.mkdir(parents=True, exist_ok=True)
    unfinished = to.with_name(f"{to.name}.part")
    with duckdb.connect() as connection:
        connection.execute("set preserve_insertion_order = true; set timezone = 'Europe/Berlin'")
        connection.execute(MACROS)
        connection.execute(ORDERS.format(**sizes(SHAPES[shape], lines)))
        connection.execute(LINES.format(days=DAYS, start=START))
        connection.execute((CSV if to.suffix == ".csv" else PARQUET).format(path=unfinished))
    return unfinished.replace(to)


def generated(shape: str, *, lines: int, to: Path) -> Path:
    """As `generate`, in a process of its own, so that the one that measures others stays small."""
    command([sys.executable, "-m", "bench.generate", shape, "--lines", str(lines), "--to", str(to)])
    return to


def stored(lines: Path) -> Path:
    """Where the activity of generated lines is kept."""
    return lines.with_suffix(".activity.parquet")


def sizes(shape: Shape, lines: int) -> dict[str, int]:
    orders = max(1, lines // shape.lines_per_order)
    customers = max(1, orders // shape.orders_per_customer)
    return {"orders": orders, "customers": customers, "days": DAYS, "lines_per_order": shape.lines_per_order}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shape", choices=sorted(SHAPES))
    parser.add_argument("--lines", type=int, default=10_000_000)
    parser.add_argument("--to", type=Path, required=True)
    call = parser.parse_args()
    print(generate(call.shape, lines=call.lines, to=call.to))


if __name__ == "__main__":
    main()
