"""What conditions ask of facts, collected: a row per customer, a column per question, whoever asks.

Questions that read the same rows share one aggregation over them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import reduce

from sqlglot import exp

from bleib.rules.conditions import Between, Where
from bleib.rules.fact_rows import COMING, ROWS, Asked, Kept
from bleib.rules.sql import Sql, both, call, column, day, earlier, named, number, step, where_only
from bleib.rules.vocabulary import Field

# The last so many days, or the days between two; None is all of them.
Within = int | Between | None


class FactColumns:
    """The questions of all conditions, by the rows that answer them."""

    def __init__(self, as_of: date) -> None:
        self.as_of = as_of
        self._questions: dict[tuple[bool, tuple[tuple[str, tuple[str, ...]], ...]], Questions] = {}

    def of(self, kept: Kept) -> Questions:
        """Where to ask about these facts."""
        return self._questions.setdefault((kept.own, kept.rows), Questions(self.as_of, kept))

    @property
    def tables(self) -> dict[str, bool]:
        """The tables that answer, each with one row per customer; true: per contact."""
        return {each.table: each.own for each in self._questions.values()}

    def steps(self) -> Iterator[exp.CTE]:
        for each in self._questions.values():
            yield from each.steps()


class Questions:
    """Questions to rows of some kinds; what is asked twice is one column."""

    def __init__(self, as_of: date, first: Kept) -> None:
        self.as_of, self.read, self.own = as_of, first.rows, first.own
        read = (part for name, types in first.rows for part in (name, *types))
        self.table = "_".join(("own_facts" if self.own else "facts", *read))
        self._kept: dict[Kept, str] = {}
        self._values: dict[tuple[Kept, Field], str] = {}
        self._said: dict[tuple[Kept, tuple[Where, ...]], str] = {}
        self._asked: dict[str, Sql] = {}
        self._lists: dict[str, tuple[Callable[[int], Sql], int]] = {}

    def newest(self, kept: Kept, nth: int = 1, *, within: Within = None) -> Sql:
        """The day of the n-th newest fact; null where there are fewer."""
        return self._nth("max", kept, nth, within=within)

    def oldest(self, kept: Kept, nth: int = 1, *, within: Within = None) -> Sql:
        """The day of the n-th oldest one."""
        return self._nth("min", kept, nth, within=within)

    def newest_before(self, kept: Kept, within: int) -> Sql:
        """The day of the newest one that is too old for the last `within` days."""
        days = self._day(kept)
        old = days <= earlier(self.as_of, within)
        return self._ask(f"before_{within}_{days.name}", where_only(call("max", days), old))

    def number_of(self, kept: Kept, within: Within) -> Sql:
        """How many there are."""
        days = self._day(kept)
        return self._ask(f"number_{_name(within)}_{days.name}", self._within(call("count", days), kept, within))

    def total(self, kept: Kept, field: Field, *, within: Within) -> Sql:
        """What `field` adds up to; null where there is nothing to add."""
        self._day(kept)
        name = self._values.setdefault((kept, field), f"value_{len(self._values)}")
        return self._ask(f"total_{_name(within)}_{name}", self._within(call("sum", column(name)), kept, within))

    def last_says(self, kept: Kept, what: tuple[Where, ...], *, within: Within) -> Sql:
        """Whether the newest one says all of `what`."""
        self._day(kept)
        name = self._said.setdefault((kept, what), f"said_{len(self._said)}")
        last = call("max_by", column(name), column(f"{name}_order"))
        return self._ask(f"last_{_name(within)}_{name}", self._within(last, kept, within))

    def coming(self, kept: Kept) -> Sql:
        """The first day after today for which a fact is told already, of whatever kind: it may be one of these."""
        self._day(kept)
        return self._ask(COMING, call("min", column(COMING)))

    def steps(self) -> list[exp.CTE]:
        """The rows, and the table with `customer` (and `contact`) and one column per question."""
        asked = Asked(self.as_of, self._kept, self._values, self._said, self.own)
        rows = [ROWS[branch](asked, types) for branch, types in self.read]
        together = reduce(lambda left, right: exp.union(left, right, distinct=False), rows)
        lists = ((name, question(longest)) for name, (question, longest) in self._lists.items())
        questions = [named(value, name) for name, value in (*self._asked.items(), *lists)]
        told = f"{self.table}_rows"
        whose = [column(each) for each in asked.whose]
        summed = exp.select(*whose, *questions).from_(told).group_by(*(each.copy() for each in whose))
        return [step(told, together), step(self.table, summed)]

    def _nth(self, of: str, kept: Kept, nth: int, *, within: Within) -> Sql:
        days = self._day(kept)
        name = f"{of}_{_name(within)}_{days.name}"
        if nth == 1:
            return self._ask(name, self._within(call(of, days), kept, within))
        name = f"{name}_list"
        longest = max(nth, self._lists[name][1] if name in self._lists else nth)
        self._lists[name] = (lambda most: self._within(call(of, days, number(most)), kept, within), longest)
        return call("list_extract", column(name, self.table), number(nth))

    def _day(self, kept: Kept) -> exp.Column:
        """The column of the rows that is the day where the fact is one of these, else null."""
        return column(self._kept.setdefault(kept, f"day_{len(self._kept)}"))

    def _ask(self, name: str, question: Sql) -> Sql:
        self._asked.setdefault(name, question)
        return column(name, self.table)

    def _within(self, aggregate: Sql, kept: Kept, within: Within) -> Sql:
        days = self._day(kept)
        if within is None:
            return aggregate
        if isinstance(within, Between):
            return where_only(aggregate, both(days >= day(within.start), days < day(within.end)))
        return where_only(aggregate, days > earlier(self.as_of, within))


def _name(within: Within) -> str:
    return f"{within.start}_{within.end}" if isinstance(within, Between) else str(within or "ever")
