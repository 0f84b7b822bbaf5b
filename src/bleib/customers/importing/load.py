"""Rows into a temporary table of Django's database: COPY on PostgreSQL, executemany on SQLite."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from django.db import connection, transaction

CHUNK = 1 << 20
ROWS = 20_000


def load(source: Any, rows: str, *, name: str, columns: Mapping[str, str], scratch: Path) -> None:
    """The temp table `name` with `columns` (name to SQL type), filled from the DuckDB relation `rows`."""
    create(name, columns)
    wanted = ", ".join(_plain(column, kind) for column, kind in columns.items())
    if connection.vendor == "postgresql":
        path = scratch / f"{name}.csv"
        literal = str(path).replace("'", "''")
        source.execute(f"COPY (SELECT {wanted} FROM {rows}) TO '{literal}' (FORMAT csv, HEADER false)")
        _copy_file(name, columns, path)
        path.unlink()
    else:
        result = source.execute(f"SELECT {wanted} FROM {rows}")
        _insert(name, columns, iter(lambda: result.fetchmany(ROWS), []))
    settle(name)


def load_rows(rows: Iterable[Sequence[Any]], *, name: str, columns: Mapping[str, str]) -> None:
    """The same from rows of Python values."""
    create(name, columns)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor, cursor.copy(f"COPY {name} ({', '.join(columns)}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
    else:
        iterator = iter(rows)
        _insert(name, columns, iter(lambda: list(itertools.islice(iterator, ROWS)), []))
    settle(name)


def create(name: str, columns: Mapping[str, str]) -> None:
    spelled = ", ".join(f"{column} {kind}" for column, kind in columns.items())
    run(f"drop table if exists {name}")
    run(f"create temp table {name} ({spelled})")
    _drop_when_done(name)


def _drop_when_done(name: str) -> None:
    """A connection lives on, in a server or worker for days; what a file said about people must not."""
    if connection.in_atomic_block:
        transaction.on_commit(partial(run, f"drop table if exists {name}"))


def make(name: str, select: str, parameters: Sequence[Any] = ()) -> int:
    """The temp table `name` with what a SELECT gives; returns how many rows."""
    run(f"drop table if exists {name}")
    run(f"create temp table {name} as {select}", parameters)
    _drop_when_done(name)
    settle(name)
    return one(f"select count(*) from {name}")


def settle(name: str) -> None:
    """The planner has to know how large a table is that was made a moment ago."""
    run(f"analyze {name}")


def run(sql: str, parameters: Sequence[Any] = ()) -> int:
    """Run one statement of the common dialect; returns how many rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(sql, [_adapted(each) for each in parameters])
        return int(cursor.rowcount)


def rows_of(sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, [_adapted(each) for each in parameters])
        return [tuple(row) for row in cursor.fetchall()]


def one(sql: str, parameters: Sequence[Any] = ()) -> int:
    return int(rows_of(sql, parameters)[0][0] or 0)


def _adapted(value: Any) -> Any:
    """Instants as the database's columns hold them."""
    return connection.ops.adapt_datetimefield_value(value) if hasattr(value, "tzinfo") else value


def _plain(column: str, kind: str) -> str:
    """Texts that both databases take for a value of the type."""
    if kind == "boolean":
        return f"CAST({column} AS INTEGER)"
    if kind == "timestamptz":
        return f"strftime(timezone('UTC', {column}), '%Y-%m-%d %H:%M:%S')"
    return f"CAST({column} AS VARCHAR)" if kind in ("date", "numeric") else column


def _copy_file(name: str, columns: Mapping[str, str], path: Path) -> None:
    sql = f"COPY {name} ({', '.join(columns)}) FROM STDIN (FORMAT csv)"
    with connection.cursor() as cursor, cursor.copy(sql) as copy, path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            copy.write(chunk)


def _insert(name: str, columns: Mapping[str, str], batches: Iterable[Sequence[Sequence[Any]]]) -> None:
    marks = ", ".join("?" for _ in columns)
    connection.ensure_connection()
    for batch in batches:
        connection.connection.executemany(f"insert into {name} ({', '.join(columns)}) values ({marks})", batch)
