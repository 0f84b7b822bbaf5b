"""Rows of Outlook are written set-based and in short transactions; what is as before is not touched."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
from django.db import connection, transaction

from bleib.customers.importing.load import load, load_rows, one, run
from bleib.kernel.crash import point
from bleib.outlook.models import Run
from bleib.worker.api import checkpoint

BATCH = 20_000
TABLE = "outlook_outlook"
# What is said anew of whom a change touched, and what a run says of everybody.
TOUCHED = {
    "contractual": "boolean", "leave": "double precision", "leave_low": "double precision",
    "leave_high": "double precision", "no_order": "double precision", "orders": "double precision",
    "revenue": "numeric", "value": "numeric", "value_low": "numeric", "value_high": "numeric", "at_risk": "numeric",
    "drivers": "text",
}  # fmt: skip
EVERYTHING = {**TOUCHED, "leave_before": "double precision"}


@contextmanager
def loaded(table: pa.Table, columns: Mapping[str, str], *, source: Any, scratch: Path) -> Iterator[None]:
    """The temp table `scored` of Django's database: those rows of an Arrow table that have a chance of leaving.

    `source` is a DuckDB connection to convert with; `table` has `customer` and `columns`.
    """
    wanted = ", ".join(_typed(name, kind) for name, kind in columns.items())
    source.register("scored_arrow", table)
    source.execute(
        f"create or replace temp table scored as select customer as number, {wanted}, "
        "row_number() over (order by customer) as place from scored_arrow "
        "where leave is not null and not starts_with(customer, 'erased-')"
    )
    source.unregister("scored_arrow")
    try:
        load(source, "scored", name="scored", columns={"number": "text", "place": "bigint", **columns}, scratch=scratch)
        run("create index scored_number on scored (number)")
        run("create index scored_place on scored (place)")
        yield
    finally:
        run("drop table if exists scored")
        source.execute("drop table scored")


def keep(by: Run, columns: Mapping[str, str], *, as_of: date) -> int:
    """Write what was `loaded`: new rows and changed ones; returns how many. All of them say that `by` made them.

    `as_of`: the day up to whose end all that was known counted.
    """
    count = 0
    for first in range(0, one("select max(place) from scored"), BATCH):
        checkpoint()
        with transaction.atomic():
            count += run(_upsert(columns), [by.pk, as_of, first, first + BATCH])
        point("outlook.rows")
    if count > BATCH:
        run(f"analyze {TABLE}")
    return count


def drop_gone(numbers: Iterable[str] | None) -> int:
    """Of these customers (None: of everybody) the rows of those who were not `loaded`."""
    load_rows(((number,) for number in numbers or ()), name="asked", columns={"number": "text"})
    these = "select c.id from asked a join customers_customer c on c.number = a.number"
    only = "" if numbers is None else f"customer_id in ({these}) and "
    theirs = f"select 1 from customers_customer c join scored s on s.number = c.number where c.id = {TABLE}.customer_id"
    try:
        return run(f"delete from {TABLE} where {only}not exists ({theirs})")
    finally:
        run("drop table if exists asked")


def _upsert(columns: Mapping[str, str]) -> str:
    names = ["run_id", "as_of", *columns]
    changed = " or ".join(f"{TABLE}.{name} is distinct from excluded.{name}" for name in names)
    return (
        f"insert into {TABLE} (customer_id, {', '.join(names)}) "
        f"select c.id, %s, %s, {', '.join(map(_of_scored, columns))} "
        "from scored s join customers_customer c on c.number = s.number where s.place > %s and s.place <= %s "
        "and c.merged_into_id is null on conflict (customer_id) do update set "
        f"{', '.join(f'{name} = excluded.{name}' for name in names)} where {changed}"
    )


def _of_scored(name: str) -> str:
    return "cast(s.drivers as jsonb)" if name == "drivers" and connection.vendor == "postgresql" else f"s.{name}"


def _typed(name: str, kind: str) -> str:
    if kind == "numeric":  # a sum that no column holds is none
        return f"try_cast(round({name}, 4) as decimal(18, 4)) as {name}"
    return name
