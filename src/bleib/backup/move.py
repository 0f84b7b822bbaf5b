"""Moving from the embedded SQLite to PostgreSQL: every row, or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

from django.apps import apps
from django.db import connection, connections, transaction
from django.db.migrations.recorder import MigrationRecorder

from bleib.backup import tables
from bleib.backup.aliases import alias
from bleib.backup.load import build_tables, empty_tables, expect
from bleib.kernel.errors import BleibError
from bleib.worker.api import lease

MOVED = "bleib.sqlite3.moved"


@dataclass(frozen=True)
class Moved:
    """How many rows are in the new database, and where the old one was put."""

    rows: int
    old: Path


def move(*, database: Mapping[str, Any], watch: Callable[[str], None] = lambda _: None) -> Moved:
    """Copy the whole database into `database` (Django's description of an empty PostgreSQL), then set the old aside.

    Nobody else may write meanwhile: the old database is locked. Whatever fails leaves it as it was.
    """
    if connection.vendor != "sqlite":
        raise BleibError("This installation is on PostgreSQL already. 'bleib backup' and 'bleib restore' move it.")
    old = Path(str(connection.settings_dict["NAME"]))
    with lease("worker", doing="The move", wait=0, beats=False), lease("lake", doing="The move", beats=False):
        rows, seen = _carry(database, watch)
    if _data_version() != seen:
        raise BleibError(
            "Somebody wrote into the old database while it was being moved. It stays in use, nothing is lost: stop the "
            "server, empty the new database and move again."
        )
    return Moved(rows, _set_aside(old, old.with_name(MOVED)))


def _carry(database: Mapping[str, Any], watch: Callable[[str], None]) -> tuple[int, int]:
    with alias("target", database) as target, transaction.atomic(), transaction.atomic(using=target):
        return _copy_all(target, watch), _data_version()


def _data_version() -> int:
    """Changes when another connection writes, not when this one does."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA data_version")
        return int(cursor.fetchone()[0])


def _copy_all(target: str, watch: Callable[[str], None]) -> int:
    state = build_tables(MigrationRecorder(connection).applied_migrations(), using=target)
    empty_tables(state, using=target)
    total = 0
    for model in tables.models(apps):
        watch(model._meta.label)
        total += _copy(model, target)
    return total


def _copy(model: Any, target: str) -> int:
    with TemporaryFile() as file:
        told = tables.dump(model, file, using="default")
        file.seek(0)
        names = [column.attname for column in tables.columns(model)]
        found = tables.load(model, _lines(file), names=names, using=target)
    expect(model._meta.label, told, found)
    return found


def _lines(file: Any) -> Iterator[bytes]:
    yield from file


def _set_aside(old: Path, new: Path) -> Path:
    """The old database keeps its content under another name, so that nobody goes on writing into it."""
    connections["default"].close()
    old.rename(new)
    for ending in ("-wal", "-shm"):
        old.with_name(old.name + ending).unlink(missing_ok=True)
    return new
