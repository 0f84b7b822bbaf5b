"""What other rooms may ask of the forecast. Nothing here loads a model: the worker fitted and scored."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from bleib.outlook.asking import make_soon
from bleib.outlook.earlier import earlier_chances
from bleib.outlook.expected import Expected
from bleib.outlook.given import Given
from bleib.outlook.judging_past import judge_past, judge_weekly
from bleib.outlook.kept_model import is_unread, read_ahead
from bleib.outlook.making import make
from bleib.outlook.models import Outlook, Record, Run
from bleib.outlook.rescoring import rescore
from bleib.outlook.standing import Standing, standing
from bleib.outlook.tables import NUMBERS, SCHEMA

if TYPE_CHECKING:
    from bleib.customers.models import Customer

__all__ = [
    "SCHEMA", "Expected", "Given", "Outlook", "Record", "Run", "Standing", "as_arrow", "earlier_chances", "is_unread",
    "judge_past", "judge_weekly", "make", "make_soon", "newest_record", "newest_run", "outlook_of", "read_ahead",
    "rescore", "standing",
]  # fmt: skip

FEW = 500  # more are found sooner by reading everybody; a statement takes only so many values


def outlook_of(customer: Customer) -> Outlook | None:
    """What the newest forecast says of a customer; None where it says nothing: never bought, or nothing forecast."""
    return Outlook.objects.filter(customer=customer).select_related("run").first()


def newest_run() -> Run | None:
    """The newest forecast, also one that came to nothing (its `shortfall` says why); None before the first."""
    return Run.objects.newest()


def newest_record() -> Record | None:
    """The newest backtest, also one that came to nothing (its `shortfall` says why); None before the first."""
    return Record.objects.newest()


def as_arrow(numbers: Collection[str] | None = None) -> pa.Table:
    """For rules: one row per customer with an outlook, `customer` is the number; of these numbers, or all (None).

    Columns as in SCHEMA: chances 0 to 1, orders, money as float; null where the forecast does not say.
    """
    few = numbers is not None and len(numbers) <= FEW
    found = Outlook.objects.filter(customer__number__in=numbers) if few else Outlook.objects.all()
    rows = found.values_list("customer__number", *NUMBERS).iterator(chunk_size=20_000)
    wanted = rows if few or numbers is None else _only(rows, frozenset(numbers))
    columns = list(zip(*wanted, strict=True)) or [()] * len(SCHEMA)
    numbered = (pa.array([_float(each) for each in column], pa.float64()) for column in columns[1:])
    return pa.table([pa.array(columns[0], pa.string()), *numbered], schema=SCHEMA)


def _only(rows: Iterable[tuple[Any, ...]], numbers: frozenset[str]) -> Iterator[tuple[Any, ...]]:
    return (row for row in rows if row[0] in numbers)


def _float(value: object) -> float | None:
    return None if value is None else float(value)  # type: ignore[arg-type]
