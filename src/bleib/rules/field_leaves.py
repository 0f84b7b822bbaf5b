"""Conditions over fields as SQL: compared as they stand, or as days on which they hold where time alone moves them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from sqlglot import exp

from bleib.rules.comparing import compared
from bleib.rules.conditions import Compare, FieldCondition
from bleib.rules.limits import MOST_DAYS
from bleib.rules.sources import table_of
from bleib.rules.spans import Span
from bleib.rules.sql import (
    ALWAYS,
    FALSE,
    NEVER,
    Sql,
    both,
    call,
    column,
    day,
    earliest,
    first_known,
    minus,
    number,
    plus,
    when,
)
from bleib.rules.truth import Truth
from bleib.rules.vocabulary import ATTRIBUTES, Field, Kind, Moves


def field_truth(condition: FieldCondition, as_of: date) -> Truth:
    """What the condition says on `as_of`, over columns of the tables that fields stand in."""
    field, compare = condition.field, condition.compare
    span = _span(field, compare, as_of)
    if span is not None:
        truth = span.truth(as_of)
    else:
        holds = first_known(compared(_column(field), compare, field.kind), FALSE)
        truth = Truth(holds, _since(field, compare, holds), _slides(field, compare, holds, as_of=as_of))
    return Truth(truth.holds, truth.since, _until(field, truth.changes, as_of))


def value_on(field: Field, as_of: date) -> Sql:
    """The value on that day: what is counted from a date is counted up to it."""
    if field.moves not in (Moves.WITH_DAY, Moves.TOWARDS_DAY):
        return _column(field)
    ends = (day(as_of), _date(field)) if field.moves is Moves.WITH_DAY else (_date(field), day(as_of))
    days = exp.Paren(this=exp.Sub(this=ends[0], expression=ends[1]))
    return days if field.per is None else exp.Div(this=days, expression=column(field.per, table_of(field.source)))


def _span(field: Field, compare: Compare, as_of: date) -> Span | None:
    """The days on which it holds, where the value is a date or counted from one."""
    if compare.op in _DATES and field.kind is Kind.DATE:
        bounds = _DATES[compare.op](_column(field), compare.value)
    elif compare.op in _SHARES and field.per is not None:
        bounds = _SHARES[compare.op](_date(field), _times(field, compare.value))
    elif compare.op in _LIMITS and field.per is None and field.moves in (Moves.WITH_DAY, Moves.TOWARDS_DAY):
        bounds = _days(field, *_LIMITS[compare.op](int(compare.value)))  # type: ignore[arg-type]
    else:
        return None
    return Span(*bounds, settled=_settled(field, as_of))


def _days(field: Field, low: int | None, high: int | None) -> tuple[Sql | None, Sql | None]:
    """From when until when the number of days lies between `low` and `high`, both included."""
    when_ = _date(field)
    if field.moves is Moves.WITH_DAY:
        return None if low is None else plus(when_, low), None if high is None else plus(when_, high + 1)
    return None if high is None else minus(when_, high), None if low is None else minus(when_, low - 1)


_LIMITS: dict[str, Callable[[int], tuple[int | None, int | None]]] = {
    "is": lambda n: (n, n),
    "at_least": lambda n: (n, None),
    "above": lambda n: (n + 1, None),
    "at_most": lambda n: (None, n),
    "below": lambda n: (None, n - 1),
}
# From when until when at least so many of the customer's own spans of days have passed.
_SHARES: dict[str, Callable[[Sql, Sql], tuple[Sql | None, Sql | None]]] = {
    "at_least": lambda since, days: (_after(since, "ceil", days), None),
    "above": lambda since, days: (plus(_after(since, "floor", days), 1), None),
    "at_most": lambda since, days: (None, plus(_after(since, "floor", days), 1)),
    "below": lambda since, days: (None, _after(since, "ceil", days)),
}
_DATES: dict[str, Callable[[Sql, Any], tuple[Sql | None, Sql | None]]] = {
    "within_days": lambda when_, n: (when_, plus(when_, n)),
    "at_least_days_ago": lambda when_, n: (plus(when_, n), None),
    "within_next_days": lambda when_, n: (minus(when_, n - 1), plus(when_, 1)),
}


def _times(field: Field, given: Any) -> Sql:
    """So many of the customer's own spans, in days."""
    return exp.Mul(this=number(given), expression=column(field.per or "", table_of(field.source)))


def _after(since: Sql, rounding: str, days: Sql) -> Sql:
    """So many days later, rounded; later than a century from then is all the same."""
    most = number(MOST_DAYS)
    return plus(since, exp.cast(when((days > most, most), otherwise=call(rounding, days)), exp.DataType.Type.INT))


def _settled(field: Field, as_of: date) -> Sql:
    """The day from which the date has been this one; what is said of a future day is taken to be known all along."""
    if field.since is not None:
        return first_known(column(field.since, table_of(field.source)), ALWAYS)
    if field.source == ATTRIBUTES or field.moves is Moves.TOWARDS_DAY:
        return ALWAYS
    return when((_date(field) <= day(as_of), _date(field)), otherwise=ALWAYS)


def _since(field: Field, compare: Compare, holds: Sql) -> Sql:
    if field.since is None:
        return ALWAYS if field.source == ATTRIBUTES else NEVER
    since = first_known(column(field.since, table_of(field.source)), NEVER)
    if not field.counts:
        return since
    one_or_more = (compare.op, compare.value) in ((("at_least", 1)), ("above", 0))
    return when((holds, since), otherwise=NEVER) if one_or_more else NEVER


def _slides(field: Field, compare: Compare, holds: Sql, *, as_of: date) -> Sql:
    """Tomorrow, where it may have slid by then to where the answer is another one."""
    tomorrow = day(as_of + timedelta(days=1))
    if field.moves is Moves.DAILY:
        return when((_not_quiet(field, as_of), tomorrow), otherwise=NEVER)
    if field.moves is not Moves.FALLING or compare.op == "known":
        return NEVER
    if compare.op in ("at_most", "below"):
        return when((both(_known(field), exp.Not(this=exp.Paren(this=holds.copy()))), tomorrow), otherwise=NEVER)
    enough = holds if compare.op != "is" else compared(_column(field), Compare("at_least", compare.value), field.kind)
    return when((enough, tomorrow), otherwise=NEVER)


def _not_quiet(field: Field, as_of: date) -> Sql:
    if field.quiet is None:
        return _there(field)
    name, days = field.quiet
    return plus(column(name, table_of(field.source)), days) > day(as_of)


def _there(field: Field) -> Sql:
    """Whether its group knows anything of the customer; what it knows nothing of does not slide."""
    return exp.Not(this=exp.Is(this=column("customer", table_of(field.source)), expression=exp.null()))


def _known(field: Field) -> Sql:
    return exp.Not(this=exp.Is(this=_column(field), expression=exp.null()))


def _until(field: Field, changes: Sql, as_of: date) -> Sql:
    """Not later than the day on which the value itself is another one."""
    if field.until is None:
        return changes
    until = column(field.until, table_of(field.source))
    return earliest([changes, when((until > day(as_of), until), otherwise=NEVER)])


def _column(field: Field) -> Sql:
    return column(field.column, table_of(field.source))


def _date(field: Field) -> Sql:
    return column(field.date or field.column, table_of(field.source))
