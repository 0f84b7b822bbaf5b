"""A list as a sequence of rows that can be entered anywhere and walked in both directions.

It has two parts: customers with a value in the order, and those without, by their id. In SQLite CROSS JOIN says which
table is walked; PostgreSQL decides by itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import connection

from bleib.customers.importing.load import rows_of
from bleib.figures.listing.sorts import Sort
from bleib.figures.listing.wanted import FIGURES, Condition, Wanted

Key = tuple[Any, int]  # a row's value in the order, and its customer
Values = list[object]


def hits(wanted: Wanted, most: int | None = None) -> tuple[str, Values]:
    """SELECT of the ids of all that fit, in no order, and its values."""
    conditions = wanted.conditions()
    tables = [FIGURES[0]] if any(each.of_figures for each in conditions) else []
    where = [FIGURES[1]] if tables else []
    tables += [each.table for each in conditions if each.table]
    where += [each.where.replace("~", "") for each in conditions]
    limit = "" if most is None else f" limit {most}"
    sql = f"select c.id from {', '.join(['customers_customer c', *tables])} where {' and '.join(where)}{limit}"
    return sql, [value for each in conditions for value in each.values]


@dataclass(frozen=True)
class Walk:
    """`gathered`: all hits are found first and sorted; else the index of the order is walked."""

    wanted: Wanted
    sort: Sort
    down: bool
    gathered: bool

    def rows(self, place: Key | None, limit: int, *, backwards: bool = False) -> list[Key]:
        """Up to `limit` rows behind a place (before it, if backwards; from the end without one), the nearest first."""
        parts = [Part(self, blank=False), *([Part(self, blank=True)] if self._has_blank else [])]
        at = 1 if place is not None and place[0] is None and len(parts) > 1 else 0
        ahead = parts[at::-1] if backwards else parts[at:]
        rows: list[Key] = []
        for part in ahead:
            rows += part.rows(None if rows or part is not ahead[0] else place, limit - len(rows), backwards=backwards)
            if len(rows) == limit:
                break
        return rows

    @property
    def _has_blank(self) -> bool:
        """Whether somebody may be without a value: else nobody is looked for at the end."""
        conditions = self.wanted.conditions()
        return self.sort.of_figures and not any(self.sort.name in each.valued for each in conditions)


@dataclass(frozen=True)
class Part:
    """Those with a value in the order, or those without (`blank`)."""

    walk: Walk
    blank: bool

    def rows(self, place: Key | None, limit: int, *, backwards: bool) -> list[Key]:
        down = (self.walk.down and not self.blank) != backwards
        start, source, values = self._source()
        beyond, bounds = self._beyond(place, "<" if down else ">")
        way = "desc" if down else "asc"
        by = ", ".join(f"{column} {way}" for column in self._columns)
        key = "null" if self.blank else self.walk.sort.key
        where = " and ".join([*self._conditions(), *beyond])
        sql = f"{start}select {key}, c.id from {source} where {where} order by {by} limit {int(limit)}"
        return [(value, id) for value, id in rows_of(sql, [*values, *bounds])]

    @property
    def _columns(self) -> list[str]:
        """What rows are ordered by; together they are unique."""
        sort = self.walk.sort
        if self.blank:
            return ["c.id"]
        return [sort.key] if sort.unique else [sort.key, "f.customer_id" if sort.of_figures else "c.id"]

    def _source(self) -> tuple[str, str, Values]:
        """What stands before SELECT, what is read, and the values of both and of the conditions."""
        sql, values = hits(self.walk.wanted)
        if self.walk.gathered:
            joined = f"hits h join customers_customer c on c.id = h.id left join {FIGURES[0]} on {FIGURES[1]}"
            return f"with hits as materialized ({sql}) ", joined, values
        return "", " cross join ".join([self._walked, *self._joined()]), values

    @property
    def _walked(self) -> str:
        if self.blank:
            return f"customers_customer c left join {FIGURES[0]} on {FIGURES[1]}"
        if self.walk.sort.of_figures:
            return f"{FIGURES[0]} cross join customers_customer c"
        needs = any(each.of_figures for each in self.walk.wanted.conditions())
        return f"customers_customer c cross join {FIGURES[0]}" if needs else "customers_customer c"

    def _joined(self) -> list[str]:
        return [each.table for each in self.walk.wanted.conditions() if each.table]

    def _conditions(self) -> list[str]:
        sort = self.walk.sort
        value = [f"{sort.key} is {'' if self.blank else 'not '}null"] if sort.of_figures else []
        if self.walk.gathered:
            return value or ["true"]
        together = [] if self.blank or FIGURES[0] not in self._walked else [FIGURES[1]]
        return [*together, *(self._plain(each) for each in self.walk.wanted.conditions()), *value]

    def _plain(self, condition: Condition) -> str:
        """The condition for a walk: SQLite takes a column behind a plus from no index."""
        text = condition.where if self.blank else condition.instead.get(self.walk.sort.name, condition.where)
        return text.replace("~", "+" if connection.vendor == "sqlite" else "")

    def _beyond(self, place: Key | None, sign: str) -> tuple[list[str], Values]:
        """Behind a place: as one comparison of rows, for which the index is entered where the place is."""
        if place is None:
            return [], []
        value, id = place
        if self.blank:
            return [f"c.id {sign} %s"], [id]
        columns = self._columns
        if len(columns) == 1:
            return [f"{columns[0]} {sign} %s"], [value]
        behind = f"({', '.join(columns)}) {sign} (%s, %s)"
        # SQLite enters the index of an expression by a comparison of its own only.
        return [f"{columns[0]} {sign}= %s", behind], [value, value, id]
