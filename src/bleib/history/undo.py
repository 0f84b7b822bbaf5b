"""Undoing an import: its claims leave the lake, and with them its names and its reject file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import duckdb
from deltalake.transaction import AddAction

from bleib.history import crash, imports, parquet
from bleib.history.delta import DataFile
from bleib.history.imports import Import
from bleib.history.lake import STORED, Lake, claimed
from bleib.history.leases import lease
from bleib.history.state import State, open_state
from bleib.kernel.errors import BleibError


def undo(home: Path, import_id: int, *, now: datetime) -> Import:
    """Take back the import: facts that only it claimed vanish, lines it had replaced are back.

    Killed midway, the same call completes it. Raises BleibError where there is no such import or it is undone already.
    """
    with open_state(home) as state:
        entry = imports.get(state, import_id)
        if entry.state == "undone":
            raise BleibError(f"Import {entry.id} ({entry.label}) is undone already.")
        # An import that is not done yet may belong to somebody alive who is about to commit it.
        with lease(state, f"import {entry.fingerprint}", doing=f"Undoing import {entry.id}", wait=0):
            return withdraw(home, state, entry, now=now)


def withdraw(home: Path, state: State, entry: Import, *, now: datetime) -> Import:
    """Undo `entry`; the caller holds the lease of its files."""
    with lease(state, "lake", doing=f"Undoing import {entry.id}"):
        imports.mark_undoing(state, entry)
        crash.point("undo.marked")
        _withdraw(Lake(home), entry.id)
        crash.point("undo.committed")
        if entry.rejects:
            (home / entry.rejects).unlink(missing_ok=True)
        undone = imports.mark_undone(state, entry, now=now)
        crash.point("undo.finished")
        return undone


def _withdraw(lake: Lake, import_id: int) -> None:
    """Remove the claims of the import in one commit. Appends may go on meanwhile."""
    files = [file for file in lake.files() if file.may_hold(import_id)]
    shared = [file for file in files if not file.holds_only(import_id)]
    with duckdb.connect() as connection:
        adds = _without(connection, lake, files=shared, import_id=import_id) if shared else []
    crash.point("undo.written")
    if files:
        lake.delta.commit(adds, removes=files, stamp={"kind": "undo", "import": import_id})


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
