"""Conditions over facts as SQL: how many there are, what they add up to, or what the newest one says."""

from __future__ import annotations

from collections.abc import Callable

from sqlglot import exp

from bleib.rules.comparing import compared
from bleib.rules.conditions import Between, Count, Ever, FactCondition, Last, Total, WithinDays
from bleib.rules.fact_query import FactColumns, Questions, Within
from bleib.rules.fact_rows import Kept
from bleib.rules.sql import (
    ALWAYS,
    FALSE,
    NEVER,
    TRUE,
    Sql,
    both,
    earlier,
    earliest,
    first_known,
    latest,
    number,
    plus,
    when,
)
from bleib.rules.truth import Truth, conjoined, negated

# Up to so many the days of the newest ones are kept; of more only the number is, and less is known about since when.
MOST_DAYS_KEPT = 20


def fact_truth(condition: FactCondition, facts: FactColumns) -> Truth:
    """What the condition says, over the columns that it asks for."""
    kept = Kept(condition.types, condition.where, isinstance(condition.measure, Count), condition.is_own)
    asked = _Asked(facts.of(kept), kept, _within(condition.time))
    truth = _MEASURES[type(condition.measure)](condition.measure, asked)
    return Truth(truth.holds, truth.since, earliest([truth.changes, first_known(asked.facts.coming(kept), NEVER)]))


def _within(time: Ever | WithinDays | Between) -> Within:
    if isinstance(time, WithinDays):
        return time.days
    return time if isinstance(time, Between) else None


class _Asked:
    """Facts of one kind within one time. Days only ever leave a time that ends with today."""

    def __init__(self, facts: Questions, kept: Kept, within: Within) -> None:
        self.facts, self.kept, self.within = facts, kept, within
        self.last = within if isinstance(within, int) else None
        self.fixed = None if isinstance(within, int) else within

    def leaves(self, when_: Sql, *, never: Sql) -> Sql:
        """The day on which a fact of that day leaves the time that is asked for; `never` where it does not."""
        return never if self.last is None else first_known(plus(when_, self.last), never)

    def inside(self, when_: Sql) -> Sql:
        """Whether there is such a day, in the time that ends with today."""
        if self.last is None:
            return exp.Not(this=exp.Is(this=when_.copy(), expression=exp.null()))
        return first_known(when_.copy() > earlier(self.facts.as_of, self.last), FALSE)

    def newest(self, nth: int = 1) -> Sql:
        """The n-th newest, also one that has left."""
        return self.facts.newest(self.kept, nth, within=self.fixed)

    def oldest(self, nth: int = 1) -> Sql:
        return self.facts.oldest(self.kept, nth, within=self.within)

    def unmoved(self) -> Sql:
        """A day since which the facts in that time have been the same ones."""
        newest = first_known(self.newest(), ALWAYS)
        if self.last is None:
            return newest
        gone = self.facts.newest_before(self.kept, self.last)
        return latest([newest, self.leaves(gone, never=ALWAYS)])

    def moves(self) -> Sql:
        """The day on which the next of them leaves."""
        return NEVER if self.last is None else self.leaves(self.oldest(), never=NEVER)


def _count(measure: Count, asked: _Asked) -> Truth:
    return _COUNTS[measure.compare.op](asked, int(measure.compare.value))  # type: ignore[arg-type]


def _at_least(asked: _Asked, many: int) -> Truth:
    if many < 1:
        return Truth(TRUE, ALWAYS, NEVER)
    return _by_days(asked, many) if many <= MOST_DAYS_KEPT else _by_number(asked, many)


def _by_days(asked: _Asked, many: int) -> Truth:
    """There are n as long as the n-th newest has not left; they have been n since the n-th of them came."""
    nth = asked.newest(many)
    holds = asked.inside(nth)
    since = when((holds, asked.oldest(many)), otherwise=asked.leaves(nth, never=ALWAYS))
    return Truth(holds, since, when((holds, asked.leaves(nth, never=NEVER)), otherwise=NEVER))


def _by_number(asked: _Asked, many: int) -> Truth:
    found = first_known(asked.facts.number_of(asked.kept, asked.within), number(0))
    holds = exp.GTE(this=found, expression=number(many))
    return Truth(holds, asked.unmoved(), when((holds, asked.moves()), otherwise=NEVER))


def _exactly(asked: _Asked, many: int) -> Truth:
    return conjoined([_at_least(asked, many), negated(_at_least(asked, many + 1))])


_COUNTS: dict[str, Callable[[_Asked, int], Truth]] = {
    "at_least": _at_least,
    "above": lambda asked, many: _at_least(asked, many + 1),
    "at_most": lambda asked, many: negated(_at_least(asked, many + 1)),
    "below": lambda asked, many: negated(_at_least(asked, many)),
    "is": _exactly,
}


def _total(measure: Total, asked: _Asked) -> Truth:
    summed = first_known(asked.facts.total(asked.kept, measure.of, within=asked.within), number(0))
    return Truth(compared(summed, measure.compare, measure.of.kind), asked.unmoved(), asked.moves())


def _last(measure: Last, asked: _Asked) -> Truth:
    newest = asked.newest()
    inside = asked.inside(newest)
    says = asked.facts.last_says(asked.kept, measure.said, within=asked.fixed)
    holds = both(inside, first_known(says, FALSE))
    since = when((inside, newest), otherwise=asked.leaves(newest, never=ALWAYS))
    return Truth(holds, since, when((holds, asked.leaves(newest, never=NEVER)), otherwise=NEVER))


_MEASURES: dict[type, Callable[..., Truth]] = {Count: _count, Total: _total, Last: _last}
