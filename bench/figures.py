"""The figures every contestant has to produce, in one shape, so that they can be compared cell by cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from math import isclose

Cell = int | float | str | None
Figures = Mapping[str, Sequence[Sequence[Cell]]]  # name -> rows, sorted

# name -> columns of a row
NAMES = {
    "retention": "customers_start customers_end new won_back kept lost",
    "retention_regulars": "customers_start customers_end new won_back kept lost",
    "retention_series": "period customers_start customers_end new won_back kept lost",
    "repeat_share": "customers regulars",
    "won_back_rate": "inactive won_back",
    "cohorts": "cohort age size customers revenue",
    "cohorts_unbounded": "cohort age size customers",
}

# pandas adds money as floats; the engines add exact decimals.
FLOAT_SUMS = 1e-9


class Disagreement(AssertionError):
    """Two contestants did not compute the same, so their times may not be compared."""


def table(rows: Sequence[Sequence[object]]) -> list[list[Cell]]:
    """Rows as JSON can carry them: days as ISO text, sorted; whole numbers as integers, money as floats."""
    return sorted([cell(value) for value in row] for row in rows)


def cell(value: object) -> Cell:
    if isinstance(value, date):
        return value.isoformat()[:10]
    if isinstance(value, Decimal | float):
        return float(value)
    return value if isinstance(value, str) else int(value)  # type: ignore[call-overload]


def compare(ours: Figures, theirs: Figures, *, contestant: str) -> None:
    """Raise Disagreement with the first differing row."""
    for name in NAMES:
        if len(ours[name]) != len(theirs[name]):
            raise Disagreement(f"{contestant}, {name}: {len(theirs[name])} rows instead of {len(ours[name])}")
        for mine, other in zip(ours[name], theirs[name], strict=True):
            if not all(map(same, mine, other)):
                raise Disagreement(f"{contestant}, {name} ({NAMES[name]}): {other} instead of {mine}")


def same(mine: Cell, other: Cell) -> bool:
    if isinstance(mine, float) or isinstance(other, float):
        return isclose(float(mine or 0), float(other or 0), rel_tol=FLOAT_SUMS, abs_tol=1e-3)
    return mine == other
