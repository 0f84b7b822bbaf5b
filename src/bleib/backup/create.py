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
from django.db.models import Model

from bleib import __version__
from bleib.backup import archive, tables
from bleib.backup.archive import Writer
from bleib.backup.freeze import frozen
from bleib.kernel.errors import BleibError

FIRST = "audit_heads.jsonl"  # the database has to reach as far as it says, so it is copied before the database is
# What of the folder is saved in another way (history, database), or made again.
LEFT_OUT = (
    "facts/*", "activity/*", "summaries/*", "touchpoints/*", "slices/*", "models/*", "static/*", "bleib.sqlite3*",
    "*.lock", "bleib-backup-*", FIRST,
)  # fmt: skip
TABLES = "tables"


@dataclass(frozen=True)
class Saved:
    """What a backup holds."""

    rows: int
    lake_files: int
    size: int


def create(path: Path, *, home: Path, now: datetime, watch: Callable[[str], None] = lambda _: None) -> Saved:
    """Save the installation to `path`: database, lake and files, at one point in time. Others go on working.

    Raises BleibError where `path` exists or lies in `home`, LeaseTaken while the lake is being compacted for ten
    minutes.
    """
    path = path.absolute()
    if path.is_relative_to(home.absolute()):
        raise BleibError(
            f"{path} lies in the installation: each backup would hold all earlier ones. Name another folder."
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="bleib-backup-", dir=path.parent) as folder:
        scratch = Path(folder)
        first = _copied(home / FIRST, scratch)
        with frozen(home) as at:
            saved: dict[str, dict[str, Any]] = {}
            manifest = {
                "bleib": __version__,
                "made_at": now.astimezone(UTC).isoformat(),
                "lake_version": at.lake.version,
                "migrations": sorted(_migrations(at.using)),
                "tables": saved,
            }
            with archive.writing(path, manifest) as writer:
                if first is not None:
                    writer.add(first, f"home/{FIRST}")
                for model in tables.models(apps):
                    watch(model._meta.label)
                    saved[model._meta.label_lower] = _add_table(writer, model, scratch, using=at.using)
                watch("history")
                for name in (*at.lake.log, *at.lake.data):  # these never change
                    writer.add(home / name, f"home/{name}")
                _add_files(writer, home, scratch)
        rows = sum(table["rows"] for table in saved.values())
        return Saved(rows=rows, lake_files=len(at.lake.data), size=path.stat().st_size)


def _add_table(writer: Writer, model: type[Model], scratch: Path, *, using: str) -> dict[str, Any]:
    """Returns what the manifest says of it: how many rows, and their columns."""
    file = scratch / f"{model._meta.label_lower}.jsonl.gz"
    with gzip.open(file, "wb", compresslevel=3) as stream:
        rows = tables.dump(model, cast(IO[bytes], stream), using=using)
    writer.add(file, f"{TABLES}/{file.name}")
    file.unlink()
    return {"rows": rows, "columns": [column.attname for column in tables.columns(model)]}


def _add_files(writer: Writer, home: Path, scratch: Path) -> None:
    for name in _files(home):
        if copy := _copied(home / name, scratch):
            writer.add(copy, f"home/{name}")
            copy.unlink()


def _copied(file: Path, scratch: Path) -> Path | None:
    """A copy that nobody writes to; None where the file is not there, or not any more."""
    try:
        return Path(shutil.copy(file, scratch))
    except FileNotFoundError:
        return None


def _migrations(using: str) -> Iterator[tuple[str, str]]:
    return iter(MigrationRecorder(connections[using]).applied_migrations())


def _files(home: Path) -> Iterator[str]:
    """Every file that is not left out: one that a later room puts there is saved, too."""
    names = (str(file.relative_to(home)) for file in sorted(home.rglob("*")) if file.is_file())
    return (name for name in names if not any(fnmatch(name, pattern) for pattern in LEFT_OUT))
