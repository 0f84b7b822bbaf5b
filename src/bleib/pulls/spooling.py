"""Rows of a database as one Parquet file, in batches: memory does not grow with the answer.

What a column holds is known when the last row is. Where a batch holds something else than those before it, a new part
is begun, and in the end all parts are written as what holds everything.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from bleib.pulls.columns import Column, array, columns_of, join

Row = Sequence[Any]


@dataclass
class Part:
    """A file of its own with columns of its own."""

    path: Path
    columns: list[Column]
    writer: pq.ParquetWriter


class Spool:
    """`write` batches, then `close`: the file is there, or nothing where there was no row."""

    def __init__(self, names: Sequence[str], path: Path) -> None:
        self._names = list(names)
        self._path = path
        self._parts: list[Part] = []
        self.rows = 0

    def write(self, rows: Sequence[Row]) -> None:
        """A batch. Raises BleibError for a column of bytes."""
        values = list(zip(*rows, strict=True))
        found = columns_of(self._names, values)
        part = self._part(found)
        part.writer.write_table(self._table(values, part.columns))
        self.rows += len(rows)

    def close(self) -> None:
        for part in self._parts:
            part.writer.close()
        if len(self._parts) == 1:
            self._parts[0].path.replace(self._path)
        elif self._parts:
            self._unify()

    def _part(self, found: list[Column]) -> Part:
        """The last one if it can hold these columns, else a new one that holds everything so far."""
        if self._parts:
            before = self._parts[-1].columns
            joined = [join(*pair) for pair in zip(before, found, strict=True)]
            if joined == before:
                return self._parts[-1]
            found = joined
        path = self._path.with_suffix(f".part{len(self._parts)}")
        self._parts.append(Part(path, found, pq.ParquetWriter(path, self._schema(found))))
        return self._parts[-1]

    def _unify(self) -> None:
        schema = self._schema(self._parts[-1].columns)
        with pq.ParquetWriter(self._path, schema) as writer:
            for part in self._parts:
                for batch in pq.ParquetFile(part.path).iter_batches():
                    writer.write_table(pa.Table.from_batches([batch]).cast(schema))
                part.path.unlink()

    def _schema(self, columns: Iterable[Column]) -> pa.Schema:
        return pa.schema([pa.field(name, each.type) for name, each in zip(self._names, columns, strict=True)])

    def _table(self, values: Sequence[Sequence[Any]], columns: list[Column]) -> pa.Table:
        arrays = [array(each, column) for each, column in zip(values, columns, strict=True)]
        return pa.Table.from_arrays(arrays, schema=self._schema(columns))
