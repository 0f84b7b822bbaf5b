"""Keeping the stored activity up to date: what changed is built again from its facts, never incremented.

Where few customers bought something, theirs (`refresh_few`); else the months whose facts changed.

Each commit of activity is stamped with what it was built from; activity that is missing, unreadable or built by
another definition is built from the start.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from bleib.history import crash, daily, parquet, refresh_few
from bleib.history.aliases import Aliases
from bleib.history.delta import DeltaFolder, Snapshot
from bleib.history.lake import Lake, by_month, claimed, is_contested, live, newest
from bleib.history.models import Setting
from bleib.history.tables import ACTIVITY as DAYS
from bleib.kernel.errors import BleibError
from bleib.worker.api import lease

ACTIVITY = DAYS.append(pa.field("month", pa.string(), nullable=False))
SPANNING_SQL = (files("bleib.history") / "spanning.sql").read_text(encoding="utf-8")
READ = "type, customer, source, ref, product, occurred_on, amount, quantity, cost"
# Bytes of files that are read at once; a query for each of very many small months takes longer than they are worth.
TOGETHER = 2_000_000
Links = frozenset[tuple[str, str]]


def refresh(home: Path, connection: duckdb.DuckDBPyConnection) -> Snapshot:
    """Rebuild the months of HOME/activity whose facts changed; returns the files to read. Cheap if none did."""
    work = Refresh.of(home)
    if work.is_current:
        return work.activity
    with lease("activity", doing="Refreshing activity"):
        work = Refresh.of(home)  # somebody else may just have done it
        if not work.is_current:
            with connection.cursor() as cursor:  # temp tables of our own
                work.run(cursor)
    return work.folder.snapshot()


@dataclass
class Refresh:
    """Facts and activity as they stand, and how to bring the one in line with the other."""

    lake: Lake
    folder: DeltaFolder
    facts: Snapshot
    activity: Snapshot
    non_goods: list[str]
    aliases: Aliases

    @classmethod
    def of(cls, home: Path) -> Refresh:
        lake, folder = Lake(home), DeltaFolder(home / "activity", ACTIVITY)
        non_goods = sorted(Setting.read("non_goods", []))
        return cls(lake, folder, lake.snapshot(), _readable(folder), non_goods, Aliases.now())

    @property
    def definition(self) -> dict[str, Any]:
        """What activity was built by; if any of it changes, nothing of the old can stay."""
        digest = hashlib.sha256(daily.DAILY_SQL.encode()).hexdigest()
        return {"facts": self.facts.table, "sql": digest, "non_goods": self.non_goods}

    @property
    def is_current(self) -> bool:
        stamp = self.activity.stamp
        known = (stamp.get("version"), stamp.get("aliases", ""))
        return self.has_same_definition and known == (self.facts.version, self.aliases.newest)

    @property
    def has_same_definition(self) -> bool:
        return {name: self.activity.stamp.get(name) for name in self.definition} == self.definition

    @property
    def _known_links(self) -> Links:
        return frozenset((a, b) for a, b in self.activity.stamp["links"])

    def run(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Build what changed and commit it with the stamp."""
        self.aliases.register(connection)
        customers = refresh_few.touched(self, connection)
        if customers is None:
            self._keep(connection, *self._built(connection))
        else:
            months, links = refresh_few.patch(self, connection, customers)
            self._keep(connection, months, links | self._known_links)

    def _built(self, connection: duckdb.DuckDBPyConnection) -> tuple[Collection[str], Links]:
        """The temp table `rebuilt` with the months whose facts changed; these, and the links between all months."""
        touched, links = self._touched(connection)
        found = self._links(connection, touched)
        rebuilt = touched | _linked(touched, links | found)
        if rebuilt != touched:
            found = self._links(connection, rebuilt)
        self._build(connection, rebuilt)
        return rebuilt, _apart_from(touched, links) | found

    def _keep(self, connection: duckdb.DuckDBPyConnection, months: Collection[str], links: Links) -> None:
        crash.point("activity.counted")
        adds = parquet.write(
            connection,
            "from rebuilt",
            day="day",
            months=months,
            folder=self.folder.folder,
            prefix="activity",
            order="order by customer, day",
        )
        crash.point("activity.written")
        known = {"version": self.facts.version, "aliases": self.aliases.newest}
        stamp = {**self.definition, **known, "links": sorted(links)}
        self.folder.commit(adds, removes=self.activity.of(*months), stamp=stamp)
        crash.point("activity.committed")

    def _touched(self, connection: duckdb.DuckDBPyConnection) -> tuple[set[str], Links]:
        """Months to build again, and the links that were known between months."""
        stamp = self.activity.stamp
        if self.has_same_definition and stamp["version"] <= self.facts.version:
            changed = self.lake.delta.changed_months(stamp["version"], self.facts.version)
            if changed is not None:
                merged = self._merged(connection, stamp.get("aliases", ""))
                return changed | merged, self._known_links
        return {*self.facts.months, *self.activity.months}, frozenset()

    def _merged(self, connection: duckdb.DuckDBPyConnection, since: str) -> set[str]:
        """Months with facts of customers that count as others since then."""
        customers = sorted(self.aliases.affected_since(since))
        if not customers:
            return set()
        lines = claimed(self.facts.files, "month, customer")
        query = f"select distinct month from ({lines}) where list_contains(?, customer)"
        return {month for (month,) in connection.execute(query, [customers]).fetchall()}

    def _everything(self, months: Collection[str]) -> bool:
        return set(self.facts.months) <= set(months)

    def _links(self, connection: duckdb.DuckDBPyConnection, months: Collection[str]) -> Links:
        """Find the orders that tie `months` to others (temp table `spanning`); returns the pairs of months."""
        columns = "month, customer, source, ref, type"
        candidates = self.aliases.resolve(_of_orders(claimed(self.facts.files, columns)))
        if not self._everything(months):
            here = self.aliases.resolve(_of_orders(claimed(self.facts.of(*months), columns)))
            candidates = f"select * from ({candidates}) as line where exists ({_same_order(f'({here})')})"
        connection.execute(f"create or replace temp view candidates as {candidates}")
        connection.execute(SPANNING_SQL)
        return frozenset(
            connection.execute(
                "select distinct a.month, b.month from (select rowid as n, unnest(months) as month from spanning) as a "
                "join (select rowid as n, unnest(months) as month from spanning) as b using (n) where a.month < b.month"
            ).fetchall()
        )

    def _build(self, connection: duckdb.DuckDBPyConnection, months: Collection[str]) -> None:
        """Fill the temp table `rebuilt`, a large month or some small ones at a time: memory holds no more lines."""
        self._read_spanning(connection)
        connection.execute(f"create or replace temp table rebuilt as {parquet.nothing(DAYS)}")
        for together in self._batches(months):
            files = self.facts.of(*together)
            here = ", ".join(f"'{month}'" for month in together)
            # Where claims have to be compared, once is enough: the lines are read twice.
            kind = "table" if any(map(is_contested, by_month(files))) else "view"
            elsewhere = (
                f"select {READ} from spanning_lines as line where month not in ({here}) and exists "
                f"({_same_order('spanning')} and list_has_any(months, [{here}]))"
            )
            connection.execute(
                f"create or replace temp {kind} months_{kind} as "
                f"select {READ} from ({self.aliases.resolve(live(files))}) union all {elsewhere}"
            )
            daily.build(connection, facts=f"months_{kind}", into="days", non_goods=self.non_goods)
            connection.execute(f"insert into rebuilt select * from days where strftime(day, '%Y-%m') in ({here})")

    def _batches(self, months: Collection[str]) -> Iterator[list[str]]:
        """The months in their order, those together whose files are small."""
        sizes = {month: sum(file.size for file in self.facts.of(month)) for month in months}
        batch: list[str] = []
        for month in sorted(months):
            if batch and sum(sizes[each] for each in [*batch, month]) > TOGETHER:
                yield batch
                batch = []
            batch.append(month)
        if batch:
            yield batch

    def _read_spanning(self, connection: duckdb.DuckDBPyConnection) -> None:
        """The live lines of orders that span months, as temp table `spanning_lines`."""
        rows = connection.execute("select distinct unnest(months) from spanning").fetchall()
        everywhere = self.aliases.resolve(claimed(self.facts.of(*(month for (month,) in rows))))
        claims = f"select * from ({everywhere}) as line where exists ({_same_order('spanning')})"
        connection.execute(
            f"create or replace temp table spanning_lines as select month, {READ} from ({newest(claims)}) "
            "where not retracted"
        )


def _readable(folder: DeltaFolder) -> Snapshot:
    """The stored activity; what cannot be read is thrown away, because it can be built again."""
    try:
        snapshot = folder.snapshot()
        if all(Path(file.path).stat().st_size == file.size for file in snapshot.files):
            return snapshot
    except (BleibError, OSError):
        pass
    shutil.rmtree(folder.folder, ignore_errors=True)
    return Snapshot()


def _of_orders(claims: str) -> str:
    """Only those: a contract's facts lie years apart, and are no part of activity."""
    return f"select * from ({claims}) where type in ('order', 'credit')"


def _same_order(orders: str) -> str:
    """SELECT that finds the order of `line` in a table of orders."""
    return (
        f"select 1 from {orders} as known where known.ref = line.ref and known.source = line.source "
        "and known.customer is not distinct from line.customer"
    )


def _linked(months: set[str], links: Links) -> set[str]:
    """Months that an order ties to one of `months`."""
    return {month for pair in links if months.intersection(pair) for month in pair}


def _apart_from(months: set[str], links: Links) -> Links:
    return frozenset(pair for pair in links if not months.intersection(pair))
