"""Writing a backup."""

from __future__ import annotations

import gzip
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from fnmatch import fnmatch
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any, cast

from django.apps import apps
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder

from bleib import __version__
from bleib.backup import archive, tables
from bleib.backup.freeze import frozen

# What of the folder is saved in another way (history, database), or made again.
LEFT_OUT = ("facts/*", "activity/*", "static/*", "bleib.sqlite3*", "*.lock", "bleib-backup-*")
TABLES = "tables"


@dataclass(frozen=True)
class Saved:
    """What a backup holds."""

    rows: int
    lake_files: int
    size: int


def create(path: Path, *, home: Path, now: datetime, watch: Callable[[str], None] = lambda _: None) -> Saved:
    """Save the installation to `path`: database, lake and files, at one point in time. Others go on working.

    Raises BleibError where `path` exists, LeaseTaken while the lake is being compacted for ten minutes.
    """
    path = path.absolute()
    path.parent.mkdir(parents=True, exist_ok=True)
    with frozen(home) as at, TemporaryDirectory(prefix="bleib-backup-", dir=path.parent) as scratch:
        saved: dict[str, dict[str, Any]] = {}
        manifest = {
            "bleib": __version__,
            "made_at": now.astimezone(UTC).isoformat(),
            "lake_version": at.lake.version,
            "migrations": sorted(_migrations(at.using)),
            "tables": saved,
        }
        with archive.writing(path, manifest) as writer:
            for model in tables.models(apps):
                watch(model._meta.label)
                file = Path(scratch) / f"{model._meta.label_lower}.jsonl.gz"
                with gzip.open(file, "wb", compresslevel=3) as stream:
                    rows = tables.dump(model, cast(IO[bytes], stream), using=at.using)
                columns = [column.attname for column in tables.columns(model)]
                saved[model._meta.label_lower] = {"rows": rows, "columns": columns}
                writer.add(file, f"{TABLES}/{file.name}")
                file.unlink()
            watch("history")
            for name in (*at.lake.log, *at.lake.data):  # these never change
                writer.add(home / name, f"home/{name}")
            for name in _files(home):
                copy = Path(shutil.copy(home / name, scratch))
                writer.add(copy, f"home/{name}")
                copy.unlink()
        rows = sum(table["rows"] for table in saved.values())
        return Saved(rows=rows, lake_files=len(at.lake.data), size=path.stat().st_size)


def _migrations(using: str) -> Iterator[tuple[str, str]]:
    return iter(MigrationRecorder(connections[using]).applied_migrations())


def _files(home: Path) -> Iterator[str]:
    """Every file that is not left out: one that a later room puts there is saved, too."""
    names = (str(file.relative_to(home)) for file in sorted(home.rglob("*")) if file.is_file())
    return (name for name in names if not any(fnmatch(name, pattern) for pattern in LEFT_OUT))
