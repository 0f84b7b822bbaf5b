"""A Delta table in a folder, partitioned by month: snapshots, atomic commits, and which months changed since."""

from __future__ import annotations

import json
import time
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
from deltalake import CommitProperties, DeltaTable
from deltalake.exceptions import CommitFailedError, DeltaError, TableNotFoundError
from deltalake.transaction import AddAction, RemoveAction

from bleib.kernel.disk import sync
from bleib.kernel.errors import BleibError

PARTITION = ["month"]
STAMP = "bleib"  # the commit's custom metadata stand under this key
ATTEMPTS = 100
RECENT = 10  # commits to look through for the newest stamp; a vacuum adds two without


@dataclass(frozen=True)
class DataFile:
    """A Parquet file of a snapshot. The ranges are None where the file does not state them."""

    path: str
    relative: str
    month: str
    rows: int
    size: int
    imports: tuple[int, int] | None
    recorded: tuple[datetime, datetime] | None
    customers: tuple[str, str] | None = None
    days: tuple[date, date] | None = None

    @property
    def name(self) -> str:
        return self.relative.rpartition("/")[2]

    def may_hold(self, import_id: int) -> bool:
        return self.imports is None or self.imports[0] <= import_id <= self.imports[1]

    def holds_only(self, import_id: int) -> bool:
        return self.imports == (import_id, import_id)

    def may_be_of(self, recorded_at: datetime) -> bool:
        return self.recorded is None or self.recorded[0] <= recorded_at <= self.recorded[1]

    def may_name(self, numbers: Sequence[str]) -> bool:
        """Whether one of these customers may be in it; `numbers` are sorted."""
        if self.customers is None:
            return True
        place = bisect_left(numbers, self.customers[0])
        return place < len(numbers) and numbers[place] <= self.customers[1]

    def may_reach(self, day: date) -> bool:
        """Whether something in it may have happened on that day or later."""
        return self.days is None or self.days[1] >= day


@dataclass(frozen=True)
class Snapshot:
    """The files of one version. A table that does not exist yet is version -1 and has none."""

    version: int = -1
    table: str = ""
    files: tuple[DataFile, ...] = ()
    stamp: Mapping[str, Any] = field(default_factory=dict)

    @property
    def months(self) -> tuple[str, ...]:
        return tuple(sorted({file.month for file in self.files}))

    def of(self, *months: str) -> tuple[DataFile, ...]:
        return tuple(file for file in self.files if file.month in months)


@dataclass(frozen=True)
class _Read:
    """A snapshot that was read, and what the file of its commit looked like."""

    snapshot: Snapshot
    log: tuple[int, ...]

    def stands(self, log_file: Callable[[int], Path]) -> bool:
        version = self.snapshot.version
        return _mark(log_file(version)) == self.log and not log_file(version + 1).exists()


_READ: dict[Path, _Read] = {}


class DeltaFolder:
    """A Delta table in `folder` with the columns of `schema`, of which `month` is the partition."""

    def __init__(self, folder: Path, schema: pa.Schema) -> None:
        self.folder = folder
        self.schema = schema

    def snapshot(self) -> Snapshot:
        """The newest version. Raises BleibError where the folder holds something unreadable.

        The last one that was read stands as long as its commit does and no other follows it.
        """
        kept = _READ.get(self.folder)
        if kept is not None and kept.stands(self._log_file):
            return kept.snapshot
        snapshot = self._read()
        if (log := _mark(self._log_file(snapshot.version))) is not None:
            _READ[self.folder] = _Read(snapshot, log)
        return snapshot

    def _read(self) -> Snapshot:
        try:
            table = DeltaTable(self.folder)
            commits = table.history(RECENT)
        except TableNotFoundError:
            return Snapshot()
        except (DeltaError, OSError) as error:
            raise BleibError(
                f"The table in {self.folder} cannot be read: {str(error).splitlines()[0]}. Restore it from a backup."
            ) from error
        rows = pa.table(table.get_add_actions(flatten=True)).to_pylist()
        return Snapshot(
            version=table.version(),
            table=str(table.metadata().id),
            files=tuple(sorted((self._file(row) for row in rows), key=lambda file: file.path)),
            stamp=next((commit[STAMP] for commit in commits if STAMP in commit), {}),
        )

    def commit(self, adds: Sequence[AddAction], *, removes: Sequence[DataFile] = (), stamp: Mapping[str, Any]) -> int:
        """Add and remove files in one atomic commit; returns its version (or a later one).

        An append succeeds whatever others do. Removing a file that somebody removed meanwhile raises BleibError and
        changes nothing.
        """
        for _ in range(ATTEMPTS):
            table = self._table()
            try:
                self._write(table, adds, removes=removes, stamp=stamp)
            except CommitFailedError as error:
                # Delta takes every write for one that has read the table, and refuses it beside a removal.
                # What is only appended depends on nothing that was read.
                failure = error
                if removes:
                    break
            else:
                return self._synced(table)
        raise BleibError(f"Another program is changing the table in {self.folder}: {failure} Try again.") from failure

    def _write(
        self, table: DeltaTable, adds: Sequence[AddAction], *, removes: Sequence[DataFile], stamp: Mapping[str, Any]
    ) -> None:
        data_change = not adds or any(add.data_change for add in adds)
        table.create_write_transaction(
            [*adds, *(_remove(file, data_change=data_change) for file in removes)],
            "append",
            self.schema,
            PARTITION,
            commit_properties=CommitProperties(custom_metadata={STAMP: dict(stamp)}),
        )

    def _synced(self, table: DeltaTable) -> int:
        """Wait until the commit is on disk."""
        before = table.version()
        table.update_incremental()
        logs = [self._log_file(version) for version in range(before + 1, table.version() + 1)]
        sync(*logs, logs[0].parent)
        return table.version()

    def changed_months(self, since: int, until: int) -> set[str] | None:
        """Months whose rows changed in the commits after `since` up to `until`; None where the log is too short."""
        changed: set[str] = set()
        for version in range(since + 1, until + 1):
            actions = self._actions(version)
            if actions is None:
                return None
            changed.update(
                body["partitionValues"]["month"]
                for kind, body in actions
                if kind in {"add", "remove"} and body["dataChange"]
            )
        return changed

    def added(self, since: int, until: int) -> list[Path] | None:
        """Files that the commits after `since` up to `until` added; they may be gone since. None where one of the
        commits took rows away, or the log is too short."""
        found: list[Path] = []
        for version in range(since + 1, until + 1):
            actions = self._actions(version)
            if actions is None or any(kind == "remove" and body["dataChange"] for kind, body in actions):
                return None
            found += [self.folder / body["path"] for kind, body in actions if kind == "add" and body["dataChange"]]
        return found

    def vacuum(self, *, retention_hours: int) -> int:
        """Delete files that no version of the last hours needs, also those of writers that died; returns how many."""
        table = DeltaTable(self.folder)
        options: dict[str, Any] = {
            "retention_hours": retention_hours,
            "enforce_retention_duration": False,
            "full": True,
        }
        # It names files that an earlier vacuum deleted again and again.
        doomed = [path for path in table.vacuum(dry_run=True, **options) if (self.folder / path).exists()]
        table.vacuum(dry_run=False, **options)
        return len(doomed)

    def forget_log(self) -> None:
        """Keep the newest version only: what older commits said of their files, bounds included, is deleted."""
        table = DeltaTable(self.folder)
        table.create_checkpoint()
        for file in (self.folder / "_delta_log").iterdir():
            number = file.name.partition(".")[0]
            if number.isdigit() and int(number) < table.version():
                file.unlink(missing_ok=True)

    def _table(self) -> DeltaTable:
        try:
            return DeltaTable(self.folder)
        except TableNotFoundError:
            return self._create()

    def _create(self) -> DeltaTable:
        self.folder.mkdir(parents=True, exist_ok=True)
        try:
            DeltaTable.create(self.folder, self.schema, mode="error", partition_by=PARTITION)
        except DeltaError:
            # Another process was first; if it was something else, opening says so.
            time.sleep(0.01)
        return DeltaTable(self.folder)

    def _actions(self, version: int) -> list[tuple[str, Any]] | None:
        """What a commit did; None where its log is gone."""
        try:
            lines = self._log_file(version).read_text(encoding="utf-8").splitlines()
        except OSError:
            return None
        return [action for line in lines for action in json.loads(line).items()]

    def _log_file(self, version: int) -> Path:
        return self.folder / "_delta_log" / f"{version:020d}.json"

    def _file(self, row: Mapping[str, Any]) -> DataFile:
        def bounds(name: str) -> tuple[Any, Any] | None:
            low, high = row.get(f"min.{name}"), row.get(f"max.{name}")
            return None if low is None or high is None else (low, high)

        return DataFile(
            path=str(self.folder / row["path"]),
            relative=row["path"],
            month=row["partition.month"],
            rows=row["num_records"] or 0,
            size=row["size_bytes"],
            imports=_imports(row),
            recorded=bounds("recorded_at"),
            customers=bounds("customer"),
            days=bounds("occurred_on"),
        )


def _mark(log: Path) -> tuple[int, ...] | None:
    """What tells a commit's file from another one in its place; None where there is none."""
    try:
        status = log.stat()
    except OSError:
        return None
    return status.st_ino, status.st_mtime_ns, status.st_size


def _imports(row: Mapping[str, Any]) -> tuple[int, int] | None:
    """Smallest and largest import of a file. Facts of no import count as of import 0, which nobody can undo."""
    low, high = row.get("min.import_id"), row.get("max.import_id")
    missing = row.get("null_count.import_id")
    if missing is not None and missing == row["num_records"]:
        return 0, 0
    if missing is None or low is None or high is None:
        return None
    return (0, high) if missing else (low, high)


def _remove(file: DataFile, *, data_change: bool) -> RemoveAction:
    return RemoveAction(file.relative, data_change, int(time.time() * 1000), file.size, {"month": file.month})
