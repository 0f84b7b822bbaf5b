"""The lake: all facts, append at least once, read once. The protocol is in docs/lake.md."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from importlib.resources import files
from itertools import groupby
from pathlib import Path

import duckdb

from bleib.history import crash, parquet
from bleib.history.delta import DataFile, DeltaFolder, Snapshot
from bleib.history.facts import FACTS

LIVE_SQL = (files("bleib.history") / "live.sql").read_text(encoding="utf-8")
COLUMNS = ", ".join(FACTS.names)
APPENDED = "import"  # how names of files begin that one append wrote: a fact is in them once
PENDING = "pending"  # those of facts that came in one by one
SORTED = "sorted"  # and those that compaction wrote: a claim is in them once
SINGLE = "single"  # likewise, where each fact has only one claim
STORED = ", ".join(name for name in FACTS.names if name != "month")  # the month is in the folder's name


class Lake:
    """The facts of the installation in `home`. Holds no state of its own: every call sees the newest commit."""

    def __init__(self, home: Path) -> None:
        self.delta = DeltaFolder(home / "facts", FACTS)

    def snapshot(self) -> Snapshot:
        return self.delta.snapshot()

    def version(self) -> int:
        """Version of the last commit; -1 before the first."""
        return self.snapshot().version

    def files(self) -> tuple[DataFile, ...]:
        return self.snapshot().files

    def months(self) -> tuple[str, ...]:
        """YYYY-MM of all months with facts (or tombstones)."""
        return self.snapshot().months

    def append(
        self,
        connection: duckdb.DuckDBPyConnection,
        *,
        table: str,
        import_id: int | None,
        recorded_at: datetime,
        tombstones: str | None = None,
    ) -> int:
        """Append the facts in `table` (and retract those in `tombstones`) in one commit; returns the version.

        Both tables have the columns of FACTS without import_id, recorded_at, retracted and month. No lease needed.
        """
        rows = _claims(table, import_id, recorded_at, retracted=False)
        if tombstones:
            rows += " union all " + _claims(tombstones, import_id, recorded_at, retracted=True)
        firsts = f"select distinct date_trunc('month', occurred_on) as first from ({rows})"
        months = connection.execute(f"select strftime(first, '%Y-%m') from ({firsts})").fetchall()
        adds = parquet.write(
            connection,
            rows,
            day="occurred_on",
            months=[month for (month,) in months],
            folder=self.delta.folder,
            prefix=PENDING if import_id is None else f"{APPENDED}-{import_id}",
        )
        crash.point("import.written")
        return self.delta.commit(adds, stamp={"kind": "append", "import": import_id})

    def holds(self, connection: duckdb.DuckDBPyConnection, import_id: int) -> bool:
        """Whether the commit of this import took place."""
        paths = [file.path for file in self.files() if file.may_hold(import_id)]
        found = f"select 1 from {parquet.scan(paths, FACTS)} where import_id = ? limit 1"
        return connection.execute(found, [import_id]).fetchone() is not None

    def holds_instant(self, connection: duckdb.DuckDBPyConnection, recorded_at: datetime) -> bool:
        """Whether the commit that was given this instant took place."""
        paths = [file.path for file in self.files() if file.may_be_of(recorded_at)]
        found = f"select 1 from {parquet.scan(paths, FACTS)} where recorded_at = {instant(recorded_at)} limit 1"
        return connection.execute(found).fetchone() is not None

    def register(self, connection: duckdb.DuckDBPyConnection, name: str = "facts") -> Snapshot:
        """Create the temp view `name`: every live fact once, with the columns of FACTS; returns what it reads."""
        snapshot = self.snapshot()
        connection.execute(f"create or replace temp view {name} as {live(snapshot.files)}")
        return snapshot


def live(listed: Collection[DataFile], only: str = "true") -> str:
    """SELECT over the live facts in whole months of files. Months without two claims on a fact need no comparison.

    `only`: a test, which all claims on a fact pass or none does, such as one of its type.
    """
    parts = []
    for contested, group in groupby(sorted(by_month(listed), key=is_contested), key=is_contested):
        claims = f"select * from ({claimed([file for month in group for file in month])}) where {only}"
        parts.append(f"select {COLUMNS} from ({newest(claims) if contested else claims}) where not retracted")
    return " union all ".join(parts) or parquet.nothing(FACTS)


def claimed(listed: Collection[DataFile], columns: str = COLUMNS) -> str:
    """SELECT over all claims in these files, retracted ones included."""
    return f"select {columns} from {parquet.scan([file.path for file in listed], FACTS)}"


def newest(claims: str) -> str:
    """SELECT of live.sql over a SELECT of claims; tombstones are among the rows."""
    return f"with claims as ({claims}) {LIVE_SQL}"


def instant(moment: datetime) -> str:
    """A moment as DuckDB writes it."""
    return f"timestamptz '{moment.astimezone(UTC).isoformat()}'"


def _claims(table: str, import_id: int | None, recorded_at: datetime, *, retracted: bool) -> str:
    given = {
        "import_id": "null" if import_id is None else str(int(import_id)),
        "recorded_at": instant(recorded_at),
        "retracted": str(retracted).lower(),
    }
    columns = (
        f"cast({given.get(column.name, column.name)} as {parquet.duckdb_type(column.type)}) as {column.name}"
        for column in FACTS
        if column.name != "month"
    )
    return f"select {', '.join(columns)} from {table}"


def by_month(listed: Collection[DataFile]) -> list[Sequence[DataFile]]:
    """The files of each month."""
    months: dict[str, list[DataFile]] = defaultdict(list)
    for file in listed:
        months[file.month].append(file)
    return list(months.values())


def is_contested(month: Collection[DataFile]) -> bool:
    """Whether this month may hold several claims on a fact: not if one append wrote all of it, or compaction looked."""
    if len(month) != 1:
        return bool(month)
    [file] = month
    if file.name.startswith(SINGLE):
        return False
    return not (file.name.startswith((APPENDED, SORTED)) and _one(file.imports) and _one(file.recorded))


def _one(bounds: tuple[object, object] | None) -> bool:
    return bounds is not None and bounds[0] == bounds[1]
