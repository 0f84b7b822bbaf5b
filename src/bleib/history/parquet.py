"""Writing Parquet files into a Delta table's folder. They stay invisible until a commit names them."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import duckdb
import pyarrow as pa
from deltalake.transaction import AddAction
from sqlglot import exp

from bleib.kernel.disk import sync
from bleib.kernel.windows import Unit, following

ROW_GROUP = 65_536  # rows; a customer's timeline then reads few of them
# Columns whose smallest and largest value every file states, so that readers can skip it.
STATED = ("type", "customer", "occurred_on", "source", "ref", "import_id", "recorded_at", "day")
DUCKDB_TYPES: Mapping[pa.DataType, str] = {
    pa.binary(): "blob",
    pa.string(): "varchar",
    pa.date32(): "date",
    pa.int64(): "bigint",
    pa.bool_(): "boolean",
    pa.timestamp("us", tz="UTC"): "timestamptz",
}


def write(
    connection: duckdb.DuckDBPyConnection,
    rows: str,
    *,
    day: str,
    months: Iterable[str],
    folder: Path,
    prefix: str,
    order: str = "",
    data_change: bool = True,
) -> list[AddAction]:
    """Write the SELECT `rows` to FOLDER/month=YYYY-MM/PREFIX-*.parquet, one file a month, safe on disk.

    `day`: the column that says which month a row belongs to. `data_change=False`: the same rows as before in other
    files. Month by month, because the engine then skips other months' blocks and partitions nothing itself; two months
    at a time, because one keeps few threads busy.
    """
    folder.mkdir(parents=True, exist_ok=True)
    writers = _writers(connection, rows)
    free = SimpleQueue[duckdb.DuckDBPyConnection]()
    for writer in writers:
        free.put(writer)

    def write_month(month: str) -> Written | None:
        writer = free.get()
        try:
            return _write_month(writer, rows, day=day, month=month, folder=folder, prefix=prefix, order=order)
        finally:
            free.put(writer)

    with ThreadPoolExecutor(len(writers)) as pool:
        written = [each for each in pool.map(write_month, sorted(months)) if each is not None]
    paths = [each.path for each in written]
    sync(*paths, *(path.parent for path in paths), folder)  # a commit must not outlive its files
    return [_add_action(each, folder, data_change) for each in written]


def _writers(connection: duckdb.DuckDBPyConnection, rows: str) -> list[duckdb.DuckDBPyConnection]:
    """Two connections to the same database; only the given one where `rows` are in temp tables, which others lack."""
    second = connection.cursor()
    second.execute("set timezone = 'UTC'")
    try:
        second.execute(f"explain {rows}")
    except (duckdb.BinderException, duckdb.CatalogException):
        return [connection]
    return [connection, second]


@dataclass(frozen=True)
class Written:
    """A file, its rows, and for each column what the writer says of it (min, max, null_count ...)."""

    path: Path
    month: str
    rows: int
    columns: Mapping[str, Mapping[str, str]]


def _write_month(
    connection: duckdb.DuckDBPyConnection, rows: str, *, day: str, month: str, folder: Path, prefix: str, order: str
) -> Written | None:
    start = date.fromisoformat(f"{month}-01")
    path = folder / f"month={month}" / f"{prefix}-{uuid.uuid4()}.parquet"
    path.parent.mkdir(parents=True, exist_ok=True)
    target = exp.Literal.string(str(path)).sql("duckdb")
    end = following(start, Unit.MONTH)
    [(_, count, _, _, columns, *_)] = connection.execute(
        f"copy (select * from ({rows}) where {day} >= date '{start}' and {day} < date '{end}' {order}) to {target} "
        f"(format parquet, compression zstd, compression_level 1, row_group_size {ROW_GROUP}, return_stats true)"
    ).fetchall()
    if count == 0:
        path.unlink()
        return None
    return Written(path, month, count, {name.strip('"'): stated for name, stated in columns.items()})


def _add_action(written: Written, folder: Path, data_change: bool) -> AddAction:
    status = written.path.stat()
    return AddAction(
        path=written.path.relative_to(folder).as_posix(),
        size=status.st_size,
        partition_values={"month": written.month},
        modification_time=int(status.st_mtime * 1000),
        data_change=data_change,
        stats=json.dumps({"numRecords": written.rows, **_bounds(written.columns)}),
    )


def _bounds(columns: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, Any]]:
    """Delta's minValues, maxValues and nullCount. A shortened bound is no bound and is left out."""
    exact = [
        name
        for name in STATED
        if {columns.get(name, {}).get(f"{side}_is_exact") for side in ("min", "max")} == {"true"}
    ]
    return {
        "minValues": {name: _stated(name, columns[name]["min"]) for name in exact},
        "maxValues": {name: _stated(name, columns[name]["max"]) for name in exact},
        "nullCount": {name: int(stated["null_count"]) for name, stated in columns.items() if "null_count" in stated},
    }


def _stated(name: str, value: str) -> str | int:
    if name == "import_id":
        return int(value)
    if name == "recorded_at":
        return datetime.fromisoformat(value).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return value


def scan(paths: Sequence[str], schema: pa.Schema) -> str:
    """A FROM item over exactly these files; `month` comes from their folders. Never a glob: see docs/lake.md."""
    if not paths:
        return f"({nothing(schema)})"
    listed = exp.array(*(exp.Literal.string(_literally(path)) for path in paths)).sql("duckdb")
    return f"read_parquet({listed}, hive_partitioning = true, hive_types = {{'month': varchar}})"


def nothing(schema: pa.Schema) -> str:
    """SELECT with the columns of `schema` and no row."""
    columns = ", ".join(f"cast(null as {duckdb_type(column.type)}) as {column.name}" for column in schema)
    return f"select {columns} where false"


def duckdb_type(arrow: pa.DataType) -> str:
    if pa.types.is_decimal(arrow):
        return f"decimal({arrow.precision}, {arrow.scale})"
    return DUCKDB_TYPES[arrow]


def _literally(path: str) -> str:
    """DuckDB reads `*`, `?` and `[` in a path as patterns; a home folder may well be called that."""
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in path)
