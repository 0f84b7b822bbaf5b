"""What a column of an answer holds, told from its values: drivers name types in a dozen ways, values are Python's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import IntEnum
from typing import Any

import pyarrow as pa
from django.utils.translation import gettext as _

from bleib.kernel.errors import BleibError

MOST_DECIMALS = 18
LARGEST = 2**63 - 1


class Holds(IntEnum):
    """Within numbers and within times, what comes later holds what comes before."""

    NOTHING = 0
    FLAG = 1
    WHOLE = 2
    DECIMAL = 3
    FLOAT = 4
    DAY = 5
    MOMENT = 6
    TEXT = 7


TYPES = {
    Holds.NOTHING: pa.string(),  # an empty column reads like an empty one of a file
    Holds.FLAG: pa.bool_(),
    Holds.WHOLE: pa.int64(),
    Holds.FLOAT: pa.float64(),
    Holds.DAY: pa.date32(),
    Holds.MOMENT: pa.timestamp("us"),
    Holds.TEXT: pa.string(),
}
NUMBERS = (Holds.WHOLE, Holds.DECIMAL, Holds.FLOAT)
TIMES = (Holds.DAY, Holds.MOMENT)


@dataclass(frozen=True)
class Column:
    """`decimals`: how many, where it holds decimals."""

    holds: Holds = Holds.NOTHING
    decimals: int = 0

    @property
    def type(self) -> pa.DataType:
        return pa.decimal128(38, self.decimals) if self.holds is Holds.DECIMAL else TYPES[self.holds]


def join(one: Column, other: Column) -> Column:
    """What holds the values of both."""
    holds = {one.holds, other.holds} - {Holds.NOTHING}
    if len(holds) < 2 or holds <= {*NUMBERS} or holds <= {*TIMES}:
        return Column(max(one.holds, other.holds), max(one.decimals, other.decimals))
    return Column(Holds.TEXT)


def columns_of(names: Sequence[str], values: Sequence[Sequence[Any]]) -> list[Column]:
    """What each column of a batch holds. Raises BleibError for bytes."""
    return [_column(name, each) for name, each in zip(names, values, strict=True)]


def array(values: Sequence[Any], column: Column) -> pa.Array:
    """The values as what the column holds."""
    return pa.array([None if each is None else _as(each, column) for each in values], column.type)


def _column(name: str, values: Sequence[Any]) -> Column:
    kinds = {type(each) for each in values} - {type(None)}
    if kinds & {bytes, bytearray, memoryview}:
        raise BleibError(_("The column %(name)s holds bytes, which cannot be read. Leave it out.") % {"name": name})
    if Decimal in kinds or int in kinds:
        return _of_numbers(values) if kinds <= {int, float, Decimal} else Column(Holds.TEXT)
    found = Column()
    for kind in kinds:
        found = join(found, Column(SIMPLE.get(kind, Holds.TEXT)))
    if found.holds is Holds.MOMENT and any(isinstance(each, datetime) and each.tzinfo for each in values):
        return Column(Holds.TEXT)  # with its offset
    return found


SIMPLE = {bool: Holds.FLAG, float: Holds.FLOAT, date: Holds.DAY, datetime: Holds.MOMENT}


def _of_numbers(values: Sequence[Any]) -> Column:
    decimals = [-int(each.as_tuple().exponent) for each in values if isinstance(each, Decimal) and each.is_finite()]
    most = max(decimals, default=0)
    if most > MOST_DECIMALS or any(isinstance(each, float) for each in values):
        return Column(Holds.FLOAT)
    if most > 0 or any(each is not None and abs(each) > LARGEST for each in values):
        return Column(Holds.DECIMAL, max(most, 0))
    return Column(Holds.WHOLE)


def _as(value: Any, column: Column) -> Any:
    if column.holds is Holds.TEXT:
        return value.isoformat() if isinstance(value, date) else str(value)
    if column.holds is Holds.DECIMAL:
        return Decimal(value)
    if column.holds is Holds.FLOAT:
        return float(value)
    if column.holds is Holds.WHOLE:
        return int(value)
    if column.holds is Holds.MOMENT and not isinstance(value, datetime):
        return datetime(value.year, value.month, value.day)  # noqa: DTZ001 - as local as the others
    return value
