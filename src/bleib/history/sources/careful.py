"""The careful reader: line by line in Python, for text files that a fast reader refuses.

It knows the line of every row, mends what can be mended (short rows, quotes inside fields, characters of another
encoding) and rejects what cannot, one physical line at a time, so that one open quote does not swallow the file.
"""

from __future__ import annotations

import csv
import io
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bleib.history.sources.dialect import BLANKS, Dialect
from bleib.history.sources.opening import InputFile

# A quoted field may run over several lines; past this a quote was simply never closed.
LINES_PER_ROW = 60


@dataclass(frozen=True)
class Row:
    """One row with the number of its first physical line; `problem` is a reason code where it could not be read."""

    line: int
    fields: list[str]
    problem: str | None = None


class Lines:
    """Numbered physical lines that can be handed back."""

    def __init__(self, text: Iterable[str]) -> None:
        self._fresh = enumerate(text, start=1)
        self._returned: deque[tuple[int, str]] = deque()

    def __iter__(self) -> Iterator[tuple[int, str]]:
        return self

    def __next__(self) -> tuple[int, str]:
        return self._returned.popleft() if self._returned else next(self._fresh)

    def hand_back(self, lines: list[tuple[int, str]]) -> None:
        self._returned.extendleft(reversed(lines))


def read_rows(file: InputFile, dialect: Dialect) -> Iterator[Row]:
    """All rows below the heading that are not blank, in the order of the file."""
    with file.open() as stream:
        lines = Lines(io.TextIOWrapper(stream, encoding=dialect.encoding, errors="replace", newline=None))
        for number, line in lines:
            if number > dialect.heading_line and line.strip("\x00\x1a \t\r\n"):
                row = _row(number, line, lines, dialect)
                if any(row.fields):
                    yield row


def _row(number: int, line: str, lines: Lines, dialect: Dialect) -> Row:
    line = line.replace("\x00", "")
    if dialect.delimiter == BLANKS:
        return _checked(Row(number, line.split()), dialect)
    fields = _fields(line, dialect)
    ahead: list[tuple[int, str]] = []
    while fields is None and len(ahead) < LINES_PER_ROW:
        following = next(lines, None)
        if following is None:
            break
        ahead.append(following)
        fields = _fields(line + "".join(text for _, text in ahead), dialect)
    if fields is None:
        lines.hand_back(ahead)
        return Row(number, [line.strip()[:200]], "open_quote")
    return _checked(Row(number, fields), dialect)


def _fields(text: str, dialect: Dialect) -> list[str] | None:
    """The fields of one row, or None while a quote is still open."""
    if dialect.quote not in text:
        return [field.strip() for field in text.split(dialect.delimiter)]
    layout = {"delimiter": dialect.delimiter, "quotechar": dialect.quote}
    try:
        rows = list(csv.reader(io.StringIO(text), strict=True, **layout))  # type: ignore[arg-type]
    except csv.Error as error:
        if "unexpected end of data" in str(error):
            return None
        # Such as "5" pipe": a quote in the middle of a quoted field.
        rows = list(csv.reader(io.StringIO(text), **layout))  # type: ignore[arg-type]
    return [field.strip() for row in rows[:1] for field in row]


def _checked(row: Row, dialect: Dialect) -> Row:
    """Short rows are filled up; more fields than headings mean that a delimiter stood inside a field."""
    width = len(dialect.columns)
    if any(row.fields[width:]):
        return Row(row.line, [dialect.delimiter.join(row.fields)[:200]], "too_many_fields")
    return Row(row.line, (row.fields + [""] * width)[:width])
