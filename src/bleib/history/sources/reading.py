"""Reading: from what the user named to staged facts, in one DuckDB connection that lives as long as the reading."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from types import TracebackType

import duckdb

from bleib.history.book import SourceNote
from bleib.history.counts import Counts
from bleib.history.sources import identity, rejects, remarks
from bleib.history.sources.cleaning import cleaned_sql
from bleib.history.sources.heads import complete
from bleib.history.sources.lines import REJECTED, lines_sql, parsed_sql, rejects_sql
from bleib.history.sources.opening import InputFile, find_files
from bleib.history.sources.options import ReadOptions
from bleib.history.sources.plan import Role, TablePlan, plan_tables
from bleib.history.sources.reasons import reason
from bleib.history.sources.recognise import require_columns
from bleib.history.sources.tables import RawTable, TableReader, numbers_hold
from bleib.kernel.errors import BleibError
from bleib.kernel.scratch import scratch_folder
from bleib.kernel.told import NOTHING, Told

Step = Callable[[str], None]
DEFAULT_CURRENCY = "EUR"
# What does not fit is written to the scratch folder, so that a laptop can read ten million lines.
MEMORY_LIMIT = "700MB"


def unwatched(label: str) -> None:
    """A step that nobody watches."""


class Desk:
    """Where files are read: a DuckDB connection, and a folder for what has to be written in between."""

    def __init__(self) -> None:
        self._scratch = scratch_folder()
        self.connection = duckdb.connect(config={"temp_directory": self._scratch.name, "memory_limit": MEMORY_LIMIT})
        # Lines need no order: what is rejected is looked up again, with its line.
        self.connection.execute("SET TimeZone = 'UTC'; SET preserve_insertion_order = false")
        self.reader = TableReader(self.connection, Path(self._scratch.name))

    def close(self) -> None:
        self.connection.close()
        self._scratch.cleanup()


class Reading:
    """A context manager; its connection, the tables `staged` and `staged_names` and all scratch files go at the end."""

    def __init__(self, options: ReadOptions, *, now: datetime, desk: Desk | None = None) -> None:
        self.options = options
        self.plans: list[TablePlan] = []
        self.notes: list[SourceNote] = []
        self.counts = Counts()
        self.currency = options.currency or DEFAULT_CURRENCY
        self._now = now
        self._step: Step = unwatched
        self.desk = desk or Desk()
        self.connection = self.desk.connection
        self._reader = self.desk.reader

    def __enter__(self) -> Reading:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        self.desk.close()

    def on_step(self, step: Step) -> None:
        """Have somebody told which table is being read."""
        self._step = step

    def look(self, arguments: Iterable[str | Path]) -> None:
        """Find the files and decide how each table will be read. Raises BleibError where none holds order lines."""
        self.plan(self.open(arguments))

    def open(self, arguments: Iterable[str | Path]) -> list[RawTable]:
        """The tables in the files. Raises UsageError where the user named a column that none of them has."""
        tables = self._open(find_files(arguments))
        named = [(table.name, table.columns) for table in tables]
        require_columns({f"--map {key}={column}": column for key, column in self.options.columns.items()}, named)
        if self.options.source_column is not None:
            require_columns({f"--source-column {self.options.source_column}": self.options.source_column}, named)
        return tables

    def plan(self, tables: Sequence[RawTable]) -> None:
        """Decide how each table will be read. Raises BleibError where none holds order lines."""
        plans = plan_tables(self.connection, tables, self.options)
        self.plans = complete(self.connection, self._reader, plans)
        self.notes += [self._note(plan) for plan in self.plans if plan.role not in (Role.LINES, Role.POSITIONS)]
        lines = self._with_lines()
        self.notes += [SourceNote(plan.table.name, 0, Role.LINES, remarks.foreseen(plan)) for plan in lines]

    def read(self) -> Counts:
        """Read every line, and stage the accepted ones. Raises BleibError where nothing at all was usable."""
        self.connection.execute(parsed_sql(self._with_lines()) + REJECTED)
        for number, plan in enumerate(self.plans):
            if plan.role in (Role.LINES, Role.POSITIONS):
                self._step(plan.table.name)
                self.plans[number] = self._read_table(number, plan)
        self.currency = self._one_currency()
        rows = self._rows()
        several = len(rows) > 1 or self.options.source_column is not None
        found = identity.stage(self.connection, system=self.options.system, currency=self.currency, several=several)
        identity.stage_names(self.connection)
        for plan in self.plans:
            if plan.role is Role.NAMES:
                self._add_names(plan)
        self._note_lines(rows, found.credits)
        self.counts = self._count(rows, superseded=found.superseded)
        if not self.counts.accepted:
            raise self._nothing_accepted()
        return self.counts

    @property
    def has_amounts(self) -> bool:
        """Whether anything that was read is worth money; only then its currency binds the installation."""
        return True

    @property
    def asked(self) -> dict[str, object]:
        """What the user said besides the options, and what was read depends on."""
        return {}

    def rejects(self, limit: int | None = None) -> list[rejects.Reject]:
        """Rejected lines, file by file."""
        return rejects.find(self.connection, self.plans, limit)

    def _with_lines(self) -> list[TablePlan]:
        return [plan for plan in self.plans if plan.role in (Role.LINES, Role.POSITIONS)]

    def _open(self, files: Sequence[InputFile]) -> list[RawTable]:
        """Files that the user named must be readable; those in a folder are noted and passed over."""
        tables: list[RawTable] = []
        for file in files:
            try:
                tables += [self._sound(table) for table in self._reader.tables(file)]
            except BleibError as error:
                if file.named:
                    raise
                self.notes.append(SourceNote(file.name, 0, Role.SKIPPED, Told.same(str(error))))
        if not tables:
            raise BleibError("\n".join(note.note.en for note in self.notes))
        return tables

    def _sound(self, table: RawTable) -> RawTable:
        """A text file that the fast reader refuses in its first lines goes to the careful one at once."""
        try:
            rows = self.connection.execute(f"SELECT * FROM {table.relation} LIMIT 5000").fetchall()
        except duckdb.Error as error:
            if not table.fast:
                raise damaged(table, error) from error
            return self._reader.carefully(table)
        quote = table.dialect.quote if table.dialect and table.fast else None
        # A quote behind a blank is one to us, and a character to the fast reader.
        if quote and any(text and text[0] == " " and text.lstrip()[:1] == quote for row in rows for text in row):
            return self._reader.carefully(table)
        return table

    def _read_table(self, number: int, plan: TablePlan) -> TablePlan:
        """Read a table's lines, and where some are bad look again for where they stand."""
        try:
            self.connection.execute(lines_sql(plan, number, options=self.options, now=self._now))
        except duckdb.Error as error:
            if not plan.table.fast:
                raise damaged(plan.table, error) from error
            return self._read_carefully(number, plan)
        if self._has_rejects(number):
            if plan.table.fast and not self._line_numbers_hold(number, plan.table):
                return self._read_carefully(number, plan)
            self.connection.execute(rejects_sql(plan, number, options=self.options, now=self._now))
        return plan

    def _read_carefully(self, number: int, plan: TablePlan) -> TablePlan:
        self.connection.execute(f"DELETE FROM parsed WHERE file = {number}")
        return self._read_table(number, replace(plan, table=self._reader.carefully(plan.table)))

    def _has_rejects(self, number: int) -> bool:
        return self._one(f"SELECT count(*) FROM parsed WHERE file = {number} AND verdict IS NOT NULL") > 0

    def _line_numbers_hold(self, number: int, table: RawTable) -> bool:
        return numbers_hold(table, self._one(f"SELECT count(*) FROM parsed WHERE file = {number}"))

    def _one_currency(self) -> str:
        """Raises BleibError where the lines are in another currency than the one expected, or in several."""
        found = self.connection.execute(
            'SELECT currency, count(*), min(file), any_value("order") FROM parsed '
            "WHERE verdict IS NULL AND currency IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1"
        ).fetchall()
        expected = self.options.currency or (found[0][0] if found else DEFAULT_CURRENCY)
        for currency, count, file, order in found:
            if currency != expected:
                lines, are = ("line", "is") if count == 1 else ("lines", "are")
                where = f" ({'such as ' if count > 1 else ''}order {order})" if order else ""
                raise BleibError(
                    f"{self.plans[file].table.name}: {count:,} {lines}{where} {are} in {currency}, but Bleib counts in "
                    f"{expected} here. Convert them or leave them out, then read the file again."
                )
        return str(expected)

    def _add_names(self, plan: TablePlan) -> None:
        """A customer list beside the orders tells what the customers that ordered are called."""
        indexes = {key: plan.columns.column(key) for key in ("customer", "name", "country")}
        texts = {key: "NULL" if n is None else cleaned_sql(f"nullif(trim(c{n}), '')") for key, n in indexes.items()}
        identity.add_names(self.connection, plan.table.relation, **texts)

    def _rows(self) -> dict[int, int]:
        """Lines of each table, by its number, as they were read."""
        rows = dict(self.connection.execute("SELECT file, count(*) FROM parsed GROUP BY 1").fetchall())
        return {
            number: rows.get(number, 0) + len(plan.table.problems)
            for number, plan in enumerate(self.plans)
            if plan.role in (Role.LINES, Role.POSITIONS)
        }

    def _count(self, rows: dict[int, int], *, superseded: int) -> Counts:
        problems = sum(len(self.plans[number].table.problems) for number in rows)
        rejected = problems + self._one("SELECT count(*) FROM parsed WHERE verdict IS NOT NULL")
        [(accepted, without, cancellations)] = self.connection.execute(
            "SELECT count(*), count(*) FILTER (customer IS NULL), count(*) FILTER (type = 'credit') FROM staged"
        ).fetchall()
        read = sum(rows.values())
        return Counts(read, accepted, read - rejected - accepted, rejected, without, cancellations, superseded)

    def _note(self, plan: TablePlan) -> SourceNote:
        skipped = plan.role is Role.SKIPPED
        rows = 0 if skipped else self._one(f"SELECT count(*) FROM {plan.table.relation}")
        return SourceNote(plan.table.name, rows, plan.role, plan.note)

    def _note_lines(self, rows: dict[int, int], found: identity.Credits) -> None:
        """Signs that were changed because of the number are told with the first table that was read."""
        self.notes = [note for note in self.notes if note.role != Role.LINES]
        told = remarks.on_lines(self.connection, self.plans, found)
        prefixes = remarks.on_prefixes(found)
        for number in rows:
            plan = self.plans[number]
            note = Told.joined(plan.note, told.get(number, NOTHING), prefixes)
            self.notes.append(SourceNote(plan.table.name, rows[number], Role.LINES, note))
            prefixes = NOTHING

    def _one(self, query: str) -> int:
        return int(self.connection.execute(query).fetchall()[0][0])

    def _nothing_accepted(self) -> BleibError:
        if not self.counts.read:
            return BleibError(f"{self.plans[0].table.name}: there are no lines below the heading.")
        first = self.rejects(limit=1)[0]
        return BleibError(
            f"None of the {self.counts.read:,} lines could be used. The first one: {first.file}, line {first.line}, "
            f"column '{first.column}', value '{first.value}': {reason(first.code, first.form, 'en')} "
            "Check the columns with --dry-run and correct them with --map KEY=COLUMN."
        )


def damaged(table: RawTable, error: duckdb.Error) -> BleibError:
    """What to say of a table that breaks off in the middle."""
    reason = str(error).splitlines()[0]
    return BleibError(f"{table.file.path}: cannot be read to its end ({reason}). Fetch or export the file once more.")
