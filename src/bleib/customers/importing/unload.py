"""Rows of Django's database in bulk, the other way round from `load`: a million of them in a second.

The database itself puts each column of some ten thousand rows into one JSON text, so that no row becomes an object.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pyarrow as pa
from django.db import connection

ROWS = 50_000
LISTED = {"postgresql": "cast(json_agg({}) as text)", "sqlite": "json_group_array({})"}


def unload(columns: Mapping[str, str], rows: str, *, by: str, parameters: Sequence[Any] = ()) -> Iterator[list[Any]]:
    """Blocks of rows in no order, each as one list per column.

    `columns`: name to SQL; dates and decimals are best cast to text, and null is None. `rows`: what follows FROM.
    `by`: an integer column, each value of which few rows share, preferably a primary key.
    """
    listed = ", ".join(LISTED[connection.vendor].format(sql) for sql in columns.values())
    with connection.cursor() as cursor:
        cursor.execute(f"select {listed} from {rows} group by {by} / {ROWS}", parameters)
        for row in cursor.fetchall():
            yield [json.loads(each) for each in row]


def unload_table(columns: Mapping[str, str], rows: str, *, by: str, schema: pa.Schema) -> pa.Table:
    """The same as a table, where the database's values are those of `schema`: texts, whole numbers, floats."""
    blocks = unload(columns, rows, by=by)
    return pa.Table.from_batches((pa.record_batch(block, schema=schema) for block in blocks), schema=schema)
