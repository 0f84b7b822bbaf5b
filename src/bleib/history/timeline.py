"""A customer's history for people to read, newest first: lines of an order together, usage and visits by their day.

Compaction sorts a month by customer, so the engine reads one group of rows of each month; what is pending counts, too.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
from sqlglot import exp

from bleib.history.facts import FACTS
from bleib.history.lake import COLUMNS, Lake, claimed, instant, newest
from bleib.history.models import Alias, PendingFact

FOLDED = 200  # lines of one entry that are handed out; `count` says how many there are
# What counts as one entry, and what its lines are told apart by.
ENTRY = """
    case
        when type in ('order', 'credit') and ref is not null then concat_ws('|', type, source, ref)
        when type in ('usage', 'visit') then concat_ws('|', type, occurred_on)
        else hex(id)
    end
"""
PENDING = {"id": "fact_id", "recorded_at": "noted_at"}
GIVEN = {"import_id": None, "retracted": False}


@dataclass(frozen=True)
class Line:
    """One fact. `customer` is the number it came with; `import_id` None: it came in one by one."""

    id: bytes
    customer: str
    contact: str | None
    occurred_at: datetime
    amount: Decimal | None
    currency: str | None
    quantity: Decimal | None
    product: str | None
    source: str
    import_id: int | None
    recorded_at: datetime
    pending: bool
    props: Mapping[str, Any]


@dataclass(frozen=True)
class TimelineEntry:
    """An order with its lines, a day's usage or visits, or a single fact. Sums are None where no line says any."""

    key: str
    type: str
    ref: str | None
    occurred_at: datetime
    occurred_on: date
    count: int
    amount: Decimal | None
    quantity: Decimal | None
    products: int
    lines: tuple[Line, ...] = field(repr=False)

    @property
    def cursor(self) -> str:
        """Where the next page goes on after this entry."""
        return f"{self.occurred_at.isoformat()} {self.key}"


@dataclass(frozen=True)
class Timeline:
    """A page of entries; `before` asks for the next one, None: there is none."""

    entries: tuple[TimelineEntry, ...]
    before: str | None


@dataclass(frozen=True)
class Wanted:
    """Which facts are shown: of some types, with a product, on local days from `since` to `until`, both inside."""

    types: Collection[str] = ()
    product: str = ""
    since: date | None = None
    until: date | None = None


def timeline(home: Path, customer: str, *, wanted: Wanted, before: str | None = None, limit: int = 50) -> Timeline:
    """A page of the customer's history after the entry `before`. Facts of merged numbers are among them.

    Raises ValueError where `before` is no cursor.
    """
    with facts_of_customer(home, customer) as connection:
        return page(connection, wanted=wanted, before=before, limit=limit)


@contextmanager
def facts_of_customer(home: Path, customer: str) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection with the temp table `known`: live facts of the customer, columns of FACTS and `pending`."""
    numbers = [customer, *_merged(customer)]
    with engine().cursor() as connection:
        connection.register("pending_arrow", _pending(numbers))
        named = exp.column("customer").isin(*numbers).sql("duckdb")
        lake = newest(f"select * from ({claimed(Lake(home).files())}) where {named}")
        connection.execute(
            f"""
            create or replace temp table known as
            select {COLUMNS}, false as pending from ({lake})
            where not retracted and id not in (select id from pending_arrow)
            union all select {COLUMNS}, true from pending_arrow
            """
        )
        yield connection
        connection.execute("drop table known")


def page(connection: duckdb.DuckDBPyConnection, *, wanted: Wanted, before: str | None, limit: int) -> Timeline:
    """The entries of `known` that are asked for."""
    rows = connection.sql(_entries(wanted, before=before, limit=limit + 1)).to_arrow_table().to_pylist()
    shown = rows[:limit]
    lines = _lines(connection, wanted, [row["key"] for row in shown])
    entries = tuple(TimelineEntry(**row, lines=tuple(lines[row["key"]])) for row in shown)
    return Timeline(entries, entries[-1].cursor if len(rows) > limit else None)


@cache
def engine() -> duckdb.DuckDBPyConnection:
    """One engine for the life of the process: starting one takes as long as reading. Calls get cursors of it."""
    connection = duckdb.connect()
    connection.execute("set global timezone = 'UTC'")
    return connection


def _merged(customer: str) -> list[str]:
    """Numbers that count as this one."""
    found: list[str] = []
    nearest = [customer]
    while nearest:
        nearest = list(Alias.objects.in_force().filter(into__in=nearest).values_list("customer", flat=True))
        found += nearest
    return found


def _pending(numbers: Sequence[str]) -> pa.Table:
    """Facts that the lake may not have yet, each as it was said last; columns of FACTS."""
    names = [name for name in FACTS.names if name not in GIVEN and name != "month"]
    columns = [PENDING.get(name, name) for name in names]
    rows = PendingFact.objects.filter(customer__in=numbers).order_by("pk").values_list(*columns)
    last = {bytes(row[0]): dict(zip(names, row, strict=True)) for row in rows}
    facts = [{**row, "id": id, **GIVEN, "month": f"{row['occurred_on']:%Y-%m}"} for id, row in last.items()]
    return pa.Table.from_pylist(facts, schema=FACTS)


def _entries(wanted: Wanted, *, before: str | None, limit: int) -> str:
    after = f"having (max(occurred_at), key) < {_cursor(before)}" if before else ""
    return f"""
        select
            key, any_value(type) as type, any_value(ref) as ref,
            max(occurred_at) as occurred_at, max(occurred_on) as occurred_on, count(*) as count,
            sum(amount)::decimal(38, 4) as amount, sum(quantity)::decimal(38, 4) as quantity,
            count(distinct product) as products
        from (select *, {ENTRY} as key from known where {_condition(wanted)})
        group by key {after}
        order by occurred_at desc, key desc limit {limit}
    """


def _lines(connection: duckdb.DuckDBPyConnection, wanted: Wanted, keys: Sequence[str]) -> dict[str, list[Line]]:
    names = ", ".join(Line.__dataclass_fields__)
    query = f"""
        select {ENTRY} as key, {names} from known
        where {_condition(wanted)} and list_contains(?, key)
        qualify row_number() over (partition by key order by occurred_at, product, id) <= {FOLDED}
        order by occurred_at, product, id
    """
    found: dict[str, list[Line]] = {key: [] for key in keys}
    for row in connection.sql(query, params=[list(keys)]).to_arrow_table().to_pylist():
        key, props = row.pop("key"), row.pop("props")
        found[key].append(Line(**row, props=json.loads(props) if props else {}))
    return found


def _condition(wanted: Wanted) -> str:
    conditions: list[exp.Expression] = [exp.true()]
    day = exp.column("occurred_on")
    if wanted.types:
        conditions.append(exp.column("type").isin(*sorted(wanted.types)))
    if wanted.product:
        conditions.append(exp.column("product").eq(wanted.product))
    if wanted.since:
        conditions.append(exp.GTE(this=day, expression=_day(wanted.since)))
    if wanted.until:
        conditions.append(exp.LTE(this=day, expression=_day(wanted.until)))
    return exp.and_(*conditions).sql("duckdb")


def _day(day: date) -> exp.Expression:
    return exp.cast(exp.Literal.string(day.isoformat()), "date")


def _cursor(before: str) -> str:
    moment, _blank, key = before.partition(" ")
    return f"({instant(datetime.fromisoformat(moment))}, {exp.Literal.string(key).sql('duckdb')})"
