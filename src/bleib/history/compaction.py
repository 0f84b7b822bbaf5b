"""Compaction: a month's many files become one, sorted by customer, so that a timeline reads few row groups.

All claims stay, also those that a newer one outdoes: undoing the newer import needs them. Only what says the same
twice goes: an import that was interrupted and repeated may have written a claim more than once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from bleib.history import crash, parquet
from bleib.history.delta import DataFile, DeltaFolder, Snapshot
from bleib.history.lake import SINGLE, SORTED, STORED, Lake, claimed
from bleib.history.refresh import ACTIVITY
from bleib.worker.api import lease

RETENTION_HOURS = 7 * 24  # longer than any import takes and any reader reads


@dataclass(frozen=True)
class Compacted:
    """Months rewritten, and files deleted that nobody needs any more."""

    months: tuple[str, ...]
    deleted: int


def compact(home: Path, *, retention_hours: int = RETENTION_HOURS) -> Compacted:
    """Rewrite the months that are not one sorted file each, then delete what is older than the retention.

    Changes no fact. Imports may go on meanwhile; what they append stays for the next compaction. Killed midway, the
    same call completes it. Raises LeaseTaken while another process compacts or undoes.
    """
    with lease("lake", doing="Compaction"):
        lake = Lake(home)
        snapshot = lake.snapshot()
        months = tuple(month for month in snapshot.months if not _is_compact(snapshot.of(month)))
        with duckdb.connect() as connection:
            for month in months:
                _rewrite(connection, lake, snapshot=snapshot, month=month)
        crash.point("compaction.before-vacuum")
        deleted = sum(
            folder.vacuum(retention_hours=retention_hours)
            for folder in (lake.delta, DeltaFolder(home / "activity", ACTIVITY))
            if folder.snapshot().version >= 0
        )
        crash.point("compaction.vacuumed")
        return Compacted(months, deleted)


def _is_compact(month: Sequence[DataFile]) -> bool:
    return len(month) == 1 and month[0].name.startswith((SORTED, SINGLE))


def _rewrite(connection: duckdb.DuckDBPyConnection, lake: Lake, *, snapshot: Snapshot, month: str) -> None:
    """One commit per month: a crash loses the work of one month only."""
    old = snapshot.of(month)
    claims = f"({claimed(old, STORED)}) as claims"
    rivals = _has_repeated(connection, claims, "id")
    repeated = rivals and _has_repeated(connection, claims, "id, import_id, retracted")
    adds = parquet.write(
        connection,
        _once(claims) if repeated else f"select * from {claims}",
        day="occurred_on",
        months=[month],
        folder=lake.delta.folder,
        prefix=SORTED if rivals else SINGLE,
        order="order by customer, occurred_at, id",
        data_change=False,
    )
    crash.point("compaction.written")
    lake.delta.commit(adds, removes=old, stamp={"kind": "compaction", "month": month})
    crash.point("compaction.committed")


def _has_repeated(connection: duckdb.DuckDBPyConnection, claims: str, key: str) -> bool:
    query = f"select 1 from {claims} group by {key} having count(*) > 1 limit 1"
    return connection.execute(query).fetchone() is not None


def _once(claims: str) -> str:
    """Of claims that one import made more than once the newest stays; retractions are claims of their own."""
    return (
        f"select * from {claims} qualify row_number() over "
        "(partition by id, import_id, retracted, customer, source, ref order by recorded_at desc) = 1"
    )
