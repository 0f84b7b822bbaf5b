"""The past of an installation: claims know when they were recorded, so a day can be seen as it was.

A day that is not over is seen with all that is recorded by now: then activity is the stored one.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date, datetime, timedelta
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb
import pyarrow as pa
from django.conf import settings
from sqlglot import exp

from bleib.history import parquet
from bleib.history.aliases import Aliases
from bleib.history.delta import DataFile
from bleib.history.derived import OF_CONTRACTS, facts_of
from bleib.history.engine import DuckDBEngine
from bleib.history.lake import Lake, by_month, claimed, is_contested, live, newest
from bleib.history.models import Setting
from bleib.history.past import Days, Past, beginning, opened, within
from bleib.history.past_known import SAID, Known
from bleib.history.refresh import ACTIVITY, refresh
from bleib.history.stored_summaries import Summaries
from bleib.history.tables import ACTIVITY as ACTIVITY_DAYS
from bleib.kernel.scratch import scratch_folder

SQL = (files("bleib.history") / "past_claims.sql").read_text(encoding="utf-8")
CLAIMED = ", ".join([*SAID, "import_id", "recorded_at", "retracted"])
SOURCES = pa.schema([("source", pa.string()), ("first_on", pa.date32()), ("first_until", pa.timestamp("us", tz="UTC"))])
ORDERS = "('order', 'credit')"
# So many numbers are named in a query, which then finds them without reading everything.
MOST_NAMED = 500


@contextmanager
def past_of_home(
    home: Path, *, now: datetime, customers: pa.Table | None = None, groups: pa.Table | None = None
) -> Iterator[Past]:
    """The past of the installation in `home`; days from that of `now` on are seen with all that is recorded.

    `customers` (column `customer`, numbers as they count now): only what they did, which is quick for a few of them.
    `groups`: product, product_group, for breadth. Facts that are still pending do not count. Merged customers are one.
    """
    with scratch_folder() as scratch, closing(duckdb.connect(config=within(scratch))) as connection:
        past = HomePast(home, connection, now=now, groups=groups)
        if customers is not None:
            past.only(customers)
        with closing(past):
            yield past


class HomePast(Past):
    """See `past_of_home`."""

    def __init__(
        self, home: Path, connection: duckdb.DuckDBPyConnection, *, now: datetime, groups: pa.Table | None
    ) -> None:
        zone = str(settings.TIME_ZONE)
        non_goods = sorted(Setting.read("non_goods", []))
        super().__init__(connection, zone=zone, days=self._spanned, non_goods=non_goods, groups=groups)
        self.today = now.astimezone(ZoneInfo(zone)).date()
        self._home = home
        self._only = "true"
        self._aliases = Aliases.now()
        self._aliases.register(connection)
        connection.execute("create table main.aliases as from temp.aliases; drop table temp.aliases")

    def only(self, customers: pa.Table) -> None:
        """From now on nobody but these: tables `wanted`, and `written` with all numbers that count as one of them."""
        self.connection.register("given_customers", customers.select(["customer"]))
        self.connection.execute("create table wanted as from given_customers")
        self.connection.unregister("given_customers")
        self.connection.execute(
            "create table written as from wanted union select customer from aliases where final in (from wanted)"
        )
        rows = self.connection.execute("select customer from written limit ?", [MOST_NAMED + 1]).fetchall()
        named = exp.column("customer").isin(*(number for (number,) in rows)).sql("duckdb")
        self._only = named if 0 < len(rows) <= MOST_NAMED else "customer in (from written)"

    def _engine_at(self, as_of: date) -> DuckDBEngine:
        if as_of >= self.today and not self._has_later_credits(as_of):
            return self._engine_now(as_of)
        return super()._engine_at(as_of)

    def _known(self, as_of: date) -> Known:
        return Known(as_of, None if as_of >= self.today else beginning(as_of, self.zone))

    def _engine_now(self, as_of: date) -> DuckDBEngine:
        """With the stored activity; months that only one commit wrote are read as they stand."""
        cursor = self.connection.cursor()
        before = f"occurred_on < date '{as_of}'"
        kind = "view" if self._only == "true" else "table"
        cursor.execute(f"create temp {kind} activity as select * from ({self._stored()}) where day < date '{as_of}'")
        facts = self._resolved(self._live(), before)
        cursor.execute(f"create temp {kind} facts as {facts}")
        if self._only != "true":
            return opened(cursor, as_of, contract_facts="from facts", groups=self.groups)
        events = self._resolved(live(self._files, f"type not in {ORDERS}"), before)
        contracts = self._resolved(facts_of(self._files, *OF_CONTRACTS), before)
        engine = opened(cursor, as_of, contract_facts=contracts, groups=self.groups, events=events)
        Summaries(self._home, cursor, as_of, self._non_goods, self._aliases, self.groups).open()
        return engine

    def _stored(self) -> str:
        """SELECT of activity as it is now."""
        stored = refresh(self._home, self.connection)
        days = parquet.scan([file.path for file in stored.files], ACTIVITY)
        return f"select {', '.join(ACTIVITY_DAYS.names)} from {days} where {self._only}"

    def _live(self) -> str:
        if self._only == "true":
            return live(self._files)
        claims = f"select * from ({claimed(self._files)}) where {self._only}"
        return f"select * from ({newest(claims)}) where not retracted"

    def _resolved(self, facts: str, before: str) -> str:
        return f"select {', '.join(SAID)} from ({self._aliases.resolve(facts)}) where {before}"

    @cached_property
    def _files(self) -> tuple[DataFile, ...]:
        return Lake(self._home).files()

    def _spanned(self) -> Days:
        query = f"select min(occurred_on), max(occurred_on) from ({claimed(self._files)}) where not retracted"
        [(first, last)] = self.connection.execute(query).fetchall()
        return first, last

    def _has_later_credits(self, as_of: date) -> bool:
        """Whether an order is said to be cancelled on a day to come: stored activity has it cancelled already."""
        later = [file for file in self._files if file.month >= f"{as_of:%Y-%m}"]
        query = f"select 1 from ({claimed(later)}) where type = 'credit' and occurred_on >= date '{as_of}' limit 1"
        return bool(self.connection.execute(query).fetchall())

    def _prepare(self) -> str:
        contested = [file for month in by_month(self._files) if is_contested(month) for file in month]
        for name, listed in (("claims", self._files), ("contested", contested)):
            claims = f"select {CLAIMED} from ({claimed(listed)}) where {self._only}"
            self.connection.execute(f"create view {name} as {self._aliases.resolve(claims)}")
        self._know_sources()
        for step in SQL.split("-- step:")[1:]:
            self.connection.execute(step.partition("\n")[2])
        return self._stored()

    def _know_sources(self) -> None:
        """The table `past_sources`: the day on which each source spoke first, and the instant at which it ends."""
        rows = self.connection.execute(
            f"select source, epoch_us(min(recorded_at)) from ({claimed(self._files)}) group by 1"
        ).fetchall()
        spoken = [(source, self._day_of(moment)) for source, moment in rows]
        columns = [[source, day, beginning(day + timedelta(days=1), self.zone)] for source, day in spoken]
        table = pa.Table.from_pylist([dict(zip(SOURCES.names, row, strict=True)) for row in columns], schema=SOURCES)
        self.connection.register("given_sources", table)
        self.connection.execute("create table past_sources as from given_sources")
        self.connection.unregister("given_sources")

    def _day_of(self, microseconds: int) -> date:
        return datetime.fromtimestamp(microseconds / 1_000_000, ZoneInfo(self.zone)).date()
