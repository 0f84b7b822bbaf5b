"""Tables as data: columns are objects, cells are raw values; terminal and page each print them their way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

TEXT_KINDS = frozenset({"text", "name", "day", "span"})


@dataclass(frozen=True)
class Column:
    """`kind` says how a cell is printed (see report.words), `heat` that its share shades it."""

    title: str
    kind: str = "text"
    heat: bool = False

    @property
    def numeric(self) -> bool:
        return self.kind not in TEXT_KINDS


@dataclass(frozen=True)
class Table:
    """`rows` hold one raw value per column; None prints as a dash, never as 0.

    `links` hold, where there is anything behind a cell, its address: one per column of each row.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Any, ...], ...]
    links: tuple[tuple[str | None, ...], ...] = ()

    @classmethod
    def of(cls, caption: str, rows: Iterable[Mapping[str, Any]], columns: Mapping[str, Column]) -> Table:
        """Pick `columns` (by field name) out of rows."""
        return cls(caption, tuple(columns.values()), tuple(tuple(row[name] for name in columns) for row in rows))

    def first(self, count: int) -> Table:
        return Table(self.caption, self.columns, self.rows[:count], self.links[:count])


def heat(share: float | None) -> int | None:
    """Step 1 to 7 of the heat scale for a share in percent; None where nothing was observed."""
    if share is None:
        return None
    return 1 + sum(share >= limit for limit in HEAT_LIMITS)


# Retention cells crowd between 10 and 50 %, so the steps are finer there.
HEAT_LIMITS: Sequence[float] = (10, 20, 30, 40, 55, 75)
