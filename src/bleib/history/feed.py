"""What a change of the lake brought: the customers it touched, and facts that are new with it."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
from django.conf import settings
from sqlglot import exp

from bleib.history.aliases import Aliases
from bleib.history.delta import DataFile
from bleib.history.erased import PSEUDONYM
from bleib.history.lake import Lake, claimed, instant, newest
from bleib.history.models import Change
from bleib.history.models.change import ChangeKind
from bleib.history.touched import TOUCHED, unpack

BATCH = 1_000
BRING_FACTS = (ChangeKind.IMPORT, ChangeKind.PENDING)  # an undoing brings back what was told before


@dataclass(frozen=True)
class Fact:
    """A live fact as the lake has it; `customer` is the number it counts as now."""

    id: bytes
    type: str
    customer: str | None
    contact: str | None
    occurred_at: datetime
    occurred_on: date
    amount: Decimal | None
    currency: str | None
    quantity: Decimal | None
    cost: Decimal | None
    product: str | None
    ref: str | None
    source: str
    recorded_at: datetime
    props: Mapping[str, Any]

    @classmethod
    def of(cls, row: dict[str, Any]) -> Fact:
        return cls(**{**row, "props": json.loads(row["props"]) if row["props"] else {}})


COLUMNS = ", ".join(Fact.__dataclass_fields__)


def touched(*changes: Change) -> pa.Table:
    """customer, first_day: who was touched, under the number that counts now, and the first local day that changed.

    Nobody is touched by lines without a customer, or of somebody erased. Without a first day: from the beginning.
    Empty when everybody was told (`forget_touched`).
    """
    together = pa.concat_tables([TOUCHED.empty_table(), *map(_touched, changes)])
    days = together.group_by("customer").aggregate([("first_day", "min")]).sort_by("customer")
    return days.rename_columns(TOUCHED.names).cast(TOUCHED)


def _touched(change: Change) -> pa.Table:
    table = unpack(change.touched)
    if change.kind == ChangeKind.MERGE:
        return _with_first_days(table)
    somebody = table.filter(pc.invert(pc.starts_with(table["customer"], PSEUDONYM)))  # null: nobody either
    final = Aliases.now().final
    if final:
        numbers = [final.get(number, number) for number in somebody["customer"].to_pylist()]
        somebody = somebody.set_column(0, TOUCHED.field(0), pa.array(numbers, pa.string()))
    return somebody.cast(TOUCHED)


def facts_of(change: Change, *, types: Collection[str], since: datetime) -> Iterator[list[Fact]]:
    """Live facts of these types that are new with this change and happened at `since` or later, in batches.

    A fact that was known and is claimed again counts as new; whoever acts on facts remembers their ids.
    """
    if change.kind not in BRING_FACTS or not types:
        return
    aliases = Aliases.now()
    with _connect(aliases) as connection:
        query = aliases.resolve(_new(_from_month(since), change=change, types=types, since=since))
        reader = connection.sql(f"select {COLUMNS} from ({query}) order by occurred_at, id").to_arrow_reader(BATCH)
        for batch in reader:
            yield [Fact.of(row) for row in batch.to_pylist()]


def _new(files: list[DataFile], *, change: Change, types: Collection[str], since: datetime) -> str:
    """SELECT over facts whose newest claim is one of this change."""
    moment = instant(change.recorded_at)
    wanted = exp.column("type").isin(*sorted(types)).sql("duckdb")
    claims = claimed(files)
    fresh = f"select id from ({claims}) where recorded_at = {moment} and {wanted} and occurred_at >= {instant(since)}"
    every = f"select * from ({claims}) semi join ({fresh}) as fresh using (id)"
    return f"select * from ({newest(every)}) where recorded_at = {moment} and not retracted"


def _from_month(since: datetime) -> list[DataFile]:
    """Files of the months that facts since then may lie in, in whatever zone their day is."""
    first = f"{since - timedelta(days=1):%Y-%m}"
    return [file for file in Lake(Path(settings.HOME)).files() if file.month >= first]


def _with_first_days(table: pa.Table) -> pa.Table:
    """A merge names customers only; the history says since when there is something of theirs."""
    with _connect(Aliases({}, {})) as connection:
        connection.register("touched", table)
        lines = claimed(Lake(Path(settings.HOME)).files(), "customer, occurred_on")
        return (
            connection.sql(
                "select touched.customer, min(occurred_on) as first_day "
                f"from touched left join ({lines}) as line on line.customer = touched.customer group by 1 order by 1"
            )
            .to_arrow_table()
            .cast(TOUCHED)
        )


def _connect(aliases: Aliases) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    aliases.register(connection)
    return connection
