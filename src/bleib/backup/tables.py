"""Rows of every table as JSON lines, and back: the one format that both databases understand."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import singledispatch
from itertools import islice
from typing import IO, Any
from uuid import UUID

from django.apps.registry import Apps
from django.core.management.color import no_style
from django.db import connections
from django.db.models import Field, Model
from django.utils.duration import duration_string

BATCH = 5_000
# Who is at something just now: the backup itself, for one. A restored installation would wait for it.
OF_PROCESSES = ("worker.Lease",)
Row = Sequence[Any]
Rows = Iterator[list[Any]]
Fields = Sequence["Field[Any, Any]"]


def models(apps: Apps) -> list[type[Model]]:
    """Every model with a table of its own, those behind many-to-many fields included, by name; but for leases."""
    found = [each for each in apps.get_models(include_auto_created=True) if each._meta.managed and not each._meta.proxy]
    return sorted(
        (each for each in found if each._meta.label not in OF_PROCESSES), key=lambda each: each._meta.label_lower
    )


def dump(model: type[Model], to: IO[bytes], *, using: str) -> int:
    """Write the rows of a table, a JSON array per line, columns in the order of `columns`; returns how many."""
    names = [field.attname for field in columns(model)]
    count = 0
    for row in model._base_manager.using(using).order_by("pk").values_list(*names).iterator(chunk_size=BATCH):
        to.write(json.dumps(row, default=plain, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
        count += 1
    return count


def load(model: type[Model], lines: Iterable[bytes], *, names: Sequence[str], using: str) -> int:
    """Insert rows that `dump` wrote with the columns `names`; returns how many. In the caller's transaction."""
    known = {field.attname: field for field in columns(model)}
    fields = [known[name] for name in names]
    rows = (_prepared(json.loads(line), fields, using) for line in lines)
    count = (
        _copy(model, fields, rows, using=using) if _is_postgresql(using) else _insert(model, fields, rows, using=using)
    )
    _set_sequences(model, using)
    return count


def columns(model: type[Model]) -> list[Field[Any, Any]]:
    """The columns that are stored, not computed by the database."""
    return [field for field in model._meta.local_concrete_fields if not field.generated]


@singledispatch
def plain(value: object) -> object:
    """What JSON has no word for; `Field.to_python` reads it back."""
    raise TypeError(f"A column holds a {type(value).__name__}, which a backup cannot write yet.")


@plain.register(datetime)
@plain.register(date)
@plain.register(time)
def _(value: datetime | date | time) -> str:
    return value.isoformat()


@plain.register(Decimal)
@plain.register(UUID)
def _(value: Decimal | UUID) -> str:
    return str(value)


@plain.register(timedelta)
def _(value: timedelta) -> str:
    return duration_string(value)


@plain.register(bytes)
@plain.register(memoryview)
def _(value: bytes | memoryview) -> str:
    return base64.b64encode(value).decode()


def _prepared(values: Row, fields: Fields, using: str) -> list[Any]:
    connection = connections[using]
    return [
        field.get_db_prep_save(field.to_python(value), connection) for field, value in zip(fields, values, strict=True)
    ]


def _copy(model: type[Model], fields: Fields, rows: Rows, *, using: str) -> int:
    connection = connections[using]
    quote = connection.ops.quote_name
    names = ", ".join(quote(field.column) for field in fields)
    count = 0
    with connection.cursor() as cursor, cursor.copy(f"COPY {quote(model._meta.db_table)} ({names}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
            count += 1
    return count


def _insert(model: type[Model], fields: Fields, rows: Rows, *, using: str) -> int:
    connection = connections[using]
    quote = connection.ops.quote_name
    names = ", ".join(quote(field.column) for field in fields)
    statement = f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({', '.join(['%s'] * len(fields))})"
    count = 0
    with connection.cursor() as cursor:
        while batch := list(islice(rows, BATCH)):
            cursor.executemany(statement, batch)
            count += len(batch)
    return count


def _set_sequences(model: type[Model], using: str) -> None:
    """New rows get numbers after those that came in."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [model]):
            cursor.execute(statement)


def _is_postgresql(using: str) -> bool:
    return connections[using].vendor == "postgresql"
