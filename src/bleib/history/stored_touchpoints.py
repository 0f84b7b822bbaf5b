"""Touchpoints of an installation as it is now, stored: a Parquet file a month, named by all that it was made from.

A month's touchpoints hang on the files of its facts and on the SQL, nothing else: a file of that name is right whenever
it was written, so there is no stamp to compare, and a month that changed gets another name.
"""

from __future__ import annotations

import hashlib
import os
import time
import uuid
from collections.abc import Collection, Sequence
from pathlib import Path

import duckdb
from sqlglot import exp

from bleib.history import parquet, theirs
from bleib.history.aliases import Aliases
from bleib.history.delta import DataFile
from bleib.history.derived import TOUCHPOINTS_SQL, touchpoints_of
from bleib.history.lake import Lake, by_month, live
from bleib.history.tables import TOUCHPOINTS
from bleib.kernel.disk import sync
from bleib.worker.api import lease

FOLDER = "touchpoints"
UNUSED = 3600  # seconds after which nobody reads a file any more that no question names


def open_touchpoints(home: Path, connection: duckdb.DuckDBPyConnection) -> None:
    """The temp view `touchpoints` over what is stored; months that changed are counted first.

    Merged customers are few: theirs are counted anew, of their facts under all their numbers.
    """
    aliases, files = Aliases.now(), Lake(home).files()
    aliases.register(connection)
    if not all(map(_is_read, _paths(home, files))):
        files = _store(home, connection)
    paths = [str(path) for path in _paths(home, files)]
    rows = f"select {', '.join(TOUCHPOINTS.names)} from {parquet.scan(paths, TOUCHPOINTS)}"
    merged = _merged(rows, files, aliases=aliases, connection=connection)
    connection.execute(f"create or replace temp view touchpoints as {merged}")


def _merged(rows: str, files: tuple[DataFile, ...], *, aliases: Aliases, connection: duckdb.DuckDBPyConnection) -> str:
    """The stored rows, with those of merged customers counted together. Their facts are read now, once."""
    if not aliases.into:
        return rows
    apart = "customer not in (select customer from aliases union all select final from aliases)"
    numbers = theirs.written(aliases, aliases.final.values())
    theirs.gather(connection, files, numbers, into="temp table facts_of_merged")
    facts = aliases.resolve("select * from facts_of_merged")
    return f"select * from ({rows}) where {apart} union all select * from ({touchpoints_of(facts)})"


def _store(home: Path, connection: duckdb.DuckDBPyConnection) -> tuple[DataFile, ...]:
    """Count the months that are not stored; returns the files of facts they are of."""
    with lease("activity", doing="Counting touchpoints"):
        files, folder = Lake(home).files(), home / FOLDER
        for month in by_month(files):
            path = _path(folder, month)
            if not _is_read(path):
                path.parent.mkdir(parents=True, exist_ok=True)
                _write(connection, touchpoints_of(live(month)), path)
        _tidy(folder, needed=_paths(home, files))
    return files


def _is_read(path: Path) -> bool:
    """Whether the file is there; noted as read now."""
    try:
        os.utime(path)
    except FileNotFoundError:
        return False
    return True


def _write(connection: duckdb.DuckDBPyConnection, rows: str, path: Path) -> None:
    draft = path.with_name(f"{uuid.uuid4()}.draft")
    target = exp.Literal.string(str(draft)).sql("duckdb")
    connection.execute(
        f"copy (select * from ({rows}) order by customer, day, touchpoint) to {target} "
        f"(format parquet, compression zstd, compression_level 1, row_group_size {parquet.ROW_GROUP})"
    )
    sync(draft)
    draft.replace(path)


def _tidy(folder: Path, *, needed: Collection[Path]) -> None:
    """Delete what nobody reads any more."""
    for old in set(folder.glob("month=*/*")).difference(needed):
        if old.stat().st_mtime < time.time() - UNUSED:
            old.unlink(missing_ok=True)


def _paths(home: Path, files: Sequence[DataFile]) -> list[Path]:
    return [_path(home / FOLDER, month) for month in by_month(files)]


def _path(folder: Path, month: Sequence[DataFile]) -> Path:
    made_from = "\n".join([TOUCHPOINTS_SQL, *sorted(file.name for file in month)])
    return folder / f"month={month[0].month}" / f"{hashlib.sha256(made_from.encode()).hexdigest()[:32]}.parquet"
