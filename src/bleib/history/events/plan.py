"""How one table of events will be read: its kind, its columns, and how their values are written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import duckdb

from bleib.history.events.kinds import EventKind, Form
from bleib.history.events.recognise import guess_kind, lacking, recognise
from bleib.history.events.registry import KINDS
from bleib.history.sources.dates import DateStyle
from bleib.history.sources.numbers import carries_currency
from bleib.history.sources.options import ReadOptions
from bleib.history.sources.plan import Role, TablePlan, dates_of, marks_of, not_used, numbers_of, take_sample
from bleib.history.sources.recognise import Columns, Sample, find_column, listed
from bleib.history.sources.recognise import recognise as recognise_names
from bleib.history.sources.tables import RawTable
from bleib.kernel.errors import BleibError, UsageError
from bleib.kernel.told import Told

SPELLED = Told("products are spelled as here", "Produkte werden geschrieben wie hier")


@dataclass(frozen=True)
class EventPlan(TablePlan):
    """A table's plan. `kind` is None for tables that tell nothing themselves; `styles`: how each instant is written."""

    kind: EventKind | None = None
    styles: Mapping[str, DateStyle] = field(default_factory=dict)


def plan_events(
    connection: duckdb.DuckDBPyConnection, tables: Sequence[RawTable], options: ReadOptions, *, kind: str | None
) -> list[EventPlan]:
    """What every table is for. `kind`: what the user says they are; where it does not fit, headings decide.

    Raises UsageError where there is no such kind, and BleibError where no table is of it, or none tells anything.
    """
    wanted = _known(kind)
    plans = [_planned(connection, table, options, wanted=wanted) for table in tables]
    if wanted is not None and all(plan.kind is not wanted for plan in plans):
        raise _nothing_of(wanted, plans)
    if all(plan.kind is None for plan in plans):
        told = "\n".join(f"{plan.table.name}: {plan.note.en}." for plan in plans)
        raise BleibError(f"{told}\nSay what it is with --kind, which is one of: order, {', '.join(KINDS)}.")
    return plans


def kinds_of(connection: duckdb.DuckDBPyConnection, tables: Sequence[RawTable]) -> list[EventKind | None]:
    """The kind of every table as its headings say it; None where they do not."""
    return [guess_kind(take_sample(connection, table)) for table in tables]


def _known(kind: str | None) -> EventKind | None:
    if kind is None:
        return None
    if kind not in KINDS:
        raise UsageError(f"--kind {kind}: there is no such kind. There are: order, {', '.join(KINDS)}.")
    return KINDS[kind]


def _planned(
    connection: duckdb.DuckDBPyConnection, table: RawTable, options: ReadOptions, *, wanted: EventKind | None
) -> EventPlan:
    sample = take_sample(connection, table)
    kind = guess_kind(sample)
    if wanted is not None and not lacking(wanted, recognise(wanted, sample, options.columns)):
        kind = wanted
    if kind is None:
        return _list_of(table, sample) or EventPlan(table, sample, Columns(), Role.SKIPPED, _unclear(wanted))
    source = None if options.source_column is None else find_column(table.columns, options.source_column)
    columns = recognise(kind, sample, options.columns)
    plan = EventPlan(table, sample, columns, Role.LINES, source_column=source, kind=kind)
    return _styled(connection, plan, options)


def _styled(connection: duckdb.DuckDBPyConnection, plan: EventPlan, options: ReadOptions) -> EventPlan:
    assert plan.kind is not None
    given = [key for key in plan.kind.keys if key.name in plan.columns]
    numbers = numbers_of(plan, [key.name for key in given if key.form in (Form.NUMBER, Form.WHOLE)])
    instants = [key.name for key in given if key.form is Form.INSTANT]
    used = {guess.index for guess in plan.columns.guesses.values()} | {plan.source_column}
    unused = [name for n, name in enumerate(plan.table.columns) if n not in used and plan.sample.values[n]]
    return replace(
        plan,
        marks=marks_of(plan, numbers),
        currencies=any(carries_currency(values) for values in numbers.values()),
        styles={name: dates_of(connection, plan, options, key=name) for name in instants},
        note=not_used(unused),
    )


def _list_of(table: RawTable, sample: Sample) -> EventPlan | None:
    """A list of customers tells what those are called that something happened to; one of products how to spell them."""
    columns = recognise_names(sample, {})
    if "customer" in columns and "name" in columns and columns.column("customer") != columns.column("name"):
        return EventPlan(table, sample, columns, Role.NAMES)
    if "product" in columns and "customer" not in columns and "at" not in columns and sample.has_heading:
        return EventPlan(table, sample, columns, Role.NAMES, SPELLED)
    return None


def _unclear(wanted: EventKind | None) -> Told:
    if wanted is None:
        return Told("it tells nothing that Bleib knows", "sie sagt nichts, was Bleib kennt")
    return Told(f"it does not say what {wanted.label_en} need", f"für {wanted.label_de} fehlt etwas darin")


def _nothing_of(kind: EventKind, plans: Sequence[EventPlan]) -> BleibError:
    plan = plans[0]
    lacks = lacking(kind, plan.columns if plan.kind is kind else recognise(kind, plan.sample, {}))
    key = lacks[0].split()[0]
    return BleibError(
        f"{plan.table.name}: for {kind.label_en} no column was recognised for {' and '.join(lacks)}. The columns are: "
        f"{listed(plan.table.columns)}. Say which one it is with --map {key}=COLUMN."
    )
