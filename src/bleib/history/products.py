"""Product codes with what they sold: which of them look like no goods, and what leaving them out would mean."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import duckdb

from bleib.history.lake import Lake
from bleib.history.sources.goods import candidates


@dataclass(frozen=True)
class Sold:
    """A product code: its lines, and their net amount (None where the source has none)."""

    code: str
    lines: int
    amount: Decimal | None


def doubtful(home: Path, *, listed: Collection[str] = ()) -> list[Sold]:
    """Codes that look like no goods, and those that are `listed` as such; by lines, the most first."""
    with duckdb.connect() as connection:
        if Lake(home).register(connection, "facts").version < 0:
            return []
        connection.execute(
            "create temp view staged as select product, amount from facts where type in ('order', 'credit')"
        )
        codes = sorted({*candidates(connection), *listed})
        rows = connection.execute(
            "select product, count(*), sum(amount) from staged where list_contains(?, product) "
            "group by 1 order by 2 desc, 1",
            [codes],
        ).fetchall()
    return [Sold(*row) for row in rows]
