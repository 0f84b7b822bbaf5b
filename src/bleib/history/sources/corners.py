"""How far the sheets of a workbook reach.

The workbook reader lays a sheet out as one full rectangle. A single stray cell in the last corner of a sheet would take
hundreds of gigabytes, and end the process without a word to the user.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from functools import reduce
from pathlib import Path
from typing import IO

from bleib.kernel.errors import BleibError

# A sheet full to its last row in nearly a hundred columns.
MOST_CELLS = 100_000_000
CHUNK_BYTES = 1 << 22
LONGEST_TAG = 1 << 10
SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
DIMENSION = re.compile(rb'<dimension ref="(?:[A-Z]+\d+:)?([A-Z]+)(\d+)"')
# A cell with something in it: one that only has a format ends at once, "/>".
CELL = re.compile(rb'<(?:\w+:)?c\b[^>]*? r="([A-Z]{1,3})(\d{1,7})"[^>]*(?<!/)>')


def check_corners(path: Path) -> None:
    """Raises BleibError where a sheet of an xlsx or xlsm workbook would not fit into the memory."""
    if not zipfile.is_zipfile(path):
        return
    with zipfile.ZipFile(path) as archive:
        for name in filter(SHEET.fullmatch, archive.namelist()):
            with archive.open(name) as sheet:
                column, row = _corner(sheet)
            if _number(column) * row > MOST_CELLS:
                raise BleibError(
                    f"{path}: a sheet reaches as far as {column.decode()}{row}, which is too large to be read. Delete "
                    "the stray cell there (Ctrl+End goes to it), or save the orders as CSV."
                )


def _corner(sheet: IO[bytes]) -> tuple[bytes, int]:
    """The last column and row. What the sheet says of itself is checked only where it is nothing, or too much."""
    chunks = _overlapping(sheet)
    first = next(chunks, b"")
    said = DIMENSION.search(first)
    if said and _number(said[1]) * int(said[2]) <= MOST_CELLS:
        return said[1], int(said[2])
    corner = _farthest((b"A", 1), first)
    return reduce(_farthest, chunks, corner)


def _overlapping(sheet: IO[bytes]) -> Iterator[bytes]:
    """Chunks that begin with the end of the one before, so that no tag is cut in all of them."""
    end = b""
    while chunk := sheet.read(CHUNK_BYTES):
        yield end + chunk
        end = chunk[-LONGEST_TAG:]


def _farthest(corner: tuple[bytes, int], chunk: bytes) -> tuple[bytes, int]:
    cells = set(CELL.findall(chunk))
    column = max({column for column, _ in cells} | {corner[0]}, key=_number)
    return column, max([corner[1], *(int(row) for _, row in cells)])


def _number(column: bytes) -> int:
    """A is 1, XFD 16,384."""
    return reduce(lambda number, letter: number * 26 + letter - ord("A") + 1, column, 0)
