"""Any table as numbers on one scale: what a column becomes is learned once and kept."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from bleib.forecast.churn.slices import CONTRACTUAL, CUSTOMER, Examples
from bleib.forecast.measures import Array
from bleib.forecast.protocol import CannotFit

# A text that takes more different values than this is a name or a number of something, not a kind.
MOST_KINDS = 30
# A kind, or a gap, that so few customers share says nothing about others.
FEWEST_ALIKE = 5
# Where the largest values are this far from the usual ones, the logarithm carries more than the value.
SKEWED = 8.0
# Beyond this many standard deviations a value says no more; a typing error in one amount moves nobody.
FARTHEST = 4.0
NUMBERS = (pa.types.is_boolean, pa.types.is_integer, pa.types.is_floating, pa.types.is_decimal)
TEXTS = (pa.types.is_string, pa.types.is_large_string, pa.types.is_string_view, pa.types.is_dictionary)


@dataclass(frozen=True)
class Column:
    """One column of the matrix, made from the column `name`.

    `kind` is the text it stands for (1 or 0), `gap` marks rows without a value; else the value itself, in logarithms
    beyond `bend` where that is not None, less `centre`, in units of `scale`.
    """

    name: str
    kind: str | None = None
    gap: bool = False
    bend: float | None = None
    centre: float = 0.0
    scale: float = 1.0

    def of(self, table: pa.Table) -> Array:
        """One number per row; not a number where nothing is known."""
        if self.name not in table.column_names:
            return np.full(table.num_rows, np.nan)
        values = table.column(self.name)
        if self.kind is not None:
            raw = _number(pc.fill_null(pc.equal(values.cast(pa.string()), self.kind), False))
        elif self.gap:
            raw = _number(pc.is_null(values, nan_is_null=True))
        else:
            raw = _bent(_number(values), self.bend)
        return np.asarray(np.clip((raw - self.centre) / self.scale, -FARTHEST, FARTHEST))


@dataclass(frozen=True)
class Matrix:
    """How a table becomes numbers."""

    columns: tuple[Column, ...]

    def of(self, table: pa.Table) -> Array:
        """One row per row of the table, one column per column; unknown values are not a number."""
        return np.column_stack([each.of(table) for each in self.columns])


def matrix(learned_from: Examples) -> Matrix:
    """Every column that differs between customers. Dates are left out: the features say the same in days.

    Raises CannotFit where there is none.
    """
    table = learned_from.table
    names = [name for name in table.column_names if name not in (CUSTOMER, CONTRACTUAL)]
    found = [
        column for name in names for column in _columns(table, name) if _differs(column.of(table), learned_from.days)
    ]
    if not found:
        raise CannotFit("All customers look the same: no feature differs between them, so none tells who will leave.")
    return Matrix(tuple(found))


def _differs(values: Array, days: Array) -> bool:
    """Whether customers differ on one date at least: what is the same for all of them only tells dates apart."""
    filled = np.nan_to_num(values)
    return any(np.ptp(filled[days == day]) > 0 for day in np.unique(days))


def _columns(table: pa.Table, name: str) -> list[Column]:
    kind = table.schema.field(name).type
    if any(test(kind) for test in NUMBERS):
        return _of_numbers(table, name)
    if any(test(kind) for test in TEXTS):
        return _of_kinds(table, name)
    return []


def _of_numbers(table: pa.Table, name: str) -> list[Column]:
    raw = _number(table.column(name))
    known = raw[np.isfinite(raw)]
    gaps = len(raw) - len(known)
    marked = [_scaled(Column(name, gap=True), table)] if min(gaps, len(known)) >= FEWEST_ALIKE else []
    if len(known) < FEWEST_ALIKE or np.ptp(known) == 0:
        return marked
    return [_scaled(Column(name, bend=_bend(known)), table), *marked]


def _of_kinds(table: pa.Table, name: str) -> list[Column]:
    counted = pc.value_counts(table.column(name).cast(pa.string())).to_pylist()
    counts = {each["values"]: each["counts"] for each in counted if each["values"] is not None}
    common = [kind for kind, count in counts.items() if FEWEST_ALIKE <= count < table.num_rows]
    if len(counts) > MOST_KINDS:
        return []
    return [_scaled(Column(name, kind=kind), table) for kind in sorted(common)]


def _scaled(column: Column, table: pa.Table) -> Column:
    """The same with mean 0 and standard deviation 1 over the rows with a value."""
    values = column.of(table) if column.bend is None and (column.kind or column.gap) else None
    raw = _bent(_number(table.column(column.name)), column.bend) if values is None else values
    known = raw[np.isfinite(raw)]
    return Column(column.name, column.kind, column.gap, column.bend, float(known.mean()), float(known.std()) or 1.0)


def _bend(known: Array) -> float | None:
    """The usual size of a value, beyond which logarithms are taken; None where values are spread evenly."""
    sizes = np.abs(known[known != 0])
    usual = float(np.median(sizes))
    spread = float(np.percentile(np.abs(known - np.median(known)), 99))
    middle = float(np.percentile(known, 75) - np.percentile(known, 25))
    return usual if spread > SKEWED * max(middle, 1e-12) / 2 else None


def _bent(values: Array, bend: float | None) -> Array:
    return values if bend is None else np.asarray(np.arcsinh(values / bend))


def _number(values: pa.ChunkedArray) -> Array:
    numbers = np.asarray(values.cast(pa.float64()).to_numpy(zero_copy_only=False), dtype=np.float64)
    return np.where(np.isfinite(numbers), numbers, np.nan)
