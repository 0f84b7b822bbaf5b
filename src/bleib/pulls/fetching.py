"""What a query finds as a file, and how far that goes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from bleib.kernel.errors import BleibError
from bleib.pulls.asking import asked
from bleib.pulls.limits import refuse_full, refuse_rows
from bleib.pulls.places import Holds, SqlPlace
from bleib.pulls.selecting import SINCE
from bleib.pulls.spooling import Spool
from bleib.worker.api import checkpoint

AHEAD = timedelta(days=2)  # more than any two time zones differ
BEGINNING: Mapping[Holds, Any] = {
    Holds.INSTANTS: datetime(1900, 1, 1),  # noqa: DTZ001 - as the database's own clock says it
    Holds.DAYS: date(1900, 1, 1),
    Holds.NUMBERS: 0,
}


@dataclass(frozen=True)
class Fetched:
    """How many rows there are in the file, and the highest value of the column, as it is kept."""

    rows: int
    watermark: str


def fetch(
    place: SqlPlace, password: str, file: Path, *, watermark: str, most: int | None = None, now: datetime
) -> Fetched:
    """Write what is new since `watermark` ('' for everything) to a Parquet file; none where there is no row.

    `most`: about so many rows, of however many. Raises BleibError where the database, the operator or the query does
    not allow it.
    """
    values = {SINCE: _written(since(place, watermark), place)} if place.column else {}
    highest: Any = None
    with asked(place, password, values) as (names, batches):
        spool = Spool(names, file)
        at, ahead = _place_of(place.column, names), _ahead(place, now)
        for rows in batches:
            checkpoint()
            refuse_rows(spool.rows + len(rows))
            refuse_full(file.parent)
            spool.write(rows)
            if at is not None:
                highest = _highest(highest, (row[at] for row in rows), ahead=ahead)
            if most is not None and spool.rows >= most:
                break
        spool.close()
    return Fetched(spool.rows, _kept(highest) or watermark)


def since(place: SqlPlace, watermark: str) -> Any:
    """What :since stands for: the watermark less the overlap, or the beginning. Raises BleibError."""
    if not watermark:
        return BEGINNING[Holds(place.holds)]
    try:
        return LESS[Holds(place.holds)](watermark, place.overlap)
    except (ValueError, ArithmeticError):
        raise BleibError(
            _("The column %(column)s holds “%(value)s”: say whether it holds instants, days or numbers.")
            % {"column": place.column, "value": watermark}
        ) from None


LESS: Mapping[Holds, Callable[[str, int], Any]] = {
    Holds.INSTANTS: lambda told, overlap: datetime.fromisoformat(told) - timedelta(minutes=overlap),
    Holds.DAYS: lambda told, overlap: date.fromisoformat(told[:10]) - timedelta(days=overlap),
    Holds.NUMBERS: lambda told, overlap: int(Decimal(told)) - overlap,
}


def _place_of(column: str, names: Sequence[str]) -> int | None:
    if not column:
        return None
    known = [name.casefold() for name in names]
    if column.casefold() not in known:
        raise BleibError(_("The answer has no column %(column)s. The query has to select it.") % {"column": column})
    return known.index(column.casefold())


def _highest(before: Any, values: Iterable[Any], *, ahead: Callable[[Any], bool]) -> Any:
    """The highest value up to now: a year typed wrongly must not stop everything that comes after it."""
    known = [each for each in values if each is not None and not ahead(each)]
    try:
        return max(known if before is None else [before, *known], default=None)
    except TypeError:
        raise BleibError(_("The column holds values that cannot be put in order.")) from None


def _ahead(place: SqlPlace, now: datetime) -> Callable[[Any], bool]:
    """Whether an instant or a day lies in the future, by whatever clock."""
    limit = now + AHEAD

    def is_ahead(value: Any) -> bool:
        if isinstance(value, datetime):
            return value > (limit if value.tzinfo else limit.replace(tzinfo=None))
        if isinstance(value, date):
            return value > limit.date()
        return isinstance(value, str) and place.holds != Holds.NUMBERS and value > limit.isoformat()

    return is_ahead


def _written(value: Any, place: SqlPlace) -> Any:
    """SQLite has no type for times, only texts that compare; some databases keep no fractions of a second."""
    if isinstance(value, datetime):
        value = value.replace(microsecond=0)
    return str(value) if place.kind.of_files and isinstance(value, date) else value


def _kept(value: Any) -> str:
    """Instants with a zone are kept in UTC."""
    if isinstance(value, datetime) and value.tzinfo is not None:
        value = value.astimezone(UTC)
    return value.isoformat() if isinstance(value, date) else "" if value is None else str(value)
