"""Restoring a backup: all of it, or nothing; nobody who was erased since comes back."""

from __future__ import annotations

import glob
import shutil
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import connections

from bleib.backup import archive
from bleib.backup.aliases import alias
from bleib.backup.create import TABLES
from bleib.backup.load import load_tables
from bleib.kernel.crash import point
from bleib.kernel.errors import BleibError

ERASURES = "erasures.jsonl"
# While this file is there, the installation is not opened before the erasures in it are replayed.
UNFINISHED = "restored"
MADE_BY_EVERY_CALL = {"secret_key", "migrating.lock"}
SIGNS = ("bleib.sqlite3", "facts", ERASURES)


@dataclass(frozen=True)
class Restored:
    """What came back, and where the folder lies that was there before."""

    rows: int
    made_at: datetime
    set_aside: Path | None


def restore(path: Path, *, home: Path, database: Mapping[str, Any], replace: bool, now: datetime) -> Restored:
    """Put the backup in `path` into `home` and `database` (Django's description of it).

    An installation in `home` is refused, or with `replace` set aside under another name; its list of erasures is
    taken along. Killed midway, the same call completes it. Raises BleibError for a damaged backup, a folder or a
    database in use; nothing is changed then.
    """
    in_use = [name for name in SIGNS if (home / name).exists()]
    if in_use and not replace:
        raise BleibError(f"{home} holds an installation already. Name another folder, or say --replace.")
    fresh = home.with_name(f"{home.name}.restoring")
    # A call that was killed between its two renamings has set the old folder aside already.
    set_aside = _newest_aside(home) if (fresh / "home" / UNFINISHED).exists() else None
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True, mode=0o700)
    try:
        manifest = archive.unpack(path, fresh)
        rows = _load(fresh, manifest, database)
        set_aside = _swap(fresh, home, aside=_aside(home, now)) or set_aside
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return Restored(rows=rows, made_at=datetime.fromisoformat(manifest["made_at"]), set_aside=set_aside)


def _load(fresh: Path, manifest: Mapping[str, Any], database: Mapping[str, Any]) -> int:
    """The rows into the database; an embedded one is built beside the unpacked files."""
    embedded = database["ENGINE"].endswith("sqlite3")
    settings = {**database, "NAME": fresh / "home" / "bleib.sqlite3"} if embedded else database
    (fresh / "home").mkdir(mode=0o700, exist_ok=True)
    with ExitStack() as stack:
        using = stack.enter_context(alias("restoring", settings))
        marked = None if embedded else archive.digest(fresh / archive.MANIFEST)
        rows = load_tables(fresh / TABLES, manifest, using=using, marked=marked)
        if embedded:
            with connections[using].cursor() as cursor:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return rows


def _swap(fresh: Path, home: Path, *, aside: Path | None) -> Path | None:
    """The restored folder takes the place of the old one, with the erasures of both and of all that were set aside."""
    restored = fresh / "home"
    known = (folder / ERASURES for folder in (restored, home, *_set_aside(home)))
    erasures = [file.read_text(encoding="utf-8") for file in known if file.exists()]
    (restored / ERASURES).write_text("".join(dict.fromkeys("".join(erasures).splitlines(keepends=True))))
    (restored / UNFINISHED).touch()
    if aside is None:
        shutil.rmtree(home, ignore_errors=True)
    else:
        home.rename(aside)
    point("restore.set_aside")
    restored.rename(home)
    point("restore.swapped")
    return aside


def _set_aside(home: Path) -> list[Path]:
    """Folders that restores set aside, in the order of time."""
    return sorted(home.parent.glob(f"{glob.escape(home.name)}.before-*"))


def _newest_aside(home: Path) -> Path | None:
    return next(reversed(_set_aside(home)), None)


def _aside(home: Path, now: datetime) -> Path | None:
    """The old folder's new name, if anything is in it but what every call makes."""
    if not home.exists() or {file.name for file in home.iterdir()} <= MADE_BY_EVERY_CALL:
        return None
    return home.with_name(f"{home.name}.before-{now:%Y%m%d-%H%M%S}")
