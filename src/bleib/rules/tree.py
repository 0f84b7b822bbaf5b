"""The conditions of all rules as one tree without repetition, computed level by level.

A condition that stands in ten rules is computed once. Every condition is three columns (see Truth); those that put
others together read the columns of the level below, so that no expression is written out twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sqlglot import exp

from bleib.rules.conditions import All, AnyOf, Condition, Leaf, Not
from bleib.rules.sql import Sql, column, named, step
from bleib.rules.truth import Truth, conjoined, disjoined, negated


class Tree:
    """Conditions by number; `level` 0 are those over fields and facts."""

    def __init__(self) -> None:
        self._numbers: dict[Condition, int] = {}
        self._levels: list[int] = []

    def add(self, condition: Condition) -> int:
        """The number of the condition; the same one has the same."""
        if condition not in self._numbers:
            below = [self.add(each) for each in parts(condition)]
            self._numbers[condition] = len(self._levels)
            self._levels.append(1 + max((self._levels[each] for each in below), default=-1))
        return self._numbers[condition]

    def leaves(self) -> list[tuple[int, Leaf]]:
        return [(n, each) for each, n in self._numbers.items() if not isinstance(each, All | AnyOf | Not)]

    def steps(self, first: str) -> list[exp.CTE]:
        """One step per level above the leaves (`first`), each with all columns of the one before."""
        made, before = [], first
        for level in range(1, 1 + max(self._levels, default=0)):
            columns = list(self._at(level))
            name = f"level_{level}"
            made.append(step(name, exp.select("*", *columns).from_(before)))
            before = name
        return made

    def _at(self, level: int) -> Iterator[Sql]:
        for condition, number in self._numbers.items():
            if self._levels[number] == level:
                yield from columns_of(number, self._truth(condition))

    def _truth(self, condition: Condition) -> Truth:
        below = [told(self._numbers[each]) for each in parts(condition)]
        return COMBINED[type(condition)](below)


COMBINED: dict[type, Callable[[list[Truth]], Truth]] = {
    All: conjoined,
    AnyOf: disjoined,
    Not: lambda below: negated(below[0]),
}


def parts(condition: Condition) -> tuple[Condition, ...]:
    if isinstance(condition, All | AnyOf):
        return condition.of
    return (condition.of,) if isinstance(condition, Not) else ()


def columns_of(number: int, truth: Truth) -> list[Sql]:
    """The three columns of a condition."""
    return [
        named(value, name)
        for name, value in zip(_names(number), (truth.holds, truth.since, truth.changes), strict=True)
    ]


def told(number: int) -> Truth:
    """What a condition says, from its columns."""
    return Truth(*(column(name) for name in _names(number)))


def _names(number: int) -> tuple[str, str, str]:
    return f"c{number}", f"c{number}_since", f"c{number}_changes"
