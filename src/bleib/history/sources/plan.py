"""What a table is for, and how its values are written: decided from its sample before the whole is read."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

import duckdb

from bleib.history.sources.cleaning import cleaned
from bleib.history.sources.dates import DateStyle, date_style, families_of, order_of
from bleib.history.sources.keys import KEYS, Kind, plain
from bleib.history.sources.kinds import extra_columns
from bleib.history.sources.numbers import carries_currency, decimal_mark, thousands_mark
from bleib.history.sources.opening import Format
from bleib.history.sources.options import AmbiguousDates, DateOrder, ReadOptions
from bleib.history.sources.recognise import Columns, Guess, Sample, find_column, listed, missing, recognise
from bleib.history.sources.tables import RawTable
from bleib.kernel.told import NOTHING, Told

SAMPLE_ROWS = 5_000
# What an order's head tells about its positions.
FROM_HEAD = ("customer", "name", "at", "currency", "country")
HEAD = (*FROM_HEAD, "order")
DISCOUNTS = ("discount", "rabatt", "nachlass")
# Keys of which a table of orders has one at least.
ORDERED = ("order", "amount", "price", "quantity")
WITHOUT_DATE = Told(
    "it has no date and no list of orders was given beside it",
    "sie hat kein Datum, und eine Liste der Aufträge liegt nicht daneben",
)
NO_ORDERS = Told("it has neither order numbers nor amounts", "sie hat weder Auftragsnummern noch Beträge")
_TWO_PARTS = r"^(\d{1,2})[/-](\d{1,2})[/-]"


class Role(StrEnum):
    """`positions` are completed from `heads` by the order number; `names` only tell what customers are called."""

    LINES = "lines"
    HEADS = "heads"
    POSITIONS = "positions"
    NAMES = "names"
    SKIPPED = "skipped"


@dataclass(frozen=True)
class TablePlan:
    """How one table will be read. `marks`: decimal marks of its numbers; `currencies`: some stand beside them."""

    table: RawTable
    sample: Sample
    columns: Columns
    role: Role
    note: Told = NOTHING
    marks: Mapping[str, str] = field(default_factory=dict)
    currencies: bool = False
    dates: DateStyle | None = None
    source_column: int | None = None

    def says(self, *keys: str) -> bool:
        return all(key in self.columns for key in keys)


def take_sample(connection: duckdb.DuckDBPyConnection, table: RawTable) -> Sample:
    """The first rows of a table, column by column."""
    # The first ones indeed, so that the same file gives the same sample; the whole is read faster in any order.
    connection.execute("SET preserve_insertion_order = true")
    rows = connection.execute(f"SELECT {_columns(table)} FROM {table.relation} LIMIT {SAMPLE_ROWS}").fetchall()
    connection.execute("SET preserve_insertion_order = false")
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(table.columns)
    values = tuple(tuple(filter(None, (cleaned(text) for text in column if text))) for column in columns)
    return Sample(table.columns, values, table.has_heading)


def _columns(table: RawTable) -> str:
    return ", ".join(f"c{n}" for n in range(len(table.columns)))


def plan_tables(
    connection: duckdb.DuckDBPyConnection, tables: Sequence[RawTable], options: ReadOptions
) -> list[TablePlan]:
    """The role and the columns of every table, seen together. Raises BleibError where none holds order lines."""
    plans = []
    for table in tables:
        sample = take_sample(connection, table)
        columns = recognise(sample, options.columns)
        plans.append(TablePlan(table, sample, columns, _role(columns), source_column=_source_column(table, options)))
    plans = _cast_roles(plans)
    if not any(plan.role in (Role.LINES, Role.POSITIONS) for plan in plans):
        raise _nothing_usable(plans)
    return [_styled(connection, plan, options) for plan in plans]


def _role(columns: Columns) -> Role:
    if "at" in columns and "customer" in columns:
        return Role.LINES
    if "order" in columns and "at" not in columns and ("product" in columns or "quantity" in columns):
        return Role.POSITIONS
    if "customer" in columns and columns.column("customer") != columns.column("name") is not None:
        return Role.NAMES
    return Role.SKIPPED


def _cast_roles(plans: list[TablePlan]) -> list[TablePlan]:
    """Heads are lists of orders beside a list of positions; lines are what nothing else completes."""
    positions = [plan for plan in plans if plan.role is Role.POSITIONS]
    heads = [plan for plan in plans if plan.role is Role.LINES and plan.says("order") and not plan.says("product")]
    if positions and heads:
        return [_beside_heads(plan, heads) for plan in plans]
    worded = [plan for plan in plans if plan.role is Role.LINES and _looks_like_orders(plan)]
    return [_alone(plan, bool(worded)) for plan in plans]


def tells_orders(columns: Columns) -> bool:
    """Whether a table with these columns, seen alone, is one of orders or of their lines."""
    role = _role(columns)
    return role is Role.POSITIONS or (role is Role.LINES and any(key in columns for key in ORDERED))


def _beside_heads(plan: TablePlan, heads: list[TablePlan]) -> TablePlan:
    if plan in heads:
        return replace(plan, role=Role.HEADS)
    return _alone(plan, True) if plan.role is not Role.POSITIONS else plan


def _alone(plan: TablePlan, others_look_like_orders: bool) -> TablePlan:
    if plan.role is Role.POSITIONS:
        return replace(plan, role=Role.SKIPPED, note=WITHOUT_DATE)
    if plan.role is Role.LINES and others_look_like_orders and not _looks_like_orders(plan):
        return replace(plan, role=Role.SKIPPED, note=NO_ORDERS)
    if plan.role is Role.SKIPPED and not plan.note:
        lacking = [key for key in ("customer", "at") if key not in plan.columns]
        said = Told(
            f"no column was recognised for {' and '.join(lacking)}", f"keine Spalte erkannt für {' und '.join(lacking)}"
        )
        return replace(plan, note=said)
    return plan


def _looks_like_orders(plan: TablePlan) -> bool:
    return any(key in plan.columns for key in ORDERED)


def _nothing_usable(plans: list[TablePlan]) -> Exception:
    plan = plans[0]
    key = "customer" if "customer" not in plan.columns else "at"
    error = missing(key, plan.table.name, plan.table.columns, misfit=plan.columns.misfits.get(key))
    others = "".join(f"\n{each.table.name}: {each.note.en}." for each in plans[1:])
    return type(error)(f"{error}{others}")


def _source_column(table: RawTable, options: ReadOptions) -> int | None:
    return None if options.source_column is None else find_column(table.columns, options.source_column)


def _styled(connection: duckdb.DuckDBPyConnection, plan: TablePlan, options: ReadOptions) -> TablePlan:
    if plan.role in (Role.NAMES, Role.SKIPPED):
        return plan
    dates = dates_of(connection, plan, options) if "at" in plan.columns else None
    numbers = numbers_of(plan, [key.name for key in KEYS.values() if key.kind is Kind.NUMBER])
    currencies = any(carries_currency(values) for values in numbers.values())
    return replace(plan, marks=marks_of(plan, numbers), currencies=currencies, dates=dates, note=_remarks(plan))


def numbers_of(plan: TablePlan, keys: Sequence[str]) -> dict[str, Sequence[str]]:
    """The sample's values of the keys that are numbers, but for numbers that the file itself knows as such."""
    return {
        key: [value for value in plan.sample.values[guess.index] if not _is_typed(plan, guess.index, value)]
        for key, guess in plan.columns.guesses.items()
        if key in keys
    }


def _is_typed(plan: TablePlan, index: int, value: str) -> bool:
    """A number of Parquet or of a spreadsheet's cell says nothing about how texts beside it are written."""
    in_cell = plan.table.file.format is Format.SPREADSHEET and re.fullmatch(r"-?\d+(\.\d+)?", value)
    return index in plan.table.typed or bool(in_cell)


def marks_of(plan: TablePlan, numbers: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """The decimal mark of each number: its own, or its table's; where nothing tells, German files have semicolons."""
    together = decimal_mark([value for values in numbers.values() for value in values])
    others = decimal_mark([value for values in plan.sample.values for value in values[:200]])
    dialect = plan.table.dialect
    default = "," if dialect is not None and dialect.delimiter in ";\t" else "."
    return {
        key: _own_mark(plan, key, values) or together or thousands_mark(values) or others or default
        for key, values in numbers.items()
    }


def _own_mark(plan: TablePlan, key: str, values: Sequence[str]) -> str | None:
    return "." if plan.columns.guesses[key].index in plan.table.typed else decimal_mark(values)


def _remarks(plan: TablePlan) -> Told:
    """What the user has to know about columns that were not used."""
    remarks = [
        Told(
            f"column '{misfit.heading}' is not used, because its values are no numbers (for example '{misfit.sample}')",
            f"die Spalte „{misfit.heading}“ zählt nicht: darin stehen keine Zahlen (zum Beispiel „{misfit.sample}“)",
        )
        for key, misfit in plan.columns.misfits.items()
        if KEYS[key].kind is Kind.NUMBER
    ]
    if plan.says("price") and not plan.says("amount"):
        remarks += [
            Told(
                f"amounts are before discounts, because column '{heading}' is not used",
                f"die Beträge sind vor Rabatt, weil die Spalte „{heading}“ nicht gebraucht wird",
            )
            for heading, values in zip(plan.table.columns, plan.sample.values, strict=True)
            if any(word in plain(heading) for word in DISCOUNTS) and any(value.strip("0.,% ") for value in values)
        ]
    return Told.joined(*remarks, not_used(_unused(plan)))


def not_used(columns: Sequence[str]) -> Told:
    """The headings of columns that nothing was read from."""
    if not columns:
        return NOTHING
    german = listed(columns, more="und {} weitere")
    return Told(f"columns that are not used: {listed(columns)}", f"Spalten ohne Verwendung: {german}")


def _unused(plan: TablePlan) -> list[str]:
    """Headings of the columns that say something and are not read."""
    used = {guess.index for key, guess in plan.columns.guesses.items() if plan.role is not Role.HEADS or key in HEAD}
    used |= extra_columns(plan.sample, plan.columns) | {-1 if plan.source_column is None else plan.source_column}
    return [name for n, name in enumerate(plan.table.columns) if n not in used and plan.sample.values[n]]


def dates_of(
    connection: duckdb.DuckDBPyConnection, plan: TablePlan, options: ReadOptions, *, key: str = "at"
) -> DateStyle:
    """How the column of an instant writes it. Raises AmbiguousDates where not even the whole column tells."""
    index = plan.columns.guesses[key].index
    values = plan.sample.values[index]
    families, _ = families_of(values[:500])
    order = options.date_order
    if any(family.open for family in families) and order is None:
        order = _whole_column_order(connection, plan, index)
    return date_style(families, values, order)


def _whole_column_order(connection: duckdb.DuckDBPyConnection, plan: TablePlan, index: int) -> DateOrder:
    first, second = (f"try_cast(regexp_extract(trim(c{index}), '{_TWO_PARTS}', {n}) AS INTEGER)" for n in (1, 2))
    counts = connection.execute(
        "SELECT count(*) FILTER (first BETWEEN 13 AND 31 AND second <= 12), "
        "count(*) FILTER (second BETWEEN 13 AND 31 AND first <= 12), "
        "any_value(text) FILTER (first <= 12 AND second <= 12) "
        f"FROM (SELECT c{index} AS text, {first} AS first, {second} AS second FROM {plan.table.relation})"
    ).fetchall()
    day_first, month_first, sample = counts[0]
    order = order_of(day_first, month_first)
    if order is None:
        shown = sample or plan.sample.values[index][0]
        raise AmbiguousDates(plan.table.name, plan.table.columns[index], shown, mixed=day_first > 0)
    return order


def joined_columns(positions: TablePlan, heads: TablePlan) -> Columns:
    """The columns of positions beside their heads: the heads' stand after the positions' own."""
    offset = len(positions.table.columns)
    guesses = dict(positions.columns.guesses)
    for key in FROM_HEAD:
        guess = heads.columns.guesses.get(key)
        if guess is not None and key not in guesses:
            guesses[key] = Guess(guess.index + offset, guess.by, guess.samples)
    return Columns(guesses)
