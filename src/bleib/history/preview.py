"""What an import would do, and what undoing one would: asked before it is done, changing nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb

from bleib.history.counts import Counts
from bleib.history.importing import fingerprint, told
from bleib.history.lake import Lake, claimed
from bleib.history.models import Import
from bleib.history.sources.opening import find_files
from bleib.history.sources.reading import Reading
from bleib.history.stripping import strip
from bleib.history.supersede import compare

PURCHASES = "type in ('order', 'credit')"
SUMS = (
    "select min(occurred_on), max(occurred_on), sum(amount) filter (where {worth}), count(distinct customer), "
    "count(distinct ref) filter (where {worth}) from {rows}"
)


@dataclass(frozen=True)
class Coming:
    """What would come in. `revenue`: orders less credits; `orders`: numbers of either; `new` of the `customers` have no
    fact yet.

    `already`: the number of the import that these files, read like this, came in with before.
    """

    counts: Counts
    first_day: date | None
    last_day: date | None
    revenue: Decimal | None
    customers: int
    orders: int
    new: int
    currency: str
    already: int | None


@dataclass(frozen=True)
class Going:
    """What undoing would take away: `facts` that the import claims, and `replaced` ones that would be back."""

    facts: int
    replaced: int
    customers: int
    first_day: date | None
    last_day: date | None
    revenue: Decimal | None


def preview_import(home: Path, reading: Reading, arguments: Sequence[str]) -> Coming:
    """Compare what `reading` has read with the lake. Raises BleibError where the lake is torn."""
    connection, lake = reading.connection, Lake(home)
    staged, without, erased = strip(connection, lake, "staged")
    counts = replace(reading.counts, without_customer=reading.counts.without_customer + without, erased=erased)
    comparison = compare(connection, lake, staged=staged)
    first, last, revenue, customers, orders = _sums(connection, staged)
    already = Import.objects.of_files(fingerprint(find_files(arguments), told(reading)))
    return Coming(
        counts=comparison.correct(counts),
        first_day=first,
        last_day=last,
        revenue=revenue,
        customers=customers,
        orders=orders,
        new=_new(connection, lake, staged),
        currency=reading.currency,
        already=already.pk if already else None,
    )


def preview_undo(home: Path, entry: Import) -> Going:
    """What goes with this import. What another import claims as well is counted here and would stay."""
    files = [file for file in Lake(home).files() if file.may_hold(entry.pk)]
    if not files:
        return Going(0, 0, 0, None, None, None)
    mine = f"(select * from ({claimed(files)}) where import_id = {int(entry.pk)})"
    with duckdb.connect() as connection:
        first, last, revenue, customers, _orders = _sums(connection, f"{mine} where not retracted")
        [(facts, replaced)] = connection.execute(
            f"select count(*) filter (where not retracted), count(*) filter (where retracted) from {mine}"
        ).fetchall()
    return Going(facts, replaced, customers, first, last, revenue)


def _sums(connection: duckdb.DuckDBPyConnection, rows: str) -> tuple[date, date, Decimal | None, int, int]:
    [found] = connection.execute(SUMS.format(worth=PURCHASES, rows=rows)).fetchall()
    first, last, revenue, customers, orders = found
    return first, last, revenue, customers, orders


def _new(connection: duckdb.DuckDBPyConnection, lake: Lake, staged: str) -> int:
    """Customers of the lines that the lake has never heard of."""
    files = lake.files()
    known = f"select customer from ({claimed(files)})" if files else "select null"
    asked = (
        f"select count(*) from (select distinct customer from {staged} where customer is not null) as coming "
        f"anti join (select distinct customer from ({known}) as facts(customer)) as known using (customer)"
    )
    return int(connection.execute(asked).fetchall()[0][0])
