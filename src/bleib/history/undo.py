"""Undoing an import: its claims leave the lake, and with them its names and its reject file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import duckdb
from deltalake.transaction import AddAction
from django.db import transaction
from django.db.models import Model

from bleib.history import crash, parquet, touched
from bleib.history.delta import DataFile
from bleib.history.lake import STORED, Lake, claimed
from bleib.history.models import Import
from bleib.history.models.change import ChangeKind
from bleib.history.models.imports import ImportState
from bleib.history.models.setting import next_instant
from bleib.history.publishing import publish
from bleib.kernel.errors import BleibError
from bleib.worker.api import lease


def undo(home: Path, import_id: int, *, now: datetime, by: Model | None = None) -> Import:
    """Take back the import: facts that only it claimed vanish, lines it had replaced are back.

    Killed midway, the same call completes it. Raises BleibError where there is no such import or it is undone already.
    """
    entry = Import.objects.numbered(import_id)
    if entry.state == ImportState.UNDONE:
        raise BleibError(f"Import {entry.pk} ({entry.label}) is undone already.")
    # An import that is not done yet may belong to somebody alive who is about to commit it.
    with lease(f"import {entry.fingerprint}", doing=f"Undoing import {entry.pk}", wait=0):
        entry.undone_by_id = by.pk if by else None
        return withdraw(home, entry, now=now)


def withdraw(home: Path, entry: Import, *, now: datetime) -> Import:
    """Undo `entry`; the caller holds the lease of its files."""
    with lease("lake", doing=f"Undoing import {entry.pk}"):
        lake = Lake(home)
        files = [file for file in lake.files() if file.may_hold(entry.pk)]
        with duckdb.connect() as connection:
            _announce(connection, entry, files=files)
            version = _withdraw(connection, lake, files=files, import_id=entry.pk)
        crash.point("undo.committed")
        if entry.rejects:
            (home / entry.rejects).unlink(missing_ok=True)
        _finish(entry, lake_version=version, now=now)
        crash.point("undo.finished")
        return entry


def _announce(connection: duckdb.DuckDBPyConnection, entry: Import, *, files: Sequence[DataFile]) -> None:
    """Note whose facts go, while they are still there."""
    if entry.state == ImportState.UNDOING:
        return
    entry.touched = touched.pack(connection, _of_import(files, entry.pk))
    entry.state = ImportState.UNDOING
    entry.save()
    crash.point("undo.marked")


def _withdraw(connection: duckdb.DuckDBPyConnection, lake: Lake, *, files: Sequence[DataFile], import_id: int) -> int:
    """Remove the claims of the import in one commit; returns its version. Appends may go on meanwhile."""
    shared = [file for file in files if not file.holds_only(import_id)]
    adds = _without(connection, lake, files=shared, import_id=import_id) if shared else []
    crash.point("undo.written")
    if not files:
        return lake.version()
    return lake.delta.commit(adds, removes=files, stamp={"kind": "undo", "import": import_id})


def _finish(entry: Import, *, lake_version: int, now: datetime) -> None:
    """The lake has forgotten the facts: names that only this import knew go with them, and the feed is told."""
    with transaction.atomic():
        entry.names.all().delete()
        publish(
            ChangeKind.UNDO,
            recorded_at=next_instant(now),
            touched=bytes(entry.touched or b""),
            lake_version=lake_version,
            imported=entry,
        )
        entry.state, entry.undone_at, entry.rejects, entry.touched = ImportState.UNDONE, now, None, None
        entry.save()


def _of_import(files: Sequence[DataFile], import_id: int) -> str:
    return f"select * from ({claimed(files)}) where import_id = {int(import_id)}"


def _without(
    connection: duckdb.DuckDBPyConnection, lake: Lake, *, files: Sequence[DataFile], import_id: int
) -> list[AddAction]:
    rows = f"select * from ({claimed(files, STORED)}) where import_id is distinct from {int(import_id)}"
    return parquet.write(
        connection,
        rows,
        day="occurred_on",
        months={file.month for file in files},
        folder=lake.delta.folder,
        prefix="undo",
        order="order by customer, occurred_at",
    )
