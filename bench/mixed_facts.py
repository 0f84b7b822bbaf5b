"""A made-up history of everything that happens to customers: twenty facts of each, put into the lake of BLEIB_HOME.

Two thirds are orders. Every second customer uses something, some visit, ask, answer and have a contract; who comes late
in the list does little. The same for the same number of customers.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import duckdb

from bench.installations import FACTS_EACH

RECORDED_AT = datetime(2026, 11, 21, 20, 0, tzinfo=UTC)
# Shares in percent, where `uses` tells who uses something: type by the n-th hundredth.
DRAWN = """
create temp table drawn as
with spread as (
    select
        range as n, hash(range, 'kind') % 100 as kind,
        date '2023-11-20' + (hash(range, 'day') % 1096)::integer as day,
        10000001 + floor({customers} * pow((hash(range, 'customer') % 1000003) / 1000003.0, 2.0))::bigint as c
    from range({lines})
)
select
    n, c::varchar as customer, day,
    case
        when kind < 53 or (kind < 85 and c % 2 = 0) then 'order'
        when kind < 85 then 'usage'
        when kind < 87 then 'credit'
        when kind < 92 then 'visit'
        when kind < 95 then 'case_opened'
        when kind < 97 then 'case_closed'
        when kind < 99 then 'answer'
        else 'contract_started'
    end as type
from spread
"""
# A case is closed by a fact that names it; here every closing names a case of its own, and openings stay open or not.
FACTS = """
create temp table made as
select
    unhex(md5(n::varchar)) as id, type, customer, cast(null as varchar) as contact,
    (day + to_minutes(480 + (hash(n, 'minute') % 600)::integer)) at time zone 'Europe/Berlin' as occurred_at,
    day as occurred_on,
    case type when 'order' then 1 when 'credit' then -1 when 'contract_started' then 0.2 end
        * cast(5 + hash(n, 'price') % 49500 / 100.0 as decimal(18, 4)) as amount,
    case when type in ('order', 'credit', 'contract_started') then 'EUR' end as currency,
    case when type in ('order', 'usage') then 1 + hash(n, 'quantity') % 12 end as quantity,
    null as cost,
    case when type = 'order' then 'A' || (hash(n, 'product') % 40) when type = 'usage' then 'F' || (hash(n, 'p') % 8)
        when type = 'contract_started' then 'V' || (hash(n, 'p') % 5) end as product,
    case
        when type in ('order', 'credit') then 'R' || n when type = 'contract_started' then 'C' || n
        when type in ('case_opened', 'case_closed') then 'S' || (n - n % 2)
    end as ref,
    'bench' as source,
    case type
        when 'answer' then json_object('kind', ['nps', 'csat', 'ces'][1 + n % 3], 'score', 1 + hash(n, 'score') % 5)
        when 'case_opened' then json_object('severity', ['low', 'normal', 'high', 'urgent'][1 + n % 4])
        when 'case_closed' then json_object('escalated', n % 9 = 0)
        when 'usage' then case when n % 50 = 0 then json_object('errors', 1) end
        when 'contract_started' then json_object('term_months', 12, 'ends_on', day + 365 * (1 + n % 4)::integer)
    end::varchar as props
from drawn
"""


def fill(home: Path, customers: int) -> int:
    """Append the history to the lake of `home` in one commit; returns how many facts."""
    from bleib.history import parquet
    from bleib.history.facts import FACTS as COLUMNS
    from bleib.history.lake import Lake

    lines = customers * FACTS_EACH
    with duckdb.connect() as connection:
        connection.execute("set timezone = 'Europe/Berlin'; set preserve_insertion_order = false")
        connection.execute(DRAWN.format(customers=customers, lines=lines))
        connection.execute(FACTS)
        given = ("import_id", "recorded_at", "retracted", "month")
        typed = (f"cast({each.name} as {parquet.duckdb_type(each.type)}) as {each.name}"
                 for each in COLUMNS if each.name not in given)  # fmt: skip
        connection.execute(f"create view told as select {', '.join(typed)} from made")
        Lake(home).append(connection, table="told", import_id=1, recorded_at=RECORDED_AT)
    return lines
