"""The past of an installation: claims know when they were recorded, so a day can be seen as it was.

A day that is not over is seen with all that is recorded by now: then activity is the stored one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import date, datetime, timedelta
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb
import pyarrow as pa
from django.conf import settings

from bleib.history import parquet, theirs, vanished
from bleib.history.aliases import Aliases
from bleib.history.delta import DataFile
from bleib.history.derived import OF_CONTRACTS, facts_of
from bleib.history.engine import DuckDBEngine
from bleib.history.lake import Lake, by_month, claimed, is_contested, live
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
DAYS = ", ".join(ACTIVITY_DAYS.names)


@contextmanager
def past_of_home(
    home: Path, *, now: datetime, customers: pa.Table | None = None, groups: pa.Table | None = None
) -> Iterator[Past]:
    """The past of the installation in `home`; days from that of `now` on are seen with all that is recorded.

    `customers` (column `customer`, numbers as they count now): only what they did, which is quick for a few of them.
    `groups`: product, product_group, for breadth. Facts that are still pending do not count. Merged customers are one.
    Raises Vanished where a file goes while it is read.
    """
    with vanished.told(), scratch_folder() as scratch, closing(duckdb.connect(config=within(scratch))) as connection:
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
        self._numbers: theirs.Numbers | None = None
        self._aliases = Aliases.now()
        self._aliases.register(connection)
        connection.execute("create table main.aliases as from temp.aliases; drop table temp.aliases")

    def only(self, customers: pa.Table) -> None:
        """From now on nobody but these, under all numbers that count as one of them (table `written`)."""
        self._numbers = theirs.written(self._aliases, customers.column("customer").to_pylist())
        self.connection.register("given", pa.table({"customer": pa.array(self._numbers, pa.string())}))
        self.connection.execute("create table written as from given")
        self.connection.unregister("given")
        self._only = "customer in (from written)"

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
        cursor.execute(f"create temp view activity as select * from ({self._stored()}) where day < date '{as_of}'")
        if self._numbers is not None:
            cursor.execute(f"create temp view facts as {self._resolved('from their_facts', before)}")
            return opened(cursor, as_of, contract_facts="from facts", groups=self.groups)
        cursor.execute(f"create temp view facts as {self._resolved(live(self._files), before)}")
        events = self._resolved(live(self._files, f"type not in {ORDERS}"), before)
        contracts = self._resolved(facts_of(self._files, *OF_CONTRACTS), before)
        engine = opened(cursor, as_of, contract_facts=contracts, groups=self.groups, events=events)
        Summaries(self._home, cursor, as_of, self._non_goods, self._aliases, self.groups).open()
        return engine

    def _stored(self) -> str:
        """SELECT of activity as it is now: the stored one, or of a few customers what their facts say."""
        if self._numbers is not None:
            return self._theirs
        stored = refresh(self._home, self.connection)
        return f"select {DAYS} from {parquet.scan([file.path for file in stored.files], ACTIVITY)}"

    @cached_property
    def _theirs(self) -> str:
        """The tables `their_facts` and `their_days`; SELECT of the second."""
        theirs.gather(self.connection, self._files, self._numbers or (), into="table their_facts")
        with self.connection.cursor() as cursor:
            self._aliases.register(cursor)
            theirs.build_days(
                cursor, facts="their_facts", into="days_now", aliases=self._aliases, non_goods=self._non_goods
            )
            cursor.execute("create table their_days as from days_now")
        return f"select {DAYS} from their_days"

    def _resolved(self, facts: str, before: str) -> str:
        return f"select {', '.join(SAID)} from ({self._aliases.resolve(facts)}) where {before}"

    @cached_property
    def _files(self) -> tuple[DataFile, ...]:
        return Lake(self._home).files()

    def _spanned(self) -> Days:
        return self._edge("min", self._months), self._edge("max", reversed(self._months))

    @property
    def _months(self) -> list[str]:
        return sorted({file.month for file in self._files})

    def _edge(self, side: str, months: Iterable[str]) -> date | None:
        """The first or last day with a claim that stands, from the first of these months that has any."""
        for month in months:
            claims = claimed([file for file in self._files if file.month == month], "occurred_on, retracted")
            [(day,)] = self.connection.execute(
                f"select {side}(occurred_on) from ({claims}) where not retracted"
            ).fetchall()
            if day is not None:
                return day  # type: ignore[no-any-return]
        return None

    def _has_later_credits(self, as_of: date) -> bool:
        """Whether an order is said to be cancelled on a day to come: stored activity has it cancelled already."""
        later = [file for file in self._files if file.month >= f"{as_of:%Y-%m}" and file.may_reach(as_of)]
        if not later:
            return False
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
