"""One point in time of database and lake: commits wait for a moment, everything after reads what was there."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import connection, connections, transaction

from bleib.backup.aliases import alias
from bleib.history.snapshot import LakeFiles, lake_files
from bleib.worker.api import lease

# Whoever appends to the lake holds one of these while lake and database disagree. Whoever removes files holds `lake`,
# which is held here until they are copied.
COMMITS = ("imports", "pending")


@dataclass(frozen=True)
class Frozen:
    """`using` is the connection that sees the database as it was; `lake` the files that belong to it."""

    using: str
    lake: LakeFiles


@contextmanager
def frozen(home: Path) -> Iterator[Frozen]:
    """Database and lake at one instant. Writers go on meanwhile; what they write is not seen."""
    with lease("lake", doing="The backup"), ExitStack() as stack:
        with ExitStack() as commits:
            for name in COMMITS:
                commits.enter_context(lease(name, doing="The backup"))
            using = stack.enter_context(_snapshot())
            lake = lake_files(home)
        yield Frozen(using, lake)


@contextmanager
def _snapshot() -> Iterator[str]:
    """Name of a connection that sees one instant."""
    if connection.vendor == "postgresql":
        with alias("snapshot", {**connections.databases["default"]}) as using, transaction.atomic(using=using):
            with connections[using].cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
                cursor.execute("SELECT 1 FROM django_migrations LIMIT 1")  # the snapshot is taken by the first query
            yield using
        return
    with TemporaryDirectory(prefix="bleib-backup-", dir=_folder()) as scratch:
        file = Path(scratch) / "snapshot.sqlite3"
        _copy_sqlite(file)
        with alias("snapshot", {**connections.databases["default"], "NAME": file}) as using:
            yield using


def _folder() -> Path:
    """Beside the database: there is room for it, and nobody else may read it."""
    return Path(str(connection.settings_dict["NAME"])).parent


def _copy_sqlite(file: Path) -> None:
    """All pages in one step: a consistent copy, and nobody waits for it."""
    connection.ensure_connection()
    target = sqlite3.connect(file)
    try:
        connection.connection.backup(target, pages=-1)
    finally:
        target.close()
