"""The careful reader: line by line in Python, for text files that a fast reader refuses.

It knows the line of every row, mends what can be mended (short rows, quotes inside fields, characters of another
encoding) and rejects what cannot, one physical line at a time.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass

from bleib.history.sources.dialect import Dialect
from bleib.history.sources.encoding import MIXED
from bleib.history.sources.opening import InputFile
from bleib.history.sources.records import Record, records


@dataclass(frozen=True)
class Row:
    """One row with the number of its first physical line; `problem` is a reason code where it could not be read."""

    line: int
    fields: list[str]
    problem: str | None = None


def read_rows(file: InputFile, dialect: Dialect) -> Iterator[Row]:
    """All rows below the heading that are not blank, in the order of the file."""
    with file.open() as stream:
        text = io.TextIOWrapper(stream, encoding=dialect.encoding, errors=MIXED, newline=None)
        below = ((number, line) for number, line in enumerate(text, start=1) if number > dialect.heading_line)
        for record in records(below, dialect.delimiter, dialect.quote):
            yield _checked(record, dialect)


def _checked(record: Record, dialect: Dialect) -> Row:
    """Short rows are filled up; more fields than headings mean that a delimiter stood inside a field."""
    if record.problem:
        return Row(record.first, record.fields, record.problem)
    width = len(dialect.columns)
    if any(record.fields[width:]):
        return Row(record.first, [dialect.delimiter.join(record.fields)[:200]], "too_many_fields")
    return Row(record.first, (record.fields + [""] * width)[:width])
