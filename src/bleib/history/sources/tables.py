"""Every source as a table of texts in DuckDB: a column `line` and `c0`, `c1`, ... - whatever format it came in.

Text files go through DuckDB's reader, which is fast and strict; what it refuses goes through the careful reader.
"""

from __future__ import annotations

import codecs
import itertools
import os
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

import duckdb
import pyarrow as pa
from python_calamine import CalamineError, CalamineWorkbook

from bleib.history.sources.careful import Row, read_rows
from bleib.history.sources.corners import check_corners
from bleib.history.sources.dialect import Dialect, detect_dialect, heading_row, named
from bleib.history.sources.encoding import MIXED
from bleib.history.sources.opening import UNREADABLE, Format, InputFile
from bleib.history.sources.records import BLANKS
from bleib.history.sources.traits import UNKNOWN, Look, Traits
from bleib.kernel.errors import BleibError

ROWS_PER_BATCH = 20_000
CHUNK_CHARACTERS = 1 << 20  # fits into the processor's cache


@dataclass(frozen=True)
class RawTable:
    """One table of one source. `problems` are rows that no reader could cut.

    `relation` can be read FROM; `numbered` is the same with the column `line`, which a fast reader takes longer for.
    `typed` are the columns that the file itself knows as numbers with decimals, `traits` what its fields may hold.
    """

    name: str
    file: InputFile
    relation: str
    numbered: str
    columns: tuple[str, ...]
    heading_line: int
    dialect: Dialect | None = None
    fast: bool = False
    typed: frozenset[int] = frozenset()
    traits: Traits = UNKNOWN
    problems: tuple[Row, ...] = field(default=(), repr=False)

    @property
    def has_heading(self) -> bool:
        return self.heading_line > 0


class TableReader:
    """Opens sources in one DuckDB connection; `scratch` takes what has to be written in between."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, scratch: Path) -> None:
        self._connection = connection
        self._scratch = scratch
        self._numbers = itertools.count(1)

    def tables(self, file: InputFile) -> list[RawTable]:
        """Raises BleibError, with the path, where the file is empty, broken or no table."""
        if file.problem:
            raise BleibError(file.problem)
        if file.format is Format.PARQUET:
            return [self._parquet(file)]
        if file.format is Format.SPREADSHEET:
            return self._spreadsheet(file)
        with _readable(file):
            return [self._text(file, detect_dialect(file))]

    def carefully(self, table: RawTable) -> RawTable:
        """The same table through the careful reader."""
        assert table.dialect is not None
        with _readable(table.file):
            return self._careful(table.file, table.dialect)

    def _text(self, file: InputFile, dialect: Dialect) -> RawTable:
        if dialect.delimiter == BLANKS or dialect.quoted_top:
            return self._careful(file, dialect)
        utf8, traits = self._as_utf8(file, dialect)
        path = self._named_plainly(utf8)
        names = ", ".join(f"'c{n}': 'VARCHAR'" for n in range(len(dialect.columns)))
        quote = dialect.quote.replace("'", "''")
        scan = (
            f"read_csv({_literal(path)}, delim='{dialect.delimiter}', quote='{quote}', escape='{quote}', header=false, "
            f"skip={dialect.heading_line}, auto_detect=false, strict_mode=true, columns={{{names}}}, "
            "max_line_size=4194304)"
        )
        relation = self._new_name()
        line = f"row_number() OVER () + {dialect.heading_line} AS line"
        self._connection.execute(f"CREATE TEMP VIEW {relation} AS FROM {scan}")
        self._connection.execute(f"CREATE TEMP VIEW {relation}_numbered AS SELECT {line}, * FROM {scan}")
        return RawTable(
            file.name,
            file,
            relation,
            f"{relation}_numbered",
            dialect.columns,
            dialect.heading_line,
            dialect,
            fast=True,
            traits=traits,
        )

    def _as_utf8(self, file: InputFile, dialect: Dialect) -> tuple[Path, Traits]:
        """DuckDB reads UTF-8 without a mark and without zeros; anything else is written again beside it."""
        look = Look(dialect.delimiter, dialect.quote)
        if dialect.encoding == "utf-8" and not file.gzipped and _is_clean(file, look):
            return file.path, look.traits()
        copy = self._scratch / f"{self._new_name()}.csv"
        look = Look(dialect.delimiter, dialect.quote)
        with file.open() as stream, copy.open("wb") as out:
            for text in _decoded(iter(lambda: stream.read(CHUNK_CHARACTERS), b""), dialect.encoding):
                chunk = text.encode("utf-8", errors="replace")
                look.see(chunk)
                out.write(chunk)
        return copy, look.traits()

    def _named_plainly(self, path: Path) -> Path:
        """`export[1].csv` and `a*.csv` would be patterns to DuckDB, which then reads other files.

        A name that is no UTF-8 it cannot even be told.
        """
        if not set("*?[]{}") & set(str(path)) and str(path).encode(errors="ignore") == os.fsencode(path):
            return path
        link = self._scratch / f"{self._new_name()}{path.suffix}"
        link.symlink_to(path.resolve())
        return link

    def _careful(self, file: InputFile, dialect: Dialect) -> RawTable:
        problems: list[Row] = []

        def good() -> Iterator[tuple[int, list[str]]]:
            for row in read_rows(file, dialect):
                if row.problem is None:
                    yield row.line, row.fields
                else:
                    problems.append(row)

        relation = self._store(good(), len(dialect.columns))
        return RawTable(
            file.name,
            file,
            relation,
            relation,
            dialect.columns,
            dialect.heading_line,
            dialect,
            problems=tuple(problems),
        )

    def _store(self, rows: Iterable[tuple[int, list[str]]], width: int) -> str:
        """Rows of texts as a DuckDB table."""
        relation = self._new_name()
        columns = ", ".join(f"c{n} VARCHAR" for n in range(width))
        self._connection.execute(f"CREATE TEMP TABLE {relation} (line BIGINT, {columns})")
        iterator = iter(rows)
        while batch := list(itertools.islice(iterator, ROWS_PER_BATCH)):
            arrays = [pa.array([line for line, _ in batch], pa.int64())]
            arrays += [pa.array([fields[n] for _, fields in batch], pa.string()) for n in range(width)]
            table = pa.table(arrays, names=["line", *(f"c{n}" for n in range(width))])
            self._connection.register("batch", table)
            self._connection.execute(f"INSERT INTO {relation} FROM batch")
            self._connection.unregister("batch")
        return relation

    def _parquet(self, file: InputFile) -> RawTable:
        relation = self._new_name()
        scan = f"read_parquet({_literal(self._named_plainly(file.path))})"
        try:
            described = self._connection.execute(f"DESCRIBE FROM {scan}").fetchall()
        except duckdb.Error as error:
            raise BleibError(f"{file.path}: the Parquet file is damaged ({_first_line(error)}).") from error
        columns = tuple(row[0] for row in described)
        typed = frozenset(n for n, row in enumerate(described) if row[1].startswith(("DOUBLE", "FLOAT", "DECIMAL")))
        texts = ", ".join(f'CAST("{_quoted(name)}" AS VARCHAR) AS c{n}' for n, name in enumerate(columns))
        self._connection.execute(
            f"CREATE TEMP VIEW {relation} AS SELECT row_number() OVER () AS line, {texts} FROM {scan}"
        )
        return RawTable(file.name, file, relation, relation, columns, heading_line=1, typed=typed)

    def _spreadsheet(self, file: InputFile) -> list[RawTable]:
        try:
            if not file.gzipped:
                check_corners(file.path)
            with file.open() as stream:
                workbook = CalamineWorkbook.from_object(stream)
                sheets = [(name, workbook.get_sheet_by_name(name)) for name in workbook.sheet_names]
                filled = [(name, sheet.start, sheet.to_python()) for name, sheet in sheets if sheet.start is not None]
        except (CalamineError, OSError, ValueError, zipfile.BadZipFile, *UNREADABLE) as error:
            raise BleibError(f"{file.path}: the workbook cannot be read ({error}).") from error
        if not filled:
            raise BleibError(f"{file.path}: the workbook is empty.")
        return [self._sheet(file, name, first_line=start[0], cells=rows) for name, start, rows in filled]

    def _sheet(self, file: InputFile, name: str, *, first_line: int, cells: Sequence[Sequence[object]]) -> RawTable:
        rows = [[_cell(value) for value in row] for row in cells]
        heading = heading_row(rows)
        columns = named(rows[heading]) if heading is not None else tuple(f"column {n + 1}" for n in range(len(rows[0])))
        below = 0 if heading is None else heading + 1
        width = len(columns)
        numbered = (
            (first_line + number + 1, (row + [""] * width)[:width])
            for number, row in enumerate(rows)
            if number >= below and any(row)
        )
        relation = self._store(numbered, width)
        return RawTable(f"{file.name} / {name}", file, relation, relation, columns, heading_line=below)

    def _new_name(self) -> str:
        return f"raw_{next(self._numbers)}"


def _cell(value: object) -> str:
    if isinstance(value, float):
        return _unmistakable(value)
    if isinstance(value, (datetime, date)):
        return value.isoformat(" ") if isinstance(value, datetime) else value.isoformat()
    return "" if value is None else str(value).strip()


@contextmanager
def _readable(file: InputFile) -> Iterator[None]:
    """A packed file may break off, and a disk may fail, anywhere."""
    try:
        yield
    except UNREADABLE as error:
        raise BleibError(
            f"{file.path}: cannot be read to its end ({error}). Fetch or export the file once more."
        ) from error


def _unmistakable(number: float) -> str:
    """A number that is the same with a decimal point and among decimal commas: 1.234 is 1.2340 and no thousands."""
    if number.is_integer():
        return str(int(number))
    text = str(number)
    return f"{text}0" if re.fullmatch(r"-?\d+\.\d{3}", text) else text


def _decoded(chunks: Iterable[bytes], encoding: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)(errors=MIXED)
    for chunk in chunks:
        yield decoder.decode(chunk).replace("\x00", "")
    yield decoder.decode(b"", final=True)


def _is_clean(file: InputFile, look: Look) -> bool:
    """Whether all of it is UTF-8 without zeros, as its head is; if so, `look` has seen all of it."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with file.open() as stream:
            while chunk := stream.read(CHUNK_CHARACTERS):
                if b"\0" in chunk:
                    return False
                if decoder.getstate()[0] or not chunk.isascii():
                    decoder.decode(chunk)
                look.see(chunk)
            return not decoder.getstate()[0]
    except UnicodeDecodeError:
        return False


def _literal(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


def _quoted(name: str) -> str:
    return name.replace('"', '""')


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0]


def numbers_hold(table: RawTable, rows: int) -> bool:
    """Whether the fast reader's rows are physical lines: no field ran over several, no blank line was passed over."""
    encoding = table.dialect.encoding if table.dialect else ""
    return rows + table.heading_line == _physical_lines(table.file, encoding)


def _physical_lines(file: InputFile, encoding: str) -> int:
    """Lines as an editor counts them; -1 where that cannot be told by counting line feeds."""
    if encoding.startswith(("utf-16", "utf-32")) or file.format is not Format.TEXT:
        return -1
    count, last = 0, b"\n"
    with file.open() as stream:
        while chunk := stream.read(CHUNK_CHARACTERS):
            count += chunk.count(b"\n")
            last = chunk
    return count + (not last.endswith(b"\n"))
