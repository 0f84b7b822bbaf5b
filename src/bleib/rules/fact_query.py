"""The one aggregation over facts that all conditions of all rules share: a row per customer, a column per question."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from sqlglot import exp

from bleib.rules.conditions import Between, Where
from bleib.rules.fact_rows import DAY, NEWER, Kept, first_day, read, said
from bleib.rules.sql import Sql, among, both, call, column, day, earlier, named, number, only_if, step, where_only
from bleib.rules.vocabulary import Field

FACTS = "facts"
ROWS = "facts_told"
SUMMED = "facts_summed"
COMING = "coming"


# The last so many days, or the days between two; None is all of them.
Within = int | Between | None


class FactColumns:
    """Collects what conditions ask of facts; what is asked twice is one column."""

    def __init__(self, as_of: date) -> None:
        self.as_of = as_of
        self._kept: dict[Kept, str] = {}
        self._values: dict[tuple[Kept, Field], str] = {}
        self._said: dict[tuple[Kept, tuple[Where, ...]], str] = {}
        self._asked: dict[str, Sql] = {}
        self._lists: dict[str, tuple[Callable[[int], Sql], int]] = {}

    def __bool__(self) -> bool:
        return bool(self._kept)

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
        """`facts_summed`: customer and one column per question."""
        lists = ((name, question(longest)) for name, (question, longest) in self._lists.items())
        questions = [named(value, name) for name, value in (*self._asked.items(), *lists)]
        summed = exp.select(column("customer"), *questions).from_(ROWS).group_by(column("customer"))
        return [step(ROWS, self._rows()), step(SUMMED, summed)]

    def _nth(self, of: str, kept: Kept, nth: int, *, within: Within) -> Sql:
        days = self._day(kept)
        name = f"{of}_{_name(within)}_{days.name}"
        if nth == 1:
            return self._ask(name, self._within(call(of, days), kept, within))
        name = f"{name}_list"
        longest = max(nth, self._lists[name][1] if name in self._lists else nth)
        self._lists[name] = (lambda most: self._within(call(of, days, number(most)), kept, within), longest)
        return call("list_extract", column(name, SUMMED), number(nth))

    def _day(self, kept: Kept) -> exp.Column:
        """The column of the rows that is the day where the fact is one of these, else null."""
        return column(self._kept.setdefault(kept, f"day_{len(self._kept)}"))

    def _ask(self, name: str, question: Sql) -> Sql:
        self._asked.setdefault(name, question)
        return column(name, SUMMED)

    def _within(self, aggregate: Sql, kept: Kept, within: Within) -> Sql:
        days = self._day(kept)
        if within is None:
            return aggregate
        if isinstance(within, Between):
            return where_only(aggregate, both(days >= day(within.start), days < day(within.end)))
        return where_only(aggregate, days > earlier(self.as_of, within))

    def _rows(self) -> exp.Expression:
        """A row per fact, or per order where orders are counted."""
        lines = {name for kept in self._kept for name in kept.lines}
        documents = {name for kept in self._kept for name in kept.documents}
        branches = [self._lines(lines)] if lines else []
        if documents:
            branches.append(self._documents(documents))
        return branches[0] if len(branches) == 1 else exp.union(*branches, distinct=False)

    def _lines(self, types: Iterable[str]) -> exp.Select:
        later = only_if(day(self.as_of) < DAY, DAY)
        days = (named(only_if(self._fits(kept), DAY), name) for kept, name in self._kept.items())
        values = (named(only_if(self._fits(kept), read(of)), name) for (kept, of), name in self._values.items())
        columns = [named(later, COMING), *days, *values, *self._lasts()]
        return exp.select(column("customer"), *columns).from_(FACTS).where(_of(types))

    def _lasts(self) -> Iterable[Sql]:
        for (kept, what), name in self._said.items():
            fits = self._fits(kept)
            order = call(
                "struct_pack", *(exp.PropertyEQ(this=exp.to_identifier(n), expression=column(n)) for n in NEWER)
            )
            yield named(only_if(fits, both(*map(said, what))), name)
            yield named(only_if(fits, order), f"{name}_order")

    def _documents(self, types: Iterable[str]) -> exp.Select:
        later = where_only(call("min", DAY), day(self.as_of) < DAY)
        days = (named(first_day(kept, self.as_of), name) for kept, name in self._kept.items())
        others = [*self._values.values(), *(each for name in self._said.values() for each in (name, f"{name}_order"))]
        columns = [named(later, COMING), *days, *(named(exp.null(), name) for name in others)]
        unnumbered = only_if(exp.Is(this=column("ref"), expression=exp.null()), DAY)
        order = (column("customer"), column("source"), column("ref"), unnumbered)
        read_ = _of({*types, "credit"})  # whether an order was cancelled stands in credit lines
        return exp.select(column("customer"), *columns).from_(FACTS).where(read_).group_by(*order)

    def _fits(self, kept: Kept) -> Sql:
        return kept.fits(kept.lines, self.as_of)


def _of(types: Iterable[str]) -> Sql:
    known = exp.Not(this=exp.Is(this=column("customer"), expression=exp.null()))
    return both(among(column("type"), sorted(types)), known)


def _name(within: Within) -> str:
    return f"{within.start}_{within.end}" if isinstance(within, Between) else str(within or "ever")
