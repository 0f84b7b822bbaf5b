"""What a customer's facts come to: which kinds there are, revenue by month, products, files, answers, open cases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path

import duckdb

from bleib.history import daily
from bleib.history.models import Setting
from bleib.history.timeline import Timeline, Wanted, facts_of_customer, page

RECENT = timedelta(days=90)  # usage of these days is compared with that of as many days before
MOST_PRODUCTS = 40


@dataclass(frozen=True)
class KindOfFact:
    """How many facts of a type there are, and the day of the last one."""

    type: str
    count: int
    last_on: date


@dataclass(frozen=True)
class ProductUse:
    """A product or feature: how many lines bought it, how often it was used, and when last."""

    product: str
    bought: int
    used: int
    last_on: date


@dataclass(frozen=True)
class MonthOfOrders:
    """Purchases and net revenue of a month, as activity counts them. Revenue None: no amounts are known."""

    month: date
    orders: int
    revenue: Decimal | None


@dataclass(frozen=True)
class Answered:
    """The newest answer to a kind of survey (nps, csat, ces)."""

    kind: str
    score: int
    on: date


@dataclass(frozen=True)
class OpenCase:
    """A case that was opened and not closed."""

    ref: str
    severity: str | None
    since: date


@dataclass(frozen=True)
class Sums:
    """All of it. `usage` is times used in the last 90 days and in the 90 before; `imports` the facts each brought."""

    kinds: tuple[KindOfFact, ...] = ()
    products: tuple[ProductUse, ...] = ()
    months: tuple[MonthOfOrders, ...] = ()
    imports: tuple[tuple[int, int], ...] = ()
    answers: tuple[Answered, ...] = ()
    cases: tuple[OpenCase, ...] = ()
    usage: tuple[int, int] = (0, 0)


@dataclass(frozen=True)
class Dossier:
    """The first page of a customer's timeline, and what all facts come to, from one reading."""

    timeline: Timeline
    sums: Sums


def dossier(home: Path, customer: str, *, wanted: Wanted, today: date, limit: int = 50) -> Dossier:
    """The customer's history, merged numbers and pending facts included. `wanted` narrows the timeline only."""
    with facts_of_customer(home, customer) as connection:
        return Dossier(page(connection, wanted=wanted, before=None, limit=limit), _sums(connection, today))


def _sums(connection: duckdb.DuckDBPyConnection, today: date) -> Sums:
    kinds = tuple(KindOfFact(*row) for row in _rows(connection, KINDS))
    there = {kind.type for kind in kinds}
    return Sums(
        kinds=kinds,
        products=tuple(ProductUse(*row) for row in _rows(connection, PRODUCTS)),
        months=tuple(MonthOfOrders(*row) for row in _months(connection)) if there & {"order", "credit"} else (),
        imports=tuple(_rows(connection, IMPORTS)),
        answers=tuple(Answered(*row) for row in _rows(connection, ANSWERS)) if "answer" in there else (),
        cases=tuple(OpenCase(*row) for row in _rows(connection, CASES)) if "case_opened" in there else (),
        usage=_usage(connection, today) if "usage" in there else (0, 0),
    )


KINDS = "select type, count(*), max(occurred_on) from known group by 1 order by 3 desc, 1"
IMPORTS = "select import_id, count(*) from known where import_id is not null group by 1 order by 1 desc"
PRODUCTS = f"""
    select product, count(*) filter (where type = 'order'),
        coalesce(sum(coalesce(quantity, 1)) filter (where type = 'usage'), 0)::bigint, max(occurred_on)
    from known where product is not null and type in ('order', 'usage')
    group by 1 order by 4 desc, 2 desc, 1 limit {MOST_PRODUCTS}
"""
ANSWERS = """
    select props->>'kind', (props->>'score')::integer, occurred_on
    from known where type = 'answer'
    qualify row_number() over (partition by props->>'kind' order by occurred_at desc, id) = 1
    order by 3 desc, 1
"""
CASES = """
    select ref, any_value(props->>'severity'), min(occurred_on)
    from known where type = 'case_opened' and ref is not null
        and ref not in (select ref from known where type = 'case_closed' and ref is not null)
    group by 1 order by 3, 1
"""


def _usage(connection: duckdb.DuckDBPyConnection, today: date) -> tuple[int, int]:
    begin = today - RECENT
    times = "coalesce(sum(coalesce(quantity, 1)) filter (where occurred_on between ? and ?), 0)::bigint"
    days = [begin + timedelta(days=1), today, begin - RECENT + timedelta(days=1), begin]
    [(recent, earlier)] = _rows(connection, f"select {times}, {times} from known where type = 'usage'", days)
    return recent, earlier


def _months(connection: duckdb.DuckDBPyConnection) -> list[tuple[date, int, Decimal | None]]:
    """By the definition that activity is made by."""
    days = _daily(tuple(sorted(Setting.read("non_goods", []))))
    query = f"""
        select date_trunc('month', day)::date, sum(orders)::bigint, sum(revenue)
        from ({days}) group by 1 order by 1
    """
    return _rows(connection, query)


@cache
def _daily(non_goods: Sequence[str]) -> str:
    """`known` with one customer: a merged number is nobody of its own."""
    one = daily.select(facts="one", non_goods=non_goods)
    return f"with one as (select * replace ('one' as customer) from known) select * from ({one})"


def _rows(connection: duckdb.DuckDBPyConnection, query: str, values: Sequence[date] = ()) -> list[tuple]:  # type: ignore[type-arg]
    return connection.execute(query, values).fetchall()
