"""From what the user named to tables of texts with a plan each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from bleib.customers.importing.datev import DEBTORS, LABELS, POSTINGS, DatevHead, datev_head, without_head
from bleib.customers.importing.keys import KEYS
from bleib.customers.importing.plan import Kind, TablePlan, Wishes, plan_table
from bleib.history.sources.keys import plain
from bleib.history.sources.opening import InputFile, find_files
from bleib.history.sources.plan import take_sample
from bleib.history.sources.tables import RawTable, TableReader, numbers_hold
from bleib.kernel.errors import BleibError

_WORDS = {word for key in KEYS.values() for word in key.words}


def open_tables(
    reader: TableReader, connection: Any, arguments: Sequence[str], *, scratch: Path, wishes: Wishes
) -> list[TablePlan]:
    """A plan for every table of every file. Raises BleibError where one cannot be read or says nothing of use."""
    plans = []
    for file in find_files(arguments):
        if file.problem:
            raise BleibError(file.problem)
        for table, head in _tables(reader, file, scratch):
            whole = _whole(reader, connection, _with_heading(reader, table))
            sample = take_sample(connection, whole)
            if head is not None and head.category == POSTINGS:
                plans.append(_postings(whole, head, wishes))
            else:
                plans.append(plan_table(sample, whole, wishes, datev=head))
    return plans


def _tables(reader: TableReader, file: InputFile, scratch: Path) -> Iterator[tuple[RawTable, DatevHead | None]]:
    head = datev_head(file)
    if head is None:
        yield from ((table, None) for table in reader.tables(file))
        return
    if head.category not in (DEBTORS, POSTINGS):
        what = "labels of ledger accounts" if head.category == LABELS else f"“{head.title}”"
        raise BleibError(
            f"{file.path}: this DATEV file holds {what}. Of DATEV, Bleib reads debtors (16) and postings (21)."
        )
    yield from ((replace(table, name=file.name), head) for table in reader.tables(without_head(file, scratch)))


def _with_heading(reader: TableReader, table: RawTable) -> RawTable:
    """A first line of words that customer lists use is a heading, also where order lists have other words."""
    if table.has_heading or table.dialect is None:
        return table
    with table.file.open() as stream:
        first = stream.readline(1 << 16).decode(table.dialect.encoding, errors="replace").strip("\ufeff\r\n")
    names = [each.strip("\"' ") for each in first.split(table.dialect.delimiter)]
    if not any(plain(each) in _WORDS for each in names):
        return table
    columns = tuple(name or f"column {n + 1}" for n, name in enumerate(names))
    return reader.carefully(
        replace(table, columns=columns, dialect=replace(table.dialect, heading_line=1, columns=columns))
    )


def _whole(reader: TableReader, connection: Any, table: RawTable) -> RawTable:
    """The table in memory, with line numbers that hold."""
    name = f"{table.relation}_all"
    try:
        connection.execute(f"CREATE TEMP TABLE {name} AS FROM {table.numbered}")
    except Exception as error:
        if not table.fast:
            raise BleibError(f"{table.file.path}: cannot be read to its end ({str(error).splitlines()[0]}).") from error
        return _whole(reader, connection, reader.carefully(table))
    rows = connection.execute(f"SELECT count(*) FROM {name}").fetchall()[0][0]
    if table.fast and not numbers_hold(table, rows):
        return _whole(reader, connection, reader.carefully(table))
    return replace(table, relation=name, numbered=name)


def _postings(table: RawTable, head: DatevHead, wishes: Wishes) -> TablePlan:
    return replace(
        plan_table(_nothing(table), table, replace(wishes, kind=Kind.POSTINGS, columns={}), datev=head),
        kind=Kind.POSTINGS,
    )


def _nothing(table: RawTable) -> Any:
    from bleib.history.sources.recognise import Sample

    return Sample(table.columns, tuple(() for _ in table.columns), has_heading=True)
