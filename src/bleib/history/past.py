"""The history as it was known at the beginning of any day: what forecasts learn from, and what is judged afterwards.

with past_of(book) as past:
    engine = past.at(date(2025, 1, 1))   # activity, contracts, features, customers, facts, events as of that day
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from bleib.history import summaries
from bleib.history.book import Book
from bleib.history.customers import customers_sql
from bleib.history.derived import derive
from bleib.history.engine import DuckDBEngine
from bleib.history.facts import FACTS
from bleib.history.lake import instant
from bleib.history.past_activity import open_activity, settle
from bleib.history.past_known import SAID, Known
from bleib.history.tables import Frame, to_arrow
from bleib.kernel.errors import UsageError
from bleib.kernel.scratch import scratch_folder

# Features of a million customers with twenty facts each fit into so much; fifty rules over them want twice as much.
LEAST_MEMORY = 2 << 30
NOON = timedelta(hours=12)
Days = tuple[date | None, date | None]
NEEDED = ("customer", "type", "occurred_on")
# Everything but orders: what customers did besides buying.
EVENTS_SQL = "select * from facts where type not in ('order', 'credit')"


class Past:
    """A history that can be asked as it was known on any day.

    `connection` has the relations `past_singles` and `past_rivals` (see `past_known`), or gets them by `_prepare`.
    `zone` is where its days begin.
    """

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        *,
        zone: str,
        days: Callable[[], Days],
        non_goods: Sequence[str] = (),
        groups: pa.Table | None = None,
    ) -> None:
        self.connection = connection
        self.zone = zone
        self.groups = groups
        self._days = days
        self._non_goods = non_goods
        self._engines: list[DuckDBEngine] = []
        self._settled = False

    @cached_property
    def first_day(self) -> date | None:
        """Of its facts; None where there are none."""
        return self._days()[0]

    @cached_property
    def last_day(self) -> date | None:
        return self._days()[1]

    def at(self, as_of: date) -> DuckDBEngine:
        """The tables that metrics and features read, as they were known at the beginning of `as_of`.

        activity, contracts, features, touchpoints and customers (without names) as everywhere; `facts`: live facts
        with what they say; `events`: those that are neither order nor credit. Facts dated from `as_of` on, and claims
        recorded from then on, change nothing in any of them. The engine may be closed; if not, it goes with the past.
        """
        engine = self._engine_at(as_of)
        self._engines.append(engine)
        return engine

    def close(self) -> None:
        for engine in self._engines:
            engine.close()
        self.connection.close()

    def _engine_at(self, as_of: date) -> DuckDBEngine:
        if not self._settled:
            settle(self.connection, non_goods=self._non_goods, stored=self._prepare())
            self._settled = True
        known, cursor = self._known(as_of), self.connection.cursor()
        cursor.execute(f"create temp view facts as {known.facts(singles='past_singles', rivals='past_rivals')}")
        open_activity(cursor, known, non_goods=self._non_goods)
        return opened(cursor, as_of, contract_facts="from facts", groups=self.groups)

    def _prepare(self) -> str | None:
        """Make the two relations, where they are not there yet; returns a SELECT of activity as it is now, if any."""
        return None

    def _known(self, as_of: date) -> Known:
        return Known(as_of, beginning(as_of, self.zone))


def beginning(day: date, zone: str) -> datetime:
    """The instant at which a local day begins."""
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)


def opened(
    cursor: duckdb.DuckDBPyConnection,
    as_of: date,
    *,
    contract_facts: str,
    groups: pa.Table | None,
    events: str = EVENTS_SQL,
) -> DuckDBEngine:
    """An engine over the temp views `facts` and `activity` before `as_of`, with all that is derived from them."""
    cursor.execute(f"create or replace temp view events as {events}")
    derive(cursor, contract_facts=contract_facts, feature_facts="from facts", groups=groups)
    summaries.view(cursor, as_of)
    cursor.execute(f"create or replace temp view customers as {customers_sql(('contracts',))}")
    return DuckDBEngine(cursor)


@contextmanager
def past_of(book: Book, *, groups: pa.Table | None = None) -> Iterator[Past]:
    """The past of what was read from files: everything in them counts as known from when it happened.

    Raises UsageError for a book without lines, such as an installation's: its facts say when they were recorded, see
    `past_home`.
    """
    engine = book.engine
    if not isinstance(engine, DuckDBEngine) or "staged" not in _relations(engine.connection):
        raise UsageError("This book was not read from files. The past of an installation is opened by past_of_home.")
    lines = engine.connection.sql(f"select {', '.join(SAID)} from staged").to_arrow_reader()
    with _over(lines, zone=book.time_zone, non_goods=book.non_goods, groups=groups) as past:
        yield past


@contextmanager
def past_of_facts(
    facts: Frame, *, zone: str = "Europe/Berlin", non_goods: Sequence[str] = (), groups: pa.Table | None = None
) -> Iterator[Past]:
    """The past of a table of facts (pyarrow, pandas, polars): customer, type, occurred_on, and what else FACTS has.

    Every row is a fact, known from when it happened. Raises UsageError where one of the three columns lacks.
    """
    with _over(_as_facts(to_arrow(facts)), zone=zone, non_goods=non_goods, groups=groups) as past:
        yield past


@contextmanager
def _over(facts: object, *, zone: str, non_goods: Sequence[str], groups: pa.Table | None) -> Iterator[Past]:
    """A past over facts that are all known from when they happened: recorded in one go on the last of their days."""
    with scratch_folder() as scratch, closing(duckdb.connect(config=within(scratch))) as connection:
        connection.register("given_facts", facts)
        connection.execute("create table past_facts as from given_facts")
        connection.unregister("given_facts")
        [(first, last)] = connection.execute("select min(occurred_on), max(occurred_on) from past_facts").fetchall()
        recorded = instant(beginning(last, zone) + NOON if last else datetime.max.replace(tzinfo=UTC))
        claims = f"""
            select *, cast(null as bigint) as import_id, {recorded} as recorded_at, false as retracted, true as first,
                date '9999-12-31' as first_on, false as late
            from past_facts
        """
        connection.execute(f"create view past_singles as {claims}")
        connection.execute(f"create view past_rivals as {claims} where false")
        with closing(
            Past(connection, zone=zone, days=lambda: (first, last), non_goods=non_goods, groups=groups)
        ) as past:
            yield past


def within(scratch: str) -> dict[str, str | bool | int | float | list[str]]:
    """How DuckDB is opened for a past: what does not fit into a third of the memory goes to the scratch folder."""
    machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    limit = f"{max(LEAST_MEMORY, machine // 3) >> 20}MiB"
    return {"memory_limit": limit, "temp_directory": scratch, "preserve_insertion_order": False}


def _relations(connection: duckdb.DuckDBPyConnection) -> set[str]:
    rows = connection.execute("select table_name from information_schema.tables").fetchall()
    return {name for (name,) in rows}


def _as_facts(table: pa.Table) -> pa.Table:
    """The table with all columns of SAID. Without ids each row is a fact of its own; without instants it is noon."""
    lacking = [name for name in NEEDED if name not in table.column_names]
    if lacking:
        raise UsageError(f"The facts lack the column {', '.join(lacking)}. They have: {', '.join(table.column_names)}.")
    columns = {name: _column(table, name) for name in SAID}
    return pa.table(columns, schema=pa.schema([FACTS.field(name).with_nullable(True) for name in SAID]))


def _column(table: pa.Table, name: str) -> pa.Array | pa.ChunkedArray:
    kind = FACTS.field(name).type
    if name in table.column_names:
        return _cast(table.column(name), FACTS.field(name))
    if name == "id":
        return pa.array([number.to_bytes(16, "big") for number in range(table.num_rows)], kind)
    if name == "occurred_at":
        midnight = table.column("occurred_on").cast(pa.date32()).cast(pa.timestamp("us"))
        return pc.assume_timezone(pc.add(midnight, NOON), "UTC")
    if name == "source":
        return pa.array(["files"] * table.num_rows, kind)
    return pa.nulls(table.num_rows, kind)


def _cast(column: pa.ChunkedArray, field: pa.Field) -> pa.ChunkedArray:
    """Raises UsageError where it holds something else."""
    try:
        if pa.types.is_integer(column.type) and pa.types.is_decimal(field.type):
            return column.cast(pa.decimal128(38, 4)).cast(field.type)  # any whole number might need more than 18 digits
        if pa.types.is_string_view(column.type):
            return column.cast(pa.string()).cast(field.type)
        return column.cast(field.type)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
        raise UsageError(f"The column {field.name} cannot be read as {field.type}: {error}") from error
